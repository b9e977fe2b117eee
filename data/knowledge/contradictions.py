"""Records whose parts do not go together: dates, force, and what they say of courses abroad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.knowledge.possible import branches, can_be_met, can_be_open, clashes
from data.knowledge.remarks import Severity
from engine.conditions import Test
from engine.domain import Region
from engine.measures import Abroad, Force, Measure, MeasureKind, Topic
from engine.support import COUNTRY_OF

# What is for a person or a course speaks for everybody unless one of these says where.
TIED = (MeasureKind.FUNDING, MeasureKind.RIGHT, MeasureKind.MEASURE)
# What these records say of a course depends on where it is.
ABOUT_COURSES = frozenset({Topic.FUNDING, Topic.LEAVE})
PLACES = frozenset(
    {"home_country", "home_region", "work_country", "work_region", "course_country", "course_region", "target_country"}
    | {"crosses_border", "frontier_worker", "course_at_work", "certificate_foreign", "training_contract_country"}
)
REGISTERED = "registered."


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two things that cannot both be right; less than an error where only a person can tell."""

    code: str
    field: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR


def contradictions(measure: Measure, today: date) -> Iterator[Contradiction]:
    """All there are in one record."""
    yield from _dates(measure, today)
    yield from _never_met(measure)
    yield from _abroad(measure)
    yield from _untied(measure)


def _dates(measure: Measure, today: date) -> Iterator[Contradiction]:
    begin, end = measure.valid_from, measure.valid_until
    if begin and end and end < begin:
        yield Contradiction(
            code="dates-reversed",
            field="valid_until",
            message=f"valid until {end}, which is before it begins ({begin})",
            remedy="correct valid_from or valid_until",
        )
    if measure.force is Force.ANNOUNCED and begin and begin <= today:
        yield Contradiction(
            code="announced-but-begun",
            field="force",
            message=f"only announced, but valid since {begin}",
            remedy="look whether it came: then say force: in-force, else correct valid_from",
            severity=Severity.WARNING,
        )


def _never_met(measure: Measure) -> Iterator[Contradiction]:
    if can_be_met(measure.conditions):
        return
    facts = sorted({fact for tests in branches(measure.conditions) for fact in clashes(tests)})
    yield Contradiction(
        code="never-met",
        field="conditions",
        message=f"nobody can ever meet these conditions: {', '.join(facts)} would have to be two things at once",
        remedy="correct the bounds or words, or put them into any:",
    )


def _abroad(measure: Measure) -> Iterator[Contradiction]:
    """What ``abroad`` says against what the conditions make of a course in each of the other countries.

    A record of several countries (an agreement) says by it whether it crosses the border between them.
    """
    home = {COUNTRY_OF[region] for region in measure.regions}
    foreign = sorted(set(COUNTRY_OF.values()) - home)
    if len(home) > 1 or not can_be_met(measure.conditions):
        return
    met = [country for country in foreign if can_be_met(measure.conditions, _course_in(country))]
    open_to = [country for country in foreign if can_be_open(measure.conditions, _course_in(country))]
    severity = Severity.ERROR
    match measure.abroad:
        case Abroad.YES if not met:
            message = "abroad says yes, but no course in another country can meet the conditions"
            remedy = "drop the test of course_country, or say abroad: no or unknown"
        case Abroad.CONDITIONAL | Abroad.UNKNOWN if not open_to:
            message = f"abroad says {measure.abroad}, but the conditions refuse every course in another country"
            remedy = "put the test of course_country into any:, give it basis: unknown, or say abroad: no"
        case Abroad.NO if open_to and measure.kind in TIED:
            message = f"abroad says no, but the conditions do not refuse a course in {', '.join(open_to)}"
            remedy = f"add {{fact: course_country, among: [{', '.join(sorted(home))}]}}, or say abroad: unknown"
        case Abroad.UNKNOWN if met and ABOUT_COURSES & set(measure.topics):
            message = f"abroad is unknown, but a course in {', '.join(met)} can be MET"
            remedy = f"add {{fact: course_country, among: [{', '.join(sorted(home))}], basis: unknown}} if it matters"
            severity = Severity.NOTE
        case _:
            return
    yield Contradiction(code="abroad", field="abroad", message=message, remedy=remedy, severity=severity)


def _course_in(country: str) -> tuple[Test, ...]:
    regions = tuple(region.value for region, its_country in COUNTRY_OF.items() if its_country == country)
    return (Test(fact="course_country", among=(country,)), Test(fact="course_region", among=regions))


def _untied(measure: Measure) -> Iterator[Contradiction]:
    """A record of one region that asks for no place speaks for people everywhere."""
    facts = {test.fact for test in measure.conditions.tests()}
    everywhere = set(measure.regions) == set(Region)
    tied = facts & PLACES or any(fact.startswith(REGISTERED) for fact in facts)
    if measure.kind in TIED and not everywhere and not tied:
        yield Contradiction(
            code="untied",
            field="conditions",
            message="nothing says where the person lives or works or where the course is: it would speak for everybody",
            remedy="add a test of home_country, work_country or course_country with its basis",
            severity=Severity.WARNING,
        )
