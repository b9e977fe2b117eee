"""What is wrong, doubtful or due in a knowledge base: the list that ``passerelle knowledge check`` prints.

A base is clean where there is no error and no warning; notes are work that waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from data.knowledge.base import KnowledgeBase
from data.knowledge.contradictions import contradictions
from data.knowledge.remarks import Remark, Severity
from engine.facts import COURSE_FACTS
from engine.measures import Force, Measure, Volatility

LANGUAGES = ("de", "fr", "en", "lb", "nl")
# How many days a reading stays good, by how fast such a thing changes.
REVIEW_AFTER: Mapping[Volatility, int] = {Volatility.HIGH: 183, Volatility.MEDIUM: 365, Volatility.LOW: 730}
# The texts of a record by language, and whether every public record has them.
TEXTS: Mapping[str, bool] = {"summary": True, "amount": False, "own_share": False, "deadline": False}
WEB = ("https://", "http://")
ORDER = tuple(Severity)


def findings(base: KnowledgeBase, today: date) -> tuple[Remark, ...]:
    """Everything found, the gravest first, then in the order of the files."""
    found = [remark for measure in base.measures for remark in _remarks(base, measure, today)]
    found.extend(_fact_remarks(base))
    return tuple(sorted(found, key=lambda remark: ORDER.index(remark.severity)))


def _remarks(base: KnowledgeBase, measure: Measure, today: date) -> Iterator[Remark]:
    for check in LEAD_CHECKS if not measure.public else PUBLIC_CHECKS:
        for field, remark in check(measure, base, today):
            yield replace(remark, id=measure.id, place=base.place(measure.id, field))


# Each check tells the field it is about, and what it found; id and place are added above.
Found = Iterator[tuple[str, Remark]]


def _found(severity: Severity, code: str, message: str, remedy: str) -> Remark:
    return Remark(severity=severity, code=code, id="", message=message, remedy=remedy)


def _lead(measure: Measure, _: KnowledgeBase, __: date) -> Found:
    """A lead is work that waits; with a summary or sources it would look like a fact."""
    remedy = "look for an official source; then raise confidence and write summary, conditions and sources"
    yield "", _found(Severity.NOTE, "lead", "known only in general, never shown", remedy)
    for field, written in (("summary", measure.summary), ("sources", measure.sources)):
        if written:
            remedy = f"leave {field} out, or raise confidence if the source was read"
            yield field, _found(Severity.ERROR, "lead-as-fact", f"a lead from general knowledge has {field}", remedy)


def _expired(measure: Measure, _: KnowledgeBase, today: date) -> Found:
    """Over, and nothing says so."""
    until = measure.valid_until
    if until is not None and until < today and measure.force is not Force.SUPERSEDED:
        remedy = "say force: superseded, or extend valid_until if a source says so"
        yield "valid_until", _found(Severity.WARNING, "expired", f"was valid until {until}", remedy)


def _due(measure: Measure, _: KnowledgeBase, today: date) -> Found:
    """Read so long ago that it may have changed."""
    days = REVIEW_AFTER[measure.volatility]
    checked = measure.checked_on
    if checked is not None and measure.force is not Force.SUPERSEDED and checked + timedelta(days=days) < today:
        message = f"last read on {checked}, more than {days} days ago ({measure.volatility} volatility)"
        yield "sources", _found(Severity.WARNING, "due", message, "read the sources again and put the new day")


def _sources(measure: Measure, _: KnowledgeBase, today: date) -> Found:
    """Where it was read: at least one page, on the web, on a day that has been."""
    if not measure.sources:
        remedy = "add a source with the day it was read, or say confidence: general-knowledge"
        yield "", _found(Severity.ERROR, "unsourced", "shown to the public without a source", remedy)
    for source in measure.sources:
        if source.read_on > today:
            message = f"read on {source.read_on}, which is still to come"
            yield "sources", _found(Severity.ERROR, "read-in-the-future", message, "put the day it was read")
        if not source.url.startswith(WEB):
            yield "sources", _no_address(source.url)


def _addresses(measure: Measure, _: KnowledgeBase, __: date) -> Found:
    """Addresses that open, and contacts that can be reached."""
    if measure.homepage and not measure.homepage.startswith(WEB):
        yield "homepage", _no_address(measure.homepage)
    for contact in measure.contacts:
        if contact.url and not contact.url.startswith(WEB):
            yield "contacts", _no_address(contact.url)
        if not contact.url and not contact.phone:
            message = f"{contact.name} has neither url nor phone"
            yield "contacts", _found(Severity.NOTE, "unreachable-contact", message, "add one that was read or is sure")


def _no_address(address: str) -> Remark:
    remedy = f"write the whole address, beginning with {WEB[0]}"
    return _found(Severity.ERROR, "dead-reference", f"{address} is no web address", remedy)


def _references(measure: Measure, base: KnowledgeBase, _: date) -> Found:
    """Records that replace one another know each other."""
    for field, back in (("follows", "precedes"), ("precedes", "follows")):
        other = getattr(measure, field)
        if not other:
            continue
        if other not in base:
            remedy = "name a record that is there, or leave the key out"
            yield field, _found(Severity.ERROR, "dead-reference", f"{field} {other}, which is no record", remedy)
        elif getattr(base.get(other), back) != measure.id:
            message = f"{field} {other}, which does not say {back}: {measure.id}"
            yield field, _found(Severity.ERROR, "dead-reference", message, f"write {back}: {measure.id} at {other}")


def _languages(measure: Measure, _: KnowledgeBase, __: date) -> Found:
    """Every text in all five languages."""
    for field, wanted in TEXTS.items():
        texts: Mapping[str, str] = getattr(measure, field)
        lacking = [language for language in LANGUAGES if not texts.get(language)]
        if lacking and (texts or wanted):
            message = f"{field} is missing in {', '.join(lacking)}"
            yield field, _found(Severity.ERROR, "missing-language", message, "write it in all five languages")


def _twins(measure: Measure, _: KnowledgeBase, __: date) -> Found:
    """A summary that is the same in two languages was not translated."""
    for one, other in combinations(sorted(measure.summary), 2):
        if measure.summary[one].strip() == measure.summary[other].strip():
            message = f"the summary is the same in {one} and {other}"
            yield "summary", _found(Severity.WARNING, "same-summary", message, f"translate it into {other}")


def _contradictory(measure: Measure, _: KnowledgeBase, today: date) -> Found:
    for contradiction in contradictions(measure, today):
        told = (contradiction.severity, contradiction.code, contradiction.message, contradiction.remedy)
        yield contradiction.field, _found(*told)


Check = Callable[[Measure, KnowledgeBase, date], Found]
LEAD_CHECKS: tuple[Check, ...] = (_lead, _addresses, _references)
PUBLIC_CHECKS: tuple[Check, ...] = (
    _sources,
    _languages,
    _twins,
    _contradictory,
    _references,
    _addresses,
    _expired,
    _due,
)


def _fact_remarks(base: KnowledgeBase) -> Iterator[Remark]:
    """Facts that readers meet have words; facts that no record names are not needed."""
    shown = {test.fact for measure in base.public for test in measure.conditions.tests()}
    for name, fact in base.facts.items():
        place = base.place(name)
        asked = name not in COURSE_FACTS
        lacking = [
            word for word, wanted in (("label", True), ("question", asked)) if wanted and not getattr(fact, word)
        ]
        if name in shown and lacking:
            message = f"public conditions name this fact, and it has no {' and no '.join(lacking)}"
            remark = _found(Severity.WARNING, "wordless-fact", message, "write it in all five languages")
            yield replace(remark, id=name, place=place)
        elif name not in shown:
            remark = _found(Severity.NOTE, "unused-fact", "no public condition names this fact", "leave it out")
            yield replace(remark, id=name, place=place)
