"""What the desk shows of each offer, made ready to be read: reasons, bars, records, facts to ask, ways in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from data.knowledge import KnowledgeBase
from engine.answer import Contribution, Recommendation, Rejection, Support
from engine.domain import Cefr, Finding, Verdict
from engine.measures import Topic
from service import messages
from service.checked_views import Checked, CheckedTopic, checked_view
from service.contracts import Product
from service.desk_search import Search, only
from service.directory import name_of
from service.messages import support as words
from service.pathway_views import CourseLink, course_link, gate_views
from service.presenters import AnswerView, OfferView, answer_view
from service.support_views import open_facts, worth_asking

__all__ = ["COMPARED_TOPICS", "Card", "Compared", "Desk", "cards_of", "compared", "desk_view"]

# The width of a chart in units of its own.
CHART = 100
# Of what is not certain only so much is worth a line of a comparison.
UNCERTAIN_LINES = 3
COMPARED_TOPICS = (Topic.FUNDING, Topic.LEAVE, Topic.ACCESS, Topic.RECOGNITION)
# How a near miss would be let in, by the code of what is in the way.
OPENERS: Mapping[str, Any] = {
    "commute": _("A longer way: %(minutes)s."),
    "language": _("This language first: %(language)s, level %(needed)s."),
    "level": _("This certificate first: %(needed)s."),
    "price": _("A higher price limit, or somebody who pays %(price)s."),
    "dates": _("An earlier start: %(starts_on)s."),
    "mode": _("Another way of learning: %(mode)s."),
    "requirements": _("What is needed to begin."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One contribution: from ``start`` so ``width`` units wide, out of ``CHART``."""

    name: str
    points: str
    start: float
    width: float
    minus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One offer: ``rank`` in the whole answer, ``to_ask`` the facts that could still decide about a record."""

    id: str
    rank: int
    offer: OfferView
    level: str
    bars: tuple[Bar, ...]
    checked: tuple[CheckedTopic, ...]
    to_ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything on the page of results."""

    answer: AnswerView
    cards: tuple[Card, ...]
    person: tuple[CheckedTopic, ...]
    near: tuple[NearMiss, ...]
    total: int
    matching: int

    @property
    def more(self) -> bool:
        """Whether there are offers that a longer page would show."""
        return self.matching > len(self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """An offer that almost fits: what is in the way, and what would open it."""

    course: CourseLink
    provider: str
    in_the_way: tuple[str, ...]
    openers: tuple[str, ...]
    opened_by: CourseLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One record about one offer, in a line."""

    id: str
    name: str
    name_language: str
    verdict: str
    says: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One offer of a comparison; ``topics`` stand in the order of ``COMPARED_TOPICS``."""

    card: Card
    topics: tuple[tuple[RecordLine, ...], ...]


def desk_view(search: Search, product: Product, *, language: str, today: date) -> Desk:
    """The page of results: as many offers as are asked for, and all that was found out whatever the offer."""
    items = search.shown[: search.form.limit]
    answer, checked = _views(search, items, product, language, today)
    return Desk(
        answer=answer,
        cards=_cards(search, items, answer, checked, product.knowledge, language),
        person=checked.person,
        near=near_misses(search, product, language),
        total=len(search.found.items),
        matching=len(search.shown),
    )


def cards_of(search: Search, ids: Sequence[str], product: Product, *, language: str, today: date) -> tuple[Card, ...]:
    """The offers of these ids, in the order of ``ids``; those that the answer does not hold are left out."""
    items = chosen_items(search, ids)
    answer, checked = _views(search, items, product, language, today)
    return _cards(search, items, answer, checked, product.knowledge, language)


def compared(
    search: Search, ids: Sequence[str], product: Product, *, language: str, today: date
) -> tuple[Compared, ...]:
    """The offers of these ids side by side."""
    return tuple(
        Compared(card=card, topics=tuple(_lines(item, product.knowledge, topic, language) for topic in COMPARED_TOPICS))
        for card, item in zip(
            cards_of(search, ids, product, language=language, today=today), chosen_items(search, ids), strict=True
        )
    )


def chosen_items(search: Search, ids: Sequence[str]) -> list[Recommendation]:
    """The offers of these ids, in the order of ``ids``."""
    known = {item.course.id: item for item in search.found.items}
    return [known[key] for key in dict.fromkeys(ids) if key in known]


def near_misses(search: Search, product: Product, language: str) -> tuple[NearMiss, ...]:
    """Every near miss with what would open it."""
    gates = {key: gate.course for gate in gate_views(search.found.gates, language) for key in gate.opens}
    return tuple(_near(one, gates.get(one.course.id), product, language) for one in search.found.rejected)


def _views(
    search: Search, items: Sequence[Recommendation], product: Product, language: str, today: date
) -> tuple[AnswerView, Checked]:
    found = only(search.found, items)
    answer = answer_view(
        found,
        search.profile,
        language=language,
        today=today,
        names=product.concept_name,
        knowledge=product.knowledge,
    )
    return answer, checked_view(found, product.knowledge, language)


def _cards(
    search: Search,
    items: Sequence[Recommendation],
    answer: AnswerView,
    checked: Checked,
    base: KnowledgeBase,
    language: str,
) -> tuple[Card, ...]:
    rank = search.rank
    scale = _scale([part.amount for item in items for part in item.contributions])
    return tuple(
        Card(
            id=item.course.id,
            rank=rank[item.course.id],
            offer=offer,
            level=messages.eqf_name(item.course.eqf_level, language) if item.course.eqf_level else "",
            bars=tuple(
                _bar(part, text.points, scale, language)
                for part, text in zip(item.contributions, offer.parts, strict=True)
            ),
            checked=topics,
            to_ask=_to_ask(item.support, base, language),
        )
        for item, offer, topics in zip(items, (*answer.first, *answer.more), checked.offers, strict=True)
    )


def _scale(amounts: Sequence[float]) -> tuple[float, float]:
    """Where zero stands in every chart of a page, and how many units one point of a score takes."""
    lowest, highest = min(0.0, *amounts, 0.0), max(0.0, *amounts, 0.0)
    unit = CHART / (highest - lowest) if highest > lowest else 0.0
    return -lowest * unit, unit


def _bar(part: Contribution, points: str, scale: tuple[float, float], language: str) -> Bar:
    """A bar to the right of zero, or to its left where the contribution is negative."""
    zero, unit = scale
    width, minus = abs(part.amount) * unit, part.amount < 0
    return Bar(
        name=messages.feature_name(part.feature, language),
        points=points,
        start=round(zero - width if minus else zero, 1),
        width=round(width, 1),
        minus=minus,
    )


def _to_ask(supports: Sequence[Support], base: KnowledgeBase, language: str) -> tuple[str, ...]:
    """The facts of which few could decide about a record, those first that decide most; groups are never asked for."""
    counted: dict[str, int] = {}
    for support in supports:
        if support.id in base and support.verdict is Verdict.UNKNOWN and _is_worth_a_line(support, base):
            for fact in open_facts(base.get(support.id), support) or ():
                counted[fact] = counted.get(fact, 0) + 1
    ordered = sorted(counted, key=lambda fact: (-counted[fact], fact))
    return tuple(messages.fact_name(fact, base.facts, language) for fact in ordered)


def _lines(item: Recommendation, base: KnowledgeBase, topic: Topic, language: str) -> tuple[RecordLine, ...]:
    """The records about a topic that may apply: all that hold, and a few that are not certain."""
    about = [one for one in item.support if one.id in base and topic in base.get(one.id).topics]
    hold = [one for one in about if one.verdict is Verdict.MET]
    perhaps = [one for one in about if one.verdict is Verdict.UNKNOWN and _is_worth_a_line(one, base)]
    return tuple(_line(one, base, language) for one in (*hold, *perhaps[:UNCERTAIN_LINES]))


def _is_worth_a_line(support: Support, base: KnowledgeBase) -> bool:
    """Whether few answers would settle it, and it is for no group that was not named."""
    left = open_facts(base.get(support.id), support)
    return left is not None and worth_asking(support, left)


def _line(support: Support, base: KnowledgeBase, language: str) -> RecordLine:
    measure = base.get(support.id)
    name, name_language = name_of(measure, language)
    return RecordLine(
        id=measure.id,
        name=name,
        name_language=name_language,
        verdict=support.verdict.value,
        says=words.record_verdict(support.verdict, language),
        amount=measure.amount.get(language, ""),
    )


def _near(one: Rejection, opened_by: CourseLink | None, product: Product, language: str) -> NearMiss:
    course = one.course
    openers = (_opener(finding, language) for finding in one.findings)
    return NearMiss(
        course=course_link(course),
        provider=course.provider.name if course.provider else "",
        in_the_way=tuple(messages.finding_text(finding, language, product.concept_name) for finding in one.findings),
        openers=tuple(text for text in openers if text),
        opened_by=opened_by,
    )


def _opener(finding: Finding, language: str) -> str:
    """What would have to be different; nothing where nobody can change it."""
    if finding.code not in OPENERS:
        return ""
    told = {
        "minutes": lambda value: messages.minutes_text(value, language),
        "language": lambda value: messages.language_name(value, language),
        "needed": lambda value: _needed(value, language),
        "price": lambda value: messages.money_text(value, language),
        "starts_on": lambda value: messages.date_text(value, language),
        "mode": lambda value: messages.mode_name(value, language),
    }
    values = {key: told[key](value) for key, value in finding.params.items() if key in told and value is not None}
    template = str(OPENERS[finding.code])
    try:
        return template % values
    except KeyError:
        return ""


def _needed(value: Any, language: str) -> str:
    """A level of a language, or of a certificate."""
    if isinstance(value, Cefr | str):
        return messages.cefr_plain(value, language)
    return messages.eqf_name(value, language)
