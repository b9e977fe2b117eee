"""A way into work, step by step, and the courses that a language course opens, made ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.knowledge import KnowledgeBase
from data.knowledge.facts import About
from engine.answer import Gate, RecommendationList, Step, Support
from engine.domain import Course, Region
from engine.measures import Measure
from service import messages
from service.addresses import web_address
from service.directory import name_of
from service.messages import support as words
from service.messages.support import Strength, strength_of
from service.sheets import ContactView
from service.support_views import ask_text, contact_of, open_facts, worth_asking

# A step may leave a little more open than a line beside a course: somebody there will ask.
OPEN_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One measure of a step: what it is in a sentence or two, how open it is to her, whom to ask."""

    id: str
    name: str
    name_language: str
    summary: str
    strength: Strength
    standing: str
    ask: str
    contact: ContactView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLink:
    """A recommended course that makes a step."""

    title: str
    text_language: str
    town: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step: the first measure on her side, others there, those over the border, and her courses."""

    title: str
    first: CardView | None
    others: tuple[CardView, ...]
    across: tuple[CardView, ...]
    courses: tuple[CourseLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A language course that opens the way to another course; ``opens`` are the ids of the courses behind."""

    language: str
    course: CourseLink
    opens: tuple[str, ...]


def pathway_view(
    found: RecommendationList, base: KnowledgeBase, home: Region | None, language: str
) -> tuple[StepView, ...]:
    """The steps of her way, the next one first; a step of which nothing is worth telling is left out."""
    courses = {item.course.id: item.course for item in found.items}
    steps = (_step(step, courses, base, home, language) for step in found.pathway)
    return tuple(step for step in steps if step.first or step.across or step.courses)


def gate_views(gates: Sequence[Gate], language: str) -> tuple[GateView, ...]:
    """The languages that alone keep her from courses, each with the course that opens them."""
    return tuple(
        GateView(
            language=messages.language_name(gate.language, language),
            course=course_link(gate.opened_by.course),
            opens=gate.opens,
        )
        for gate in gates
    )


def course_link(course: Course) -> CourseLink:
    """A course by its title, its town and its page."""
    return CourseLink(
        title=course.title,
        text_language=course.text_language,
        town=course.place.name if course.place else "",
        url=web_address(course.url),
    )


def _step(step: Step, courses: dict[str, Course], base: KnowledgeBase, home: Region | None, language: str) -> StepView:
    here = _cards(step.here, base, home, language)
    return StepView(
        title=words.stage_name(step.stage, language),
        first=here[0] if here else None,
        others=here[1:],
        across=_cards(step.across, base, None, language),
        courses=tuple(course_link(courses[key]) for key in step.courses if key in courses),
    )


def _cards(
    supports: Sequence[Support], base: KnowledgeBase, home: Region | None, language: str
) -> tuple[CardView, ...]:
    """The measures worth telling: none that is for a group alone which she did not name."""
    cards = []
    for support in supports:
        measure = base.get(support.id)
        left = open_facts(measure, support)
        # No course is looked at yet, so what a course would have to be is no question.
        if left is not None:
            about_her = tuple(fact for fact in left if base.facts[fact].about is not About.COURSE)
            if worth_asking(support, about_her, OPEN_AT_MOST):
                cards.append(_card(measure, support, about_her, base, home, language))
    return tuple(cards)


def _card(
    measure: Measure,
    support: Support,
    left: tuple[str, ...],
    base: KnowledgeBase,
    home: Region | None,
    language: str,
) -> CardView:
    strength = strength_of(support.verdict, measure.claim)
    name, name_language = name_of(measure, language)
    return CardView(
        id=measure.id,
        name=name,
        name_language=name_language,
        summary=measure.summary.get(language, ""),
        strength=strength,
        standing=words.step_sentence(strength, language),
        ask=ask_text(support, left, base.facts, language),
        contact=contact_of(measure, language, home),
    )
