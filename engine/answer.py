"""What a recommendation is made of: courses with scores, reasons and support, the gap, paths, and what to ask.

Every record is frozen, slotted and keyword-only, like those of ``engine.domain``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.conditions import All, Condition, Facts, Test, Value
from engine.domain import Course, Finding, Verdict
from engine.measures import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One feature's part in a score: ``value * weight``."""

    feature: str
    value: float
    weight: float

    @property
    def amount(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One test of a record: what it asks, what is known of that, and what comes of it."""

    test: Test
    known: Value | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A record of the knowledge base that has to do with this person (and course), and whether its conditions hold.

    ``missing`` are the facts that could still decide; ``doubt`` says why no answer could make the verdict certain:
    ``partly`` checked, ``uncertain`` whether it still runs, ``assumed`` rather than read.
    """

    id: str
    verdict: Verdict
    missing: tuple[str, ...] = ()
    doubt: str = ""
    conditions: Condition = field(default_factory=All, repr=False, compare=False)
    facts: Facts = field(default_factory=dict, repr=False, compare=False)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every test of the record, what is known of it and what comes of that; worked out when asked for."""
        return tuple(
            Outcome(test=test, known=self.facts.get(test.fact), verdict=test.verdict(self.facts))
            for test in self.conditions.tests()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a way into work: what there is on her side of the border and over it, the best first.

    ``courses`` are the ids of recommended courses that make this step.
    """

    stage: Stage
    here: tuple[Support, ...] = ()
    across: tuple[Support, ...] = ()
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact of which one answer would settle what these records (ids) mean for her."""

    fact: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A language that alone keeps her from courses (ids), and a language course that opens the gate."""

    language: str
    opened_by: Recommendation
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A course with its score, which is the sum of its contributions, and everything found out about it.

    ``teaches`` are the URIs of the competences it teaches, the surest first; ``inherited`` those of them that the
    provider does not name: they are only usual in the occupation it leads to (``CourseCompetences.inherited``).
    """

    course: Course
    score: float
    contributions: tuple[Contribution, ...]
    findings: tuple[Finding, ...]
    support: tuple[Support, ...] = ()
    teaches: tuple[str, ...] = ()
    inherited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A near miss: a course that answers the wish but breaks a hard rule; ``findings`` are the broken ones."""

    course: Course
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What lies between a person and an occupation, as competence URIs: what is there, what is missing.

    ``certainty`` (0 to 1) is how sure it is that this occupation is her aim.
    """

    occupation: str
    certainty: float = 1.0
    has: tuple[str, ...] = ()
    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """All that is missing, the essential first."""
        return self.essential + self.optional


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPath:
    """Two courses one after the other, and why; ``closes`` is the share of the gap that both close, 0 to 1."""

    steps: tuple[Recommendation, Recommendation]
    findings: tuple[Finding, ...]
    closes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An occupation she may want to try: which of the competences it needs she has, and the essential ones missing."""

    occupation: str
    shared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationList:
    """The answer. ``items`` may be empty; ``widened`` names the steps that were taken to find more.

    ``gap`` and ``paths`` are there where she has a target occupation, ``suggested`` occupations where she has none;
    ``notes`` tell what of her own words was not understood. ``support`` is what the knowledge base says of her
    whatever the course, ``pathway`` a way into work for who has need of one, ``questions`` are worth asking her.
    """

    items: tuple[Recommendation, ...]
    rejected: tuple[Rejection, ...] = ()
    support: tuple[Support, ...] = ()
    widened: tuple[Finding, ...] = ()
    index_version: str = ""
    weights_version: str = ""
    gap: Gap | None = None
    paths: tuple[LearningPath, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    notes: tuple[Finding, ...] = ()
    pathway: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    gates: tuple[Gate, ...] = ()
