"""Findings of every kind, made by the engine itself: what it can say is what must have words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from engine.answer import Recommendation
from engine.checks import Case, Journey, check_all
from engine.competences import CourseCompetences, Need
from engine.domain import (
    Cefr,
    Course,
    CourseKind,
    Finding,
    Group,
    Mode,
    Place,
    Profile,
    Requirements,
    Session,
    Status,
    Verdict,
)
from engine.gap import effect_of, findings_of, gap_of
from engine.judging import judged
from engine.paths import Option, paths
from engine.ranking import STRENGTHS
from engine.target import Aim, aim_of
from engine.widening import widen
from tests.engine.competence_fakes import Knowledge

TODAY = date(2026, 12, 1)
THIONVILLE = Place(name="Thionville", country="FR")
ESCH = Place(name="Esch-sur-Alzette", country="LU")
WAY = Journey(start=THIONVILLE, end=ESCH, minutes=35)

HER = Profile(
    goal="Pflege",
    home=THIONVILLE,
    speaks={"fr": Cefr.C2, "de": Cefr.A2},
    age=19,
    eqf_level=3,
    status=Status.NEET,
    max_travel_minutes=60,
    modes=(Mode.ONSITE,),
    max_price_eur=100,
    available_from=date(2027, 2, 1),
)
# Everything about it suits her.
OFFER = Course(
    id="test:1",
    kind=CourseKind.COURSE,
    title="Aide-soignant",
    text_language="fr",
    taught_in=("fr",),
    place=ESCH,
    mode=Mode.ONSITE,
    sessions=(Session(starts_on=date(2027, 3, 1)),),
    price_eur=50,
    requirements=Requirements(min_age=16, max_age=25, eqf_level=2),
    target_groups=(Group.NEET,),
)


def _asks(**fields: object) -> Course:
    return replace(OFFER, requirements=replace(OFFER.requirements, **fields))  # type: ignore[arg-type]  # a few of them


def _cases() -> Iterator[tuple[Profile, Course, Journey | None]]:
    nobody = Profile(goal="Pflege")
    yield HER, OFFER, WAY
    yield nobody, OFFER, None
    yield replace(nobody, max_travel_minutes=60), OFFER, None
    # the way
    yield HER, replace(OFFER, mode=Mode.ONLINE), None
    yield HER, OFFER, replace(WAY, end=THIONVILLE, minutes=5)
    yield HER, OFFER, replace(WAY, minutes=90)
    yield HER, OFFER, None
    yield HER, replace(OFFER, place=None), None
    # the language
    yield HER, replace(OFFER, kind=CourseKind.LANGUAGE, taught_in=("de",)), WAY
    yield HER, _asks(languages={"fr": Cefr.B2}), WAY
    yield HER, _asks(languages={"de": Cefr.B2}), WAY
    yield HER, _asks(languages={"nl": Cefr.B2}), WAY
    yield HER, replace(OFFER, taught_in=()), WAY
    yield HER, replace(OFFER, taught_in=("de",)), WAY
    # the level
    yield HER, _asks(eqf_level=1), WAY
    yield nobody, _asks(eqf_level=1), None
    yield HER, _asks(eqf_level=4), WAY
    yield HER, replace(_asks(eqf_level=None), eqf_level=6), WAY
    # the age
    for low, high in ((16, None), (None, 25), (30, 40), (30, None), (None, 18)):
        yield HER, _asks(min_age=low, max_age=high), WAY
        yield nobody, _asks(min_age=low, max_age=high), None
    # money, days, ways to learn, groups
    for price in (None, 0, 450):
        yield HER, replace(OFFER, price_eur=price), WAY
    yield replace(HER, max_price_eur=0), OFFER, WAY
    yield HER, replace(OFFER, sessions=()), WAY
    yield HER, replace(OFFER, sessions=(Session(starts_on=date(2026, 9, 1)),)), WAY
    yield HER, replace(OFFER, sessions=(Session(starts_on=date(2027, 1, 4)),)), WAY
    yield HER, replace(OFFER, mode=None), WAY
    yield HER, replace(OFFER, mode=Mode.BLENDED), WAY
    yield HER, replace(OFFER, target_groups=tuple(Group)), WAY
    yield HER, replace(OFFER, target_groups=(Group.PUPIL, Group.STUDENT)), WAY


def _widened() -> Iterator[Finding]:
    """Each step of widening, as the engine tells it."""
    region = replace(ESCH, region="luxembourg")  # type: ignore[arg-type]  # any region will do
    short_of = {
        "distance": (OFFER, replace(WAY, minutes=90)),
        "border": (OFFER, replace(WAY, minutes=200, end=region)),
        "language": (_asks(languages={"de": Cefr.B1}), WAY),
        "level": (_asks(eqf_level=4), WAY),
    }
    for course, journey in short_of.values():
        case = Case(profile=HER, course=course, today=TODAY, journey=journey)
        near_miss = Recommendation(course=course, score=0.5, contributions=(), findings=check_all(case))
        yield from widen((), [(case, near_miss)], 3, HER)[1]


WOUNDS, DRUGS, LISTEN, DRIVE = "esco:wounds", "esco:drugs", "esco:listen", "esco:drive"
NURSE, CARER = "esco:nurse", "esco:carer"
KNOWLEDGE = Knowledge(
    needed={NURSE: (Need(uri=WOUNDS), Need(uri=DRUGS), Need(uri=LISTEN, essential=False)), CARER: (Need(uri=LISTEN),)},
    names={NURSE: "nurse", CARER: "carer", LISTEN: "listening", "esco:star": "astronaut"},
    unsure={"care": (NURSE, CARER)},
)
AIM = Aim(gap=gap_of(NURSE, KNOWLEDGE.needs(NURSE), {DRIVE}), can=frozenset({DRIVE}), held=(DRIVE,))


def _about_the_gap() -> Iterator[Finding]:
    """What courses do about a gap, and what is said about an aim."""
    for kind, about in (
        (CourseKind.COURSE, CourseCompetences(teaches={WOUNDS: 0.9}, requires={LISTEN: 0.9})),
        (CourseKind.COURSE, CourseCompetences(teaches={LISTEN: 0.9}, requires={DRIVE: 0.9})),
        (CourseKind.COURSE, CourseCompetences(teaches={DRIVE: 0.9})),
        (CourseKind.STUDY, CourseCompetences(occupations={NURSE: 0.9})),
    ):
        yield from findings_of(effect_of(about, kind, AIM.gap, AIM.can, KNOWLEDGE.related), AIM.gap)  # type: ignore[arg-type]  # it has a gap
    for profile in (
        Profile(target_occupation="flying to the moon"),
        Profile(target_occupation="care"),
        Profile(target_occupation="astronaut"),
        Profile(goal="nurse", competences=("listening", "gloops")),
    ):
        yield from aim_of(profile, KNOWLEDGE).notes


def _option(course: Course, about: CourseCompetences) -> Option:
    return judged(Case(profile=HER, course=course, today=TODAY, journey=WAY), 0.9, AIM, about, KNOWLEDGE.related)


def _paths() -> Iterator[Finding]:
    """Each reason for going two steps."""
    wounds = _option(replace(OFFER, id="t:wounds"), CourseCompetences(teaches={WOUNDS: 0.9}))
    drugs = _option(replace(OFFER, id="t:drugs"), CourseCompetences(teaches={DRUGS: 0.9}))
    asking = CourseCompetences(teaches={DRUGS: 0.9}, requires={WOUNDS: 0.9})
    lifting = _option(replace(OFFER, id="t:lift", eqf_level=4), CourseCompetences(teaches={WOUNDS: 0.9}))
    german = _option(replace(OFFER, id="t:de", kind=CourseKind.LANGUAGE, taught_in=("nl",)), CourseCompetences())
    for first, then in (
        (wounds, _option(replace(OFFER, id="t:asking"), asking)),
        (wounds, drugs),
        (lifting, _option(replace(_asks(eqf_level=4), id="t:level"), CourseCompetences(teaches={DRUGS: 0.9}))),
        (german, _option(replace(_asks(languages={"nl": Cefr.B1}), id="t:nl"), asking)),
    ):
        fits = [
            option for option in (first, then) if all(f.verdict is not Verdict.NOT_MET for f in option.item.findings)
        ]
        for path in paths(AIM.gap, fits, [then], [german], KNOWLEDGE.related):  # type: ignore[arg-type]  # it has a gap
            yield from path.findings


def all_findings() -> tuple[Finding, ...]:
    """At least one finding for everything the engine can say."""
    checked = (
        finding
        for profile, course, journey in _cases()
        for finding in check_all(Case(profile=profile, course=course, today=TODAY, journey=journey))
    )
    close = (Finding(code="relevance", verdict=Verdict.MET, params={"strength": name}) for name, _ in STRENGTHS)
    return (*checked, *close, *_widened(), *_about_the_gap(), *_paths())
