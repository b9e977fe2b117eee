"""Who may help this person with this course: every record of the knowledge base, weighed against what is known.

The conditions of a record are tested once for the person; only what depends on a course is tested again, and courses
that are alike in the facts that a record looks at share the answer. No record says more than its sources: one that
was checked in part, or of which nobody knows whether it still runs, is at most UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from engine.answer import Question, Support
from engine.conditions import Condition, Facts, remaining, weighed
from engine.domain import Course, Profile, Region, Verdict
from engine.facts import COURSE_FACTS, NONE, course_facts, person_facts
from engine.measures import Confidence, Force, Measure, MeasureKind, Topic

# Where a record must be at home to have to do with somebody, by what it is about: money comes from where she lives or
# works, leave from where she works, access is a matter of where the course is. The target is where she works, or where
# she lives while no work place is known.
CONCERNS: Mapping[Topic, tuple[str, ...]] = {
    Topic.ACCESS: ("course", "home"),
    Topic.FUNDING: ("home", "work"),
    Topic.LEAVE: ("target",),
    Topic.BENEFIT: ("home", "work"),
    Topic.RECOGNITION: ("target",),
    Topic.LANGUAGE: ("home", "work"),
    Topic.WORKING_TIME: ("home", "work"),
    Topic.MEASURE: ("home", "work"),
    Topic.GUIDANCE: ("home", "work"),
}
# What is asked about every course; the other topics are about the person alone.
ABOUT_A_COURSE = frozenset(Topic) - {Topic.MEASURE, Topic.GUIDANCE}
# What is told of her whatever the course.
ABOUT_A_PERSON = frozenset({Topic.MEASURE, Topic.GUIDANCE, Topic.BENEFIT, Topic.RECOGNITION})
TOLD_WITHOUT_A_COURSE = frozenset({Topic.MEASURE, Topic.GUIDANCE})
# Where to ask and where to look is told with the way (``engine.pathways``), not with every course; but a school or a
# university of two countries says who may attend.
TOLD_ELSEWHERE = frozenset({MeasureKind.INSTITUTION, MeasureKind.PORTAL})
# How many questions are worth asking at once. Nobody is asked whether she belongs to a group.
QUESTIONS = 3
NEVER_ASKED = "group."
COUNTRY_OF: Mapping[Region, str] = {
    Region.SAARLAND: "DE",
    Region.RHEINLAND_PFALZ: "DE",
    Region.LUXEMBOURG: "LU",
    Region.LORRAINE: "FR",
    Region.WALLONIA: "BE",
    Region.OSTBELGIEN: "BE",
}
SPEAKING_FIRST = {Verdict.MET: 0, Verdict.UNKNOWN: 1, Verdict.NOT_MET: 2}

# A support with its rank, which sorts.
Ranked: TypeAlias = tuple[tuple[int, int, str], Support]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """The records near courses of one place: what those say that say the same of every course, and those that look at
    it with what is still open of their conditions, by the facts they look at; ``looked_at`` are all of these facts.
    """

    always: tuple[Ranked, ...]
    looking: Mapping[tuple[str, ...], Sequence[tuple[Measure, Condition]]]
    looked_at: tuple[str, ...]


class Reasoner:
    """The records that speak, ready to be asked about people.

    ``askable`` are the facts that a person can be asked for: about herself or her employer, not what only the provider
    of a course can tell.

    >>> person = Reasoner(base.public).for_person(profile, date(2026, 12, 1))  # doctest: +SKIP
    >>> [support.id for support in person.for_course(course)]  # doctest: +SKIP
    """

    def __init__(self, measures: Iterable[Measure], askable: Collection[str] = ()) -> None:
        self._measures = tuple(measures)
        self._asked = {measure.id: _facts_of_a_course(measure) for measure in self._measures}
        self._later = {measure.id for measure in self._measures if measure.kind is MeasureKind.RECOGNITION}
        self._askable = frozenset(fact for fact in askable if not fact.startswith(NEVER_ASKED))

    def for_person(self, profile: Profile, today: date) -> PersonReasoning:
        """The reasoning for one person on one day."""
        speaking = tuple(measure for measure in self._measures if measure.speaks_on(today))
        return PersonReasoning(profile, speaking, self._asked, today)

    def questions(self, supports: Iterable[Support], most: int = QUESTIONS) -> tuple[Question, ...]:
        """What to ask her: the facts of which one answer would settle a record, those that settle most first.

        Before anything else comes what opens a door now; what counts once she has a certificate comes after that.
        """
        settled: dict[str, dict[str, None]] = {}
        for support in supports:
            if support.verdict is Verdict.UNKNOWN and len(support.missing) == 1 and not support.doubt:
                settled.setdefault(support.missing[0], {})[support.id] = None

        def rank(fact: str) -> tuple[int, int, str]:
            now = sum(one not in self._later for one in settled[fact])
            return -now, -len(settled[fact]), fact

        best = sorted(settled.keys() & self._askable, key=rank)[:most]
        return tuple(Question(fact=fact, settles=tuple(settled[fact])) for fact in best)


class PersonReasoning:
    """What every record means for one person; belongs to one request."""

    def __init__(
        self, profile: Profile, measures: Sequence[Measure], asked: Mapping[str, tuple[str, ...]], today: date
    ) -> None:
        self.facts: Facts = person_facts(profile)
        self.measures: Mapping[str, Measure] = {measure.id: measure for measure in measures}
        self._today = today
        self._asked = asked
        # What each record that was asked for says of her alone.
        self._of_person: dict[str, Ranked] = {}
        # The records that concern her wherever the course is.
        self._wherever: set[str] | None = None
        self._open: dict[str, Condition] = {}
        # By place of the course; by place and what one record looks at; by place and what all of them look at.
        self._near: dict[object, _Near] = {}
        self._alike: dict[object, list[Ranked]] = {}
        self._told: dict[object, tuple[Support, ...]] = {}

    def of_person(self, topics: Collection[Topic]) -> tuple[Support, ...]:
        """What the records about these topics mean for her, whatever the course; those that refuse her at the end.

        What nobody can say without a course is left out, but for measures and places to ask.
        """
        ranked = sorted(
            self._alone(one)
            for one in self._concerned(topics, self.facts)
            if not TOLD_WITHOUT_A_COURSE.isdisjoint(one.topics) or COURSE_FACTS.isdisjoint(self._alone(one)[1].missing)
        )
        return tuple(support for _, support in ranked)

    def of(self, measure_id: str) -> Support:
        """What one record means for her, whatever the course; raises ``KeyError`` for one that does not speak today."""
        return self._alone(self.measures[measure_id])[1]

    def for_course(
        self, course: Course, occupations: Sequence[str] = (), languages: Collection[str] = ()
    ) -> tuple[Support, ...]:
        """What the records mean for her and this course, those that speak for it first.

        ``occupations`` are the ISCO-08 codes of the occupations it leads to, ``languages`` those it teaches. Records
        that are at home in other countries than those in question are left out, and so are places to ask.
        """
        facts = course_facts(self.facts, course, occupations, self._today, languages)
        where = facts.get("course_country"), facts.get("course_region")
        if where not in self._near:
            self._near[where] = self._near_to(facts)
        near = self._near[where]
        # Courses alike in all that is looked at share the answer; those alike in what one record looks at, its part.
        looks = (where, *map(facts.get, near.looked_at))
        if looks not in self._told:
            ranked = [*near.always, *(part for asked in near.looking for part in self._parts(where, asked, facts))]
            self._told[looks] = tuple(support for _, support in sorted(ranked))
        return self._told[looks]

    def verdict(self, measure_id: str, course: Course | None = None, occupations: Sequence[str] = ()) -> Verdict:
        """What one record says; raises ``KeyError`` for one that is not there or does not speak today."""
        facts = self._with(course, occupations) if course else self.facts
        return _support(self.measures[measure_id], facts).verdict

    def _with(self, course: Course, occupations: Sequence[str]) -> Facts:
        return {**self.facts, **course_facts(self.facts, course, occupations, self._today)}

    def _parts(self, where: object, asked: tuple[str, ...], course: Facts) -> list[Ranked]:
        """What the records say that look at these facts of a course."""
        key = (where, asked, *map(course.get, asked))
        if key not in self._alike:
            known = {**self.facts, **course}
            looking = self._near[where].looking[asked]
            self._alike[key] = [_ranked(_support(measure, known, still)) for measure, still in looking]
        return self._alike[key]

    def _near_to(self, course: Facts) -> _Near:
        """The records that concern her and a course in this place."""
        if self._wherever is None:
            self._wherever = {one.id for one in self._concerned(ABOUT_A_COURSE - {Topic.ACCESS}, self.facts)}
        known = {**self.facts, **course}
        concerned = [
            one
            for one in self.measures.values()
            if (one.kind not in TOLD_ELSEWHERE and one.id in self._wherever)
            or (
                Topic.ACCESS in one.topics
                and (one.id in self._wherever or _is_near(one, CONCERNS[Topic.ACCESS], known))
            )
        ]
        always: list[Ranked] = []
        looking: dict[tuple[str, ...], list[tuple[Measure, Condition]]] = {}
        for measure in concerned:
            alone, asked = self._alone(measure), self._asked[measure.id]
            # What is settled already, or never looks at a course, is the same for all of them.
            if asked and alone[1].verdict is Verdict.UNKNOWN:
                looking.setdefault(asked, []).append((measure, self._still_open(measure)))
            else:
                always.append(alone)
        looked_at = tuple(sorted({fact for asked in looking for fact in asked}))
        return _Near(always=tuple(always), looking=looking, looked_at=looked_at)

    def _still_open(self, measure: Measure) -> Condition:
        """What her own facts leave open of the record's conditions."""
        if measure.id not in self._open:
            self._open[measure.id] = remaining(measure.conditions, self.facts)
        return self._open[measure.id]

    def _alone(self, measure: Measure) -> Ranked:
        """What the record says of her, whatever the course."""
        if measure.id not in self._of_person:
            self._of_person[measure.id] = _ranked(_support(measure, self.facts))
        return self._of_person[measure.id]

    def _concerned(self, topics: Collection[Topic], known: Facts) -> list[Measure]:
        """The records about these topics that are at home where it matters to her."""
        return [
            measure
            for measure in self.measures.values()
            if any(topic in topics and _is_near(measure, CONCERNS[topic], known) for topic in measure.topics)
        ]


def _support(measure: Measure, facts: Facts, still: Condition | None = None) -> Support:
    """What a record says, never more certainly than it was checked; ``still`` is what is open of its conditions."""
    verdict, hoped, open_facts = weighed(still or measure.conditions, facts)
    doubt = "" if verdict is Verdict.NOT_MET else _doubt(measure, hoped)
    return Support(
        id=measure.id,
        verdict=Verdict.UNKNOWN if doubt else verdict,
        missing=open_facts,
        doubt=doubt,
        conditions=measure.conditions,
        facts=facts,
    )


def _doubt(measure: Measure, hoped: Verdict) -> str:
    """Why no answer about her could make the record speak for certain; empty when one could, or it does."""
    if measure.force is Force.UNCERTAIN:
        return "uncertain"
    if measure.confidence is Confidence.PARTLY:
        return "partly"
    return "" if hoped is Verdict.MET else "assumed"


def _facts_of_a_course(measure: Measure) -> tuple[str, ...]:
    """The facts of a course that the record looks at."""
    return tuple(sorted({test.fact for test in measure.conditions.tests()} & COURSE_FACTS))


def _is_near(measure: Measure, whose: Sequence[str], facts: Facts) -> bool:
    """Whether the record is at home in one of these places; where none of them is known, it may be."""
    places = [(facts[f"{place}_country"], facts[f"{place}_region"]) for place in whose if f"{place}_country" in facts]
    if not places:
        return True
    for country, where in places:
        for region in measure.regions:
            if region == where or (where == NONE and COUNTRY_OF[region] == country):
                return True
    return False


def _ranked(support: Support) -> Ranked:
    """What speaks for her first, then what has fewest questions; no two records rank alike."""
    return (SPEAKING_FIRST[support.verdict], len(support.missing), support.id), support
