"""Whom to ask in each region: public services that advise for free. Names and homepages only; nothing is promised."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain import Place, Region

# The missions locales advise people aged 16 to 25.
MISSION_LOCALE_UNDER = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A public advice service; ``under_age``: only for people younger than that."""

    name: str
    homepage: str
    regions: tuple[Region, ...]
    under_age: int | None = None


CONTACTS = (
    Contact(
        name="Agentur für Arbeit – Berufsberatung",
        homepage="https://www.arbeitsagentur.de",
        regions=(Region.SAARLAND, Region.RHEINLAND_PFALZ),
    ),
    Contact(name="ADEM", homepage="https://adem.public.lu", regions=(Region.LUXEMBOURG,)),
    Contact(
        name="Mission locale",
        homepage="https://www.unml.info",
        regions=(Region.LORRAINE,),
        under_age=MISSION_LOCALE_UNDER,
    ),
    Contact(name="France Travail", homepage="https://www.francetravail.fr", regions=(Region.LORRAINE,)),
    Contact(name="Le Forem", homepage="https://www.leforem.be", regions=(Region.WALLONIA,)),
    Contact(
        name="Arbeitsamt der Deutschsprachigen Gemeinschaft (ADG)",
        homepage="https://www.adg.be",
        regions=(Region.OSTBELGIEN,),
    ),
)


def contacts_for(home: Place | None, age: int | None) -> tuple[Contact, ...]:
    """Those for the region of ``home``, or all when it is not known; those for younger people are left out."""
    region = home.region if home else None
    return tuple(
        contact
        for contact in CONTACTS
        if (region is None or region in contact.regions)
        and (age is None or contact.under_age is None or age < contact.under_age)
    )
