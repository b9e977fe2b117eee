"""What the knowledge base says, in the reader's words: kinds, claims, doubts, and conditions as short lines.

Names and summaries come with the records; here is only what all of them share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from babel.dates import format_skeleton

from engine.conditions import Basis
from engine.measures import Abroad, Claim, Confidence, Force, Measure, MeasureKind, SourceKind, Topic
from service.messages.catalogue import language_in_force, translated
from service.messages.catalogue import marked as _
from service.messages.formats import date_text

KINDS: Mapping[MeasureKind, str] = {
    MeasureKind.FUNDING: _("Financial help"),
    MeasureKind.MEASURE: _("Programme"),
    MeasureKind.RIGHT: _("Right"),
    MeasureKind.RECOGNITION: _("Recognition of certificates"),
    MeasureKind.INSTITUTION: _("Place to ask"),
    MeasureKind.AGREEMENT: _("Agreement across the border"),
    MeasureKind.PORTAL: _("Website with courses"),
}
TOPICS: Mapping[Topic, str] = {
    Topic.ACCESS: _("Who may attend"),
    Topic.FUNDING: _("Who pays"),
    Topic.LEAVE: _("Time off for learning"),
    Topic.BENEFIT: _("Unemployment benefit and social security"),
    Topic.RECOGNITION: _("Whether a certificate counts"),
    Topic.LANGUAGE: _("Learning languages"),
    Topic.WORKING_TIME: _("Short-time work and working from home"),
    Topic.MEASURE: _("Ways into work"),
    Topic.GUIDANCE: _("Advice"),
}
CLAIMS: Mapping[Claim, str] = {
    Claim.ENTITLEMENT: _("Yes, whoever meets the conditions."),
    Claim.DISCRETION: _("No, it is decided case by case."),
    Claim.OPEN: _("It is open to everybody whom it is meant for."),
    Claim.UNKNOWN: _("Not known: ask."),
}
ABROAD: Mapping[Abroad, str] = {
    Abroad.YES: _("Yes."),
    Abroad.CONDITIONAL: _("Under conditions: ask before you sign up."),
    Abroad.NO: _("No."),
    Abroad.UNKNOWN: _("Not known: ask."),
}
FORCES: Mapping[Force, str] = {
    Force.IN_FORCE: _("In force"),
    Force.UNCERTAIN: _("Uncertain whether it still runs"),
    Force.ANNOUNCED: _("Announced, not yet law"),
    Force.SUPERSEDED: _("No longer in force"),
}
# Leads from general knowledge are shown nowhere, so they have no words.
CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.VERIFIED: _("Read in the sources named here."),
    Confidence.PARTLY: _("We could check only a part of this. Ask before you rely on it."),
}
BASES: Mapping[Basis, str] = {
    Basis.READ: _("read in a source"),
    Basis.INFERRED: _("assumed, not read in a source"),
    Basis.UNKNOWN: _("the source does not say: ask"),
}
SOURCES: Mapping[SourceKind, str] = {
    SourceKind.OFFICIAL: _("Official page"),
    SourceKind.LAW: _("Text of the law"),
    SourceKind.SECONDARY: _("Page of others"),
    SourceKind.PRESS: _("Press"),
}
NO_DECISION = _("This is information, not a decision.")
WHOLE_REGION = _("The whole Greater Region")
YEAR_AND_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def measure_kind_name(kind: MeasureKind, language: str | None = None) -> str:
    """A kind of record: ``Finanzielle Hilfe``."""
    return translated(KINDS[kind], language)


def topic_name(topic: Topic, language: str | None = None) -> str:
    """What a record is about: ``Freie Zeit zum Lernen``."""
    return translated(TOPICS[topic], language)


def claim_text(claim: Claim, language: str | None = None) -> str:
    """The answer to: is there a right to it?"""
    return translated(CLAIMS[claim], language)


def abroad_text(abroad: Abroad, language: str | None = None) -> str:
    """The answer to: may the course be in another country?"""
    return translated(ABROAD[abroad], language)


def force_text(force: Force, language: str | None = None) -> str:
    """Whether it is law or practice today."""
    return translated(FORCES[force], language)


def state_text(measure: Measure, today: date, language: str | None = None) -> str:
    """Whether it holds on a day: its dates are told where they decide."""
    if measure.force is Force.IN_FORCE:
        if measure.valid_until and measure.valid_until < today:
            last = date_text(measure.valid_until, language)
            return translated(_("Over. The last day was: %(day)s"), language, {"day": last})
        if measure.valid_from and measure.valid_from > today:
            first = date_text(measure.valid_from, language)
            return translated(_("Not yet. The first day is: %(day)s"), language, {"day": first})
    return force_text(measure.force, language)


def validity_text(since: date | None, until: date | None, language: str | None = None) -> str:
    """From when and until when it holds, as far as is known."""
    days = {"since": since and date_text(since, language), "until": until and date_text(until, language)}
    if since and until:
        return translated(_("%(since)s to %(until)s"), language, days)
    if since:
        return translated(_("since %(since)s"), language, days)
    return translated(_("until %(until)s"), language, days) if until else ""


def confidence_text(confidence: Confidence, language: str | None = None) -> str:
    """How well it was checked; raises ``KeyError`` for a lead, which is never shown."""
    return translated(CONFIDENCES[confidence], language)


def basis_text(basis: Basis, language: str | None = None) -> str:
    """Where a condition comes from."""
    return translated(BASES[basis], language)


def source_kind_name(kind: SourceKind, language: str | None = None) -> str:
    """Whose page a source is."""
    return translated(SOURCES[kind], language)


def dated_text(dated: str, language: str | None = None) -> str:
    """The day, the month or the year that a page bears: ``2024-05`` → ``Mai 2024``; as it is where it is none."""
    try:
        return date_text(date.fromisoformat(dated), language)
    except ValueError:
        found = YEAR_AND_MONTH.fullmatch(dated)
    if not found:
        return dated
    return format_skeleton("yMMMM", date(int(found[1]), int(found[2]), 1), locale=language_in_force(language))
