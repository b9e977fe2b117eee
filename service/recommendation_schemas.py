"""The answer of ``POST /api/v1/recommendations`` as schemas."""

from __future__ import annotations

from datetime import date

from data.knowledge.facts import About, FactKind
from engine.conditions import Basis
from engine.domain import Verdict
from engine.measures import Abroad, Claim, MeasureKind, Stage, Topic
from service.response_schemas import Answer, Concept, ContactBrief, CourseBrief, Share

__all__ = ["RecommendationsAnswer"]

# A fact's value as JSON: a word, a number, yes or no, or several words.
Known = str | bool | float | list[str] | None


class TaughtConcept(Concept):
    """``inherited`` where the offer does not name it: an occupation that it leads to needs it."""

    inherited: bool


class NeededConcept(Concept):
    """A competence that the occupation needs and the person did not name."""

    essential: bool


class CourseRecommended(CourseBrief):
    """A course with what it teaches."""

    competences: list[TaughtConcept]


class CourseTitle(Answer):
    """A course by its id and title."""

    id: str
    title: str


class Reason(Answer):
    """One thing checked, in words; concepts that somebody may choose from or that it is about stand beside it."""

    code: str
    verdict: Verdict
    text: str
    competences: list[Concept] = []
    choices: list[Concept] = []


class ContributionAnswer(Answer):
    """One feature's part in the score: value times weight."""

    feature: str
    value: float
    weight: float


class FactAsked(Answer):
    """A fact that could still decide; the answer goes into ``answers`` of the profile, under ``fact``."""

    fact: str
    kind: FactKind | None
    about: About | None
    question: str


class QuestionAnswer(FactAsked):
    """A question of which one answer settles what these records mean."""

    settles: list[str]


class ConditionChecked(Answer):
    """One condition of a record, what is known of it and what comes of that."""

    fact: str
    text: str
    known: Known
    verdict: Verdict
    basis: Basis


class SupportAnswer(Answer):
    """A record of the knowledge base and whether its conditions hold; ``doubt`` says why that cannot be certain."""

    id: str
    name: str
    kind: MeasureKind
    topics: list[Topic]
    verdict: Verdict
    doubt: str | None
    claim: Claim
    abroad: Abroad
    text: str
    amount: str | None
    own_share: str | None
    deadline: str | None
    missing: list[FactAsked]
    conditions: list[ConditionChecked]
    contacts: list[ContactBrief]
    source_url: str | None
    checked_on: date | None
    note: str


class StepAnswer(Answer):
    """A step of a way into work: what there is on her side of the border and across, and the courses that make it."""

    stage: Stage
    here: list[SupportAnswer]
    across: list[SupportAnswer]
    courses: list[str]


class GateAnswer(Answer):
    """A language that alone keeps courses closed, and a course that opens them."""

    language: str
    opened_by: CourseTitle
    opens: list[str]


class Item(Answer):
    """A recommended course; the contributions add up to the score."""

    course: CourseRecommended
    score: float
    contributions: list[ContributionAnswer]
    reasons: list[Reason]
    support: list[SupportAnswer]


class NearMiss(Answer):
    """A course that answers the wish and breaks a hard rule."""

    course: CourseTitle
    reasons: list[Reason]


class Widened(Answer):
    """A step taken to find more."""

    code: str
    verdict: Verdict
    text: str


class GapAnswer(Answer):
    """What lies between the person and the occupation aimed at."""

    occupation: Concept
    certainty: Share
    has: list[Concept]
    missing: list[NeededConcept]


class PathStep(Answer):
    """One course of a path."""

    course: CourseTitle


class PathAnswer(Answer):
    """Two courses one after the other; ``closes`` is the share of the gap that both close."""

    steps: list[PathStep]
    closes: Share
    reasons: list[Reason]


class Suggested(Answer):
    """An occupation to try: what of it she can do, and what essential is missing."""

    occupation: Concept
    shared: list[Concept]
    missing: list[Concept]


class RecommendationsAnswer(Answer):
    """The answer to a profile."""

    items: list[Item]
    support: list[SupportAnswer]
    pathway: list[StepAnswer]
    questions: list[QuestionAnswer]
    gates: list[GateAnswer]
    rejected: list[NearMiss]
    widened: list[Widened]
    gap: GapAnswer | None
    paths: list[PathAnswer]
    suggested: list[Suggested]
    notes: list[Reason]
    index_version: str
    weights_version: str
