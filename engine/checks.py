"""What is checked about one person and one course; each check is one fact and answers with a ``Finding`` or nothing.

A hard check that is NOT_MET rejects the course; UNKNOWN never does: it tells the reader what to ask. Nothing here
knows words: a finding is a code with parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.domain import Cefr, Course, CourseKind, Finding, Group, Mode, Place, Profile, Status, Verdict

# The level of the teaching language that such courses usually want when the source states none. It never rejects
# somebody who speaks the language a little: below it the verdict is UNKNOWN ("ask whether A2 is enough").
USUAL_CEFR: Mapping[CourseKind, Cefr | None] = {
    CourseKind.COURSE: Cefr.B1,
    CourseKind.APPRENTICESHIP: Cefr.B1,
    CourseKind.SCHOOL: Cefr.B1,
    CourseKind.STUDY: Cefr.B2,
    CourseKind.ORIENTATION: Cefr.A2,
    CourseKind.LANGUAGE: None,
}

# The EQF level that usually opens the way to a certificate of that level, where the source states no requirement:
# higher education (5 and 6) follows upper secondary (4), a master (7) a bachelor (6), a doctorate (8) a master.
USUAL_ENTRY_EQF: Mapping[int, int] = {5: 4, 6: 4, 7: 6, 8: 7}

# The age from which a level is usually held; somebody younger who names no certificate does not hold it yet.
USUAL_AGE: Mapping[int, int] = {4: 18, 5: 19, 6: 20, 7: 22}

# What a situation says about the groups that offers are made for.
GROUPS_OF_STATUS: Mapping[Status, tuple[Group, ...]] = {
    Status.EMPLOYED: (Group.EMPLOYEE,),
    Status.SHORT_TIME: (Group.EMPLOYEE,),
    Status.UNEMPLOYED: (Group.JOBSEEKER,),
    Status.APPRENTICE: (Group.APPRENTICE,),
    Status.PUPIL: (Group.PUPIL,),
    Status.STUDENT: (Group.STUDENT,),
    Status.NEET: (Group.NEET, Group.JOBSEEKER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The shortest way from where a person lives or works to where a course is given; an estimate in minutes."""

    start: Place
    end: Place
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person and one course on one day; ``journey`` is ``None`` where it cannot be estimated or is not needed."""

    profile: Profile
    course: Course
    today: date
    journey: Journey | None


Check = Callable[[Case], Finding | None]


def places_of(course: Course) -> tuple[Place, ...]:
    """Every place where the course is given, its own first."""
    own = (course.place,) if course.place else ()
    return own + tuple(session.place for session in course.sessions if session.place)


def groups_of(profile: Profile) -> frozenset[Group]:
    """The groups a person named, and those that her stated situation says."""
    groups = set(profile.groups)
    if profile.status:
        groups.update(GROUPS_OF_STATUS[profile.status])
    if profile.home and profile.works_at and profile.home.country != profile.works_at.country:
        groups.add(Group.FRONTIER_WORKER)
    return frozenset(groups)


def usual_entry(course: Course) -> int | None:
    """The EQF level one needs to begin: as the source says, else as such certificates usually want."""
    if course.requirements.eqf_level is not None:
        return course.requirements.eqf_level
    return USUAL_ENTRY_EQF.get(course.eqf_level) if course.eqf_level else None


def check_commute(case: Case) -> Finding | None:
    """The journey is no longer than the person is willing to travel."""
    if case.course.mode is Mode.ONLINE:
        return Finding(code="online", verdict=Verdict.MET)
    limit = case.profile.max_travel_minutes
    if case.journey is None:
        if not (case.profile.home or case.profile.works_at):
            return _unknown("commute", missing="home") if limit is not None else None
        town = case.course.place.name if case.course.place else None
        return _unknown("commute", missing="place", to=town)
    params = {
        "minutes": case.journey.minutes,
        "limit": limit,
        "from": case.journey.start.name,
        "to": case.journey.end.name,
    }
    return _finding("commute", limit is None or case.journey.minutes <= limit, **params)


def check_border(case: Case) -> Finding | None:
    """The course is given in another country than the one she lives in; told, never held against it."""
    home, place = case.profile.home, case.course.place
    if not home or not place or case.course.mode is Mode.ONLINE or place.country == home.country:
        return None
    return _finding("border", True, **{"from": home.country, "to": place.country})


def check_language(case: Case) -> Finding | None:
    """The person speaks what the course is taught in, as well as it asks for."""
    course, speaks = case.course, case.profile.speaks
    if course.requirements.languages:
        return _stated_languages(course.requirements.languages, speaks)
    if not course.taught_in:
        return _unknown("language", missing="course", language=None)
    usual = USUAL_CEFR[course.kind]
    if usual is None:
        return _finding("language", True, language=course.taught_in[0], needed=None, has=None)
    if not speaks:
        return _unknown("language", missing="person", language=course.taught_in[0])
    best = max(course.taught_in, key=lambda tag: speaks.get(tag, 0))
    has = speaks.get(best)
    if has is None:
        return _finding("language", False, language=best, needed=usual.name, has=None)
    if has < usual:
        return _unknown("language", missing="level", language=best, needed=usual.name, has=has.name)
    return _finding("language", True, language=best, needed=None, has=has.name)


def _stated_languages(needed: Mapping[str, Cefr], speaks: Mapping[str, Cefr]) -> Finding:
    """All languages that the source asks for; the one that falls short most is named."""
    if not speaks:
        return _unknown("language", missing="person", language=next(iter(needed)))
    shortest = min(needed, key=lambda tag: (speaks.get(tag, 0) - needed[tag], tag))
    has = speaks.get(shortest)
    met = has is not None and has >= needed[shortest]
    return _finding("language", met, language=shortest, needed=needed[shortest].name, has=has.name if has else None)


def check_age(case: Case) -> Finding | None:
    """The person's age lies within what the course admits (completed years, both bounds included)."""
    low, high = case.course.requirements.min_age, case.course.requirements.max_age
    if low is None and high is None:
        return None
    age = case.profile.age
    if age is None:
        return _unknown("age", min=low, max=high)
    inside = (low is None or age >= low) and (high is None or age <= high)
    return _finding("age", inside, min=low, max=high, age=age)


def check_level(case: Case) -> Finding | None:
    """The person holds the level that one must hold to begin; a usual level that no source states rejects nobody."""
    needed = usual_entry(case.course)
    if needed is None:
        return None
    has = case.profile.eqf_level
    if has is None:
        return _unknown("level", missing="person", needed=needed)
    if has < needed and case.course.requirements.eqf_level is None:
        return _unknown("level", missing="course", needed=needed, has=has)
    return _finding("level", has >= needed, needed=needed, has=has)


def check_mode(case: Case) -> Finding | None:
    """The course is given in one of the ways the person can attend."""
    if not case.profile.modes:
        return None
    if case.course.mode is None:
        return _unknown("mode")
    return _finding("mode", case.course.mode in case.profile.modes, mode=case.course.mode.value)


def check_price(case: Case) -> Finding | None:
    """The price is known and within the limit, before any funding."""
    price, limit = case.course.price_eur, case.profile.max_price_eur
    if price is None:
        return _unknown("price", missing="price")
    return _finding("price", limit is None or price <= limit, price=price, limit=limit)


def check_dates(case: Case) -> Finding | None:
    """A session starts when the person can begin; dates that have passed are a question, not a refusal."""
    starts = sorted(session.starts_on for session in case.course.sessions if session.starts_on)
    if not starts:
        return _unknown("dates", missing="dates")
    coming = [day for day in starts if day >= case.today]
    if not coming:
        return _unknown("dates", missing="next", last=starts[-1])
    wanted = case.profile.available_from
    usable = [day for day in coming if wanted is None or day >= wanted]
    if usable:
        return _finding("dates", True, starts_on=usable[0])
    return _finding("dates", False, starts_on=coming[-1], available_from=wanted)


def check_group(case: Case) -> Finding | None:
    """The offer is made for a group the person belongs to; offers made for others may still be open."""
    if not case.course.target_groups:
        return None
    shared = tuple(group for group in case.course.target_groups if group in groups_of(case.profile))
    if shared:
        return _finding("group", True, groups=tuple(group.value for group in shared))
    return _unknown("group", missing="person", groups=tuple(group.value for group in case.course.target_groups))


# In the order in which a reader wants to know them. Hard checks reject when NOT_MET.
HARD: Mapping[str, Check] = {
    "language": check_language,
    "commute": check_commute,
    "level": check_level,
    "age": check_age,
    "price": check_price,
    "dates": check_dates,
    "mode": check_mode,
}
SOFT: Mapping[str, Check] = {"border": check_border, "group": check_group}


def check_all(case: Case) -> tuple[Finding, ...]:
    """Everything that is found out about a case, hard checks first."""
    checks = (*HARD.values(), *SOFT.values())
    return tuple(finding for check in checks if (finding := check(case)) is not None)


def broken(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The hard rules among ``findings`` that are not met."""
    return tuple(finding for finding in findings if finding.verdict is Verdict.NOT_MET and finding.code in HARD)


def _finding(code: str, met: bool, **params: object) -> Finding:
    return Finding(code=code, verdict=Verdict.MET if met else Verdict.NOT_MET, params=params)


def _unknown(code: str, **params: object) -> Finding:
    return Finding(code=code, verdict=Verdict.UNKNOWN, params=params)
