"""A record of the knowledge base, made ready to be read: as a line of a directory, and as a sheet of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.domain import Region
from engine.measures import Abroad, Claim, Confidence, Contact, Force, Measure, MeasureKind, Reference
from service import messages
from service.addresses import web_address
from service.contracts import LANGUAGES
from service.directory import Directory, name_of
from service.messages import ConditionText

# Who gives advice or lists courses decides nothing: what is not known about claims is no question there.
DECIDING_NOTHING = frozenset({MeasureKind.INSTITUTION, MeasureKind.PORTAL})
# ITU-T E.164: fifteen digits, and the sign before the code of a country.
LONGEST_NUMBER = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One line of a directory; ``force`` and ``doubt`` are empty where all is well."""

    id: str
    name: str
    name_language: str
    kind: str
    regions: str
    summary: str
    force: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """A name in one of its languages."""

    name: str
    tag: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Whom to ask; ``regions`` only where the office is for some of them."""

    name: str
    url: str
    phone: str
    dial: str
    regions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Where it was read: an empty ``url`` is no web address."""

    url: str
    text: str
    kind: str
    dated: str
    read_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """All that is known of a record, in words; empty texts mean that nothing is known or that it does not matter.

    ``state`` says whether it holds today, ``stands`` that it does; ``before`` and ``after`` are the records along its
    way through time.
    """

    entry: EntryView
    names: tuple[NameView, ...]
    topics: tuple[str, ...]
    groups: tuple[str, ...]
    amount: str
    own_share: str
    deadline: str
    abroad: str
    claim: str
    conditions: tuple[ConditionText, ...]
    contacts: tuple[ContactView, ...]
    legal_basis: str
    homepage: str
    sources: tuple[SourceView, ...]
    state: str
    stands: bool
    announced: bool
    superseded: bool
    validity: str
    before: tuple[EntryView, ...]
    after: tuple[EntryView, ...]
    checked: str
    confidence: str


def entry_view(measure: Measure, language: str) -> EntryView:
    """One line of a directory."""
    name, name_language = name_of(measure, language)
    in_force = measure.force is Force.IN_FORCE
    partly = measure.confidence is Confidence.PARTLY
    return EntryView(
        id=measure.id,
        name=name,
        name_language=name_language,
        kind=messages.measure_kind_name(measure.kind, language),
        regions=regions_text(measure.regions, language),
        summary=measure.summary.get(language, ""),
        force="" if in_force else messages.force_text(measure.force, language),
        doubt=messages.confidence_text(measure.confidence, language) if partly else "",
    )


def sheet_view(measure: Measure, directory: Directory, *, language: str, today: date) -> SheetView:
    """The sheet of a record on one day."""
    silent = measure.kind in DECIDING_NOTHING
    return SheetView(
        entry=entry_view(measure, language),
        names=tuple(
            NameView(name=measure.names[tag], tag=tag, language=messages.language_name(tag, language))
            for tag in sorted(measure.names, key=lambda tag: (tag != language, [*LANGUAGES, tag].index(tag)))
        ),
        topics=tuple(messages.topic_name(topic, language) for topic in measure.topics),
        groups=tuple(messages.group_name(group, language) for group in measure.groups),
        amount=measure.amount.get(language, ""),
        own_share=measure.own_share.get(language, ""),
        deadline=measure.deadline.get(language, ""),
        abroad="" if silent and measure.abroad is Abroad.UNKNOWN else messages.abroad_text(measure.abroad, language),
        claim="" if silent and measure.claim is Claim.UNKNOWN else messages.claim_text(measure.claim, language),
        conditions=messages.conditions_tree(measure.conditions, directory.base.facts, language),
        contacts=tuple(contact_view(contact, language) for contact in measure.contacts),
        legal_basis=measure.legal_basis,
        homepage=web_address(measure.homepage),
        sources=tuple(source_view(source, language) for source in measure.sources),
        state=messages.state_text(measure, today, language),
        stands=measure.force is Force.IN_FORCE and measure.speaks_on(today),
        announced=measure.force is Force.ANNOUNCED,
        superseded=measure.force is Force.SUPERSEDED,
        validity=messages.validity_text(measure.valid_from, measure.valid_until, language),
        before=tuple(entry_view(one, language) for one in directory.before(measure)),
        after=tuple(entry_view(one, language) for one in directory.after(measure)),
        checked=messages.date_text(measure.checked_on, language) if measure.checked_on else "",
        confidence=messages.confidence_text(measure.confidence, language),
    )


def regions_text(regions: tuple[Region, ...], language: str) -> str:
    """The regions by name, or all of them in one."""
    if set(regions) == set(Region):
        return messages.translated(messages.WHOLE_REGION, language)
    return ", ".join(messages.region_name(region, language) for region in regions)


def contact_view(contact: Contact, language: str) -> ContactView:
    """Whom to ask, by links that can be followed."""
    return ContactView(
        name=contact.name,
        url=web_address(contact.url),
        phone=contact.phone,
        dial=_dial(contact.phone),
        regions=regions_text(contact.regions, language) if contact.regions else "",
    )


def source_view(source: Reference, language: str) -> SourceView:
    """Where a record was read, and when."""
    url = web_address(source.url)
    return SourceView(
        url=url,
        text=url.split("//", 1)[-1].removeprefix("www.").rstrip("/") if url else source.url,
        kind=messages.source_kind_name(source.kind, language),
        dated=messages.dated_text(source.dated, language),
        read_on=messages.date_text(source.read_on, language),
    )


def _dial(phone: str) -> str:
    """The number as a telephone takes it; empty where the text is none, or more than one."""
    number = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    return number if len(number) <= LONGEST_NUMBER else ""
