"""What is known about a person, a course and both together, as named facts that conditions look at.

A fact that is not known is not there. What somebody stated wins over what she answered when asked, and that over what
is inferred; a group she does not name, or a service she does not name, is not known rather than denied.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from engine.checks import GROUPS_OF_STATUS
from engine.conditions import Facts, Value
from engine.domain import Course, CourseKind, Group, Place, Profile, Status

# Somebody of this age has done the full-time schooling that any of the countries makes compulsory (BE: until 18).
SCHOOLING_DONE_AT = 18
# What a level says where nothing else is known: EQF 1 is below any school-leaving certificate, 2 is one without a
# vocational qualification (EQF referencing of DE, FR, LU, BE).
NO_CERTIFICATE_UP_TO, NO_VOCATION_UP_TO = 1, 2
NO_DIPLOMA_BELOW = 3
OVER_50 = 50
EMPLOYED = frozenset({Status.EMPLOYED, Status.SHORT_TIME, Status.APPRENTICE})
JOBLESS = frozenset({Status.UNEMPLOYED, Status.NEET})
IN_EDUCATION = frozenset({Status.PUPIL, Status.STUDENT, Status.APPRENTICE})
# The languages of the region: who told her languages and not this one does not speak it (CEFR 0).
LANGUAGES = ("de", "fr", "lb", "en", "nl")
# The word for "there is none", which is something known.
NONE = "none"
# The facts that a course says, alone or together with the person.
COURSE_FACTS = frozenset(
    {
        "course_country",
        "course_region",
        "course_kind",
        "course_mode",
        "course_hours",
        "course_price",
        "course_eqf",
        "course_certifying",
        "course_language",
        "course_taught_in",
        "course_isco",
        "days_until_start",
        "crosses_border",
        "certificate_foreign",
        "course_at_work",
    }
)


def person_facts(profile: Profile) -> dict[str, Value]:
    """What is known about a person."""
    facts: dict[str, Value] = {**_inferred(profile), **profile.answers, **_stated(profile)}
    # Where a certificate has to count: where she works, or where she lives while no work place is known.
    facts.update(_place("target", profile.works_at or profile.home))
    return facts


def course_facts(
    person: Facts, course: Course, occupations: Sequence[str], today: date, languages: Collection[str] = ()
) -> dict[str, Value]:
    """What is known about a course for a person; ``occupations`` are the ISCO-08 codes of those it leads to.

    A language course teaches ``languages``; where these are not known, the one language that it is given in.
    """
    facts: dict[str, Value] = {
        "course_kind": course.kind.value,
        "course_isco": frozenset(occupations) or NONE,
        **_place("course", course.place),
    }
    if course.mode:
        facts["course_mode"] = course.mode.value
    if course.hours is not None:
        facts["course_hours"] = course.hours
    if course.price_eur is not None:
        facts["course_price"] = course.price_eur
    if course.eqf_level is not None:
        facts["course_eqf"] = course.eqf_level
    if course.certificate:
        facts["course_certifying"] = True
    if course.taught_in:
        facts["course_taught_in"] = frozenset(course.taught_in)
    if course.kind is not CourseKind.LANGUAGE:
        facts["course_language"] = NONE
    elif languages or len(course.taught_in) == 1:
        facts["course_language"] = frozenset(languages or course.taught_in)
    coming = [session.starts_on for session in course.sessions if session.starts_on and session.starts_on >= today]
    if coming:
        facts["days_until_start"] = (max(coming) - today).days
    facts.update(_together(person, facts))
    return facts


def _stated(profile: Profile) -> dict[str, Value]:
    facts: dict[str, Value] = {**_place("home", profile.home), **_place("work", profile.works_at)}
    if profile.age is not None:
        facts["age"] = profile.age
    if profile.eqf_level is not None:
        facts["eqf_level"] = profile.eqf_level
    if profile.status:
        facts["status"] = profile.status.value
        facts["employed"] = profile.status in EMPLOYED
        facts["jobless"] = profile.status in JOBLESS
        facts["in_education"] = profile.status in IN_EDUCATION
    facts.update({f"registered.{service}": True for service in profile.registered_with})
    if profile.speaks:
        spoken = {tag: profile.speaks.get(tag, 0) for tag in (*LANGUAGES, *profile.speaks)}
        facts.update({f"speaks.{tag}": int(level) for tag, level in spoken.items()})
    facts.update(_groups(profile))
    return facts


def _groups(profile: Profile) -> dict[str, Value]:
    """The groups she named, those that her situation says, and what follows from age, level, home and work."""
    facts: dict[str, Value] = {}
    if profile.status:
        facts[f"group.{Group.NEET}"] = profile.status in JOBLESS
        facts.update({f"group.{group}": True for group in GROUPS_OF_STATUS[profile.status]})
    if profile.age is not None:
        facts[f"group.{Group.OVER_50}"] = profile.age >= OVER_50
    if profile.eqf_level is not None and profile.eqf_level >= NO_DIPLOMA_BELOW:
        facts[f"group.{Group.NO_DIPLOMA}"] = False
    if profile.home and profile.works_at:
        facts["frontier_worker"] = profile.home.country != profile.works_at.country
        facts[f"group.{Group.FRONTIER_WORKER}"] = facts["frontier_worker"]
    facts.update({f"group.{group}": True for group in profile.groups})
    return facts


def _inferred(profile: Profile) -> dict[str, Value]:
    """What follows with good reason, and gives way to an answer."""
    facts: dict[str, Value] = {}
    if profile.age is not None and profile.age >= SCHOOLING_DONE_AT:
        facts["compulsory_schooling_done"] = True
    level = profile.eqf_level
    if level is not None:
        facts["school_certificate"] = level > NO_CERTIFICATE_UP_TO
    if Group.NO_DIPLOMA in profile.groups or (level is not None and level <= NO_VOCATION_UP_TO):
        facts["vocational_degree"] = False
    return facts


def _place(whose: str, place: Place | None) -> dict[str, Value]:
    if place is None:
        return {}
    return {f"{whose}_country": place.country, f"{whose}_region": place.region.value if place.region else NONE}


def _together(person: Facts, course: Facts) -> dict[str, Value]:
    country = course.get("course_country")
    if country is None:
        return {}
    pairs = {
        "crosses_border": ("home_country", False),
        "certificate_foreign": ("target_country", False),
        "course_at_work": ("work_country", True),
    }
    return {name: (person[fact] == country) is alike for name, (fact, alike) in pairs.items() if fact in person}
