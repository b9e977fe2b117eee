"""What things are called: kinds of course, ways of teaching, situations, groups, levels, regions, languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from babel import Locale, UnknownLocaleError

from engine.domain import Cefr, CourseKind, Group, Mode, Region, Status
from engine.errors import StateError
from service.messages.catalogue import language_in_force, translated
from service.messages.catalogue import marked as _

Key = TypeVar("Key", str, int)

REGIONS: Mapping[str, str] = {
    Region.SAARLAND: _("Saarland"),
    Region.RHEINLAND_PFALZ: _("Rheinland-Pfalz"),
    Region.LUXEMBOURG: _("Luxembourg"),
    Region.LORRAINE: _("Lorraine"),
    Region.WALLONIA: _("Wallonia"),
    Region.OSTBELGIEN: _("Ostbelgien"),
}
KINDS: Mapping[str, str] = {
    CourseKind.COURSE: _("Course"),
    CourseKind.APPRENTICESHIP: _("Apprenticeship"),
    CourseKind.SCHOOL: _("School"),
    CourseKind.STUDY: _("University studies"),
    CourseKind.ORIENTATION: _("Finding the right job"),
    CourseKind.LANGUAGE: _("Language course"),
}
MODES: Mapping[str, str] = {
    Mode.ONSITE: _("On site"),
    Mode.BLENDED: _("Partly on site, partly online"),
    Mode.ONLINE: _("Online"),
}
STATUSES: Mapping[str, str] = {
    Status.EMPLOYED: _("Has a job"),
    Status.SHORT_TIME: _("Has a job with fewer hours right now"),
    Status.UNEMPLOYED: _("Looking for work"),
    Status.APPRENTICE: _("In an apprenticeship"),
    Status.PUPIL: _("At school"),
    Status.STUDENT: _("At university"),
    Status.NEET: _("Not at work, not at school, not in training"),
}
# They follow "Made for:", separated by commas, so none has a comma of its own.
GROUPS: Mapping[str, str] = {
    Group.NEET: _("young people without work or training"),
    Group.NO_DIPLOMA: _("people without a certificate"),
    Group.JOBSEEKER: _("people looking for work"),
    Group.EMPLOYEE: _("people who have a job"),
    Group.REFUGEE: _("refugees"),
    Group.MIGRANT: _("people who came from another country"),
    Group.RETURNER: _("people going back to work after a break"),
    Group.SINGLE_PARENT: _("single parents"),
    Group.DISABLED: _("people with a disability"),
    Group.OVER_50: _("people over 50"),
    Group.WOMEN: _("women"),
    Group.FRONTIER_WORKER: _("people who work across the border"),
    Group.PUPIL: _("pupils"),
    Group.APPRENTICE: _("apprentices"),
    Group.STUDENT: _("students"),
    Group.SELF_EMPLOYED: _("people who work for themselves"),
    Group.LONG_TERM_UNEMPLOYED: _("people who have looked for work for a long time"),
    Group.BASIC_INCOME: _("people who receive basic income"),
    Group.CARER: _("people who care for relatives"),
    Group.HOMELESS: _("people without a home"),
}
# The Council of Europe's global scale, in a few words each.
CEFR_LEVELS: Mapping[str, str] = {
    Cefr.A1.name: _("A1 (a few words)"),
    Cefr.A2.name: _("A2 (simple sentences)"),
    Cefr.B1.name: _("B1 (enough for daily life)"),
    Cefr.B2.name: _("B2 (good)"),
    Cefr.C1.name: _("C1 (very good)"),
    Cefr.C2.name: _("C2 (like a mother tongue)"),
}
# Certificates by EQF level as the countries have referenced them: DQR (Germany), RNCP levels (France), CLQ
# (Luxembourg), CFC (French-speaking Belgium), the Ostbelgien framework, NLQF. The form offers the same words.
EQF_LEVELS: Mapping[int, str] = {
    1: _("No certificate yet"),
    2: _("Lower secondary school (Hauptschulabschluss, brevet, CE1D)"),
    3: _("Intermediate school or short training (Mittlere Reife, CAP, DAP)"),
    4: _("Upper secondary school or full apprenticeship (Abitur, bac, CESS, Gesellenbrief)"),
    5: _("Short higher education (BTS)"),
    6: _("Bachelor or master craftsman (Licence, Meister)"),
    7: _("Master"),
    8: _("Doctorate"),
}
# The features of the ranking table (engine.ranking.WEIGHTS).
FEATURES: Mapping[str, str] = {
    "relevance": _("Closeness to the wish"),
    "commute": _("Way there"),
    "language": _("Language"),
    "level": _("Level of the certificate"),
    "group": _("Made for this situation"),
    "placed": _("Place is known"),
    "price": _("Price"),
    "dates": _("Start"),
    "variety": _("Variety in the list"),
    "gap": _("Teaches what is missing"),
    "requirements": _("Needed to begin"),
    "repeats": _("Teaches what is there already"),
}


def region_name(region: str, language: str | None = None) -> str:
    """A part of the Greater Region."""
    return _named(REGIONS, region, language)


def kind_name(kind: str, language: str | None = None) -> str:
    """A kind of course."""
    return _named(KINDS, kind, language)


def mode_name(mode: str, language: str | None = None) -> str:
    """A way of teaching."""
    return _named(MODES, mode, language)


def status_name(status: str, language: str | None = None) -> str:
    """A situation on the labour market."""
    return _named(STATUSES, status, language)


def group_name(group: str, language: str | None = None) -> str:
    """A group that an offer is made for, in the plural."""
    return _named(GROUPS, group, language)


def cefr_plain(level: Cefr | str, language: str | None = None) -> str:
    """A language level with a few words: ``B1 (enough for daily life)``."""
    return _named(CEFR_LEVELS, level.name if isinstance(level, Cefr) else level, language)


def eqf_name(level: int, language: str | None = None) -> str:
    """The certificates that people know for an EQF level (1 to 8)."""
    return _named(EQF_LEVELS, level, language)


def feature_name(feature: str, language: str | None = None) -> str:
    """A line of the ranking table."""
    return _named(FEATURES, feature, language)


def language_name(tag: str, language: str | None = None) -> str:
    """A language (BCP 47) by its name in the CLDR, or the tag itself where that has none."""
    names = Locale.parse(language_in_force(language)).languages
    try:
        asked = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return str(names.get(tag.lower(), tag))
    return str(names.get(str(asked)) or names.get(asked.language, tag))


def country_name(code: str, language: str | None = None) -> str:
    """A country (ISO 3166-1 alpha-2) by its name in the CLDR, or the code itself where that has none."""
    return str(Locale.parse(language_in_force(language)).territories.get(code.upper(), code))


def _named(table: Mapping[Key, str], key: Key, language: str | None) -> str:
    text = table.get(key)
    if text is None:
        raise StateError(
            "there is no name for this", place="service.messages.names", value=key, remedy="add it to its table there"
        )
    return translated(text, language)
