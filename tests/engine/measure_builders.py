"""Small records, people and courses to reason about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.conditions import All, Condition
from engine.domain import Course, CourseKind, Place, Region
from engine.measures import Confidence, Measure, MeasureKind, Reference, SourceKind, Topic

TODAY = date(2026, 12, 1)
READ = Reference(url="https://example.org", kind=SourceKind.OFFICIAL, read_on=date(2026, 11, 22))

THIONVILLE = Place(name="Thionville", country="FR", region=Region.LORRAINE)
ARLON = Place(name="Arlon", country="BE", region=Region.WALLONIA)
LUXEMBOURG = Place(name="Luxembourg", country="LU", region=Region.LUXEMBOURG)
SAARBRUECKEN = Place(name="Saarbrücken", country="DE", region=Region.SAARLAND)
TRIER = Place(name="Trier", country="DE", region=Region.RHEINLAND_PFALZ)
STUTTGART = Place(name="Stuttgart", country="DE")


def measure(
    key: str = "LU-CIF",
    *,
    conditions: Condition | None = None,
    regions: tuple[Region, ...] = (Region.LUXEMBOURG,),
    topics: tuple[Topic, ...] = (Topic.LEAVE,),
    **changes: object,
) -> Measure:
    """A public, verified record in force, unless ``changes`` say otherwise."""
    plain = Measure(
        id=key,
        kind=MeasureKind.RIGHT,
        topics=topics,
        names={"en": key},
        regions=regions,
        confidence=Confidence.VERIFIED,
        conditions=conditions or All(),
        sources=(READ,),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the changes are those of a dataclass


def course(place: Place | None = LUXEMBOURG, **changes: object) -> Course:
    """A course in French in Luxembourg, unless ``changes`` say otherwise."""
    plain = Course(
        id="t:1", kind=CourseKind.COURSE, title="Soudage", text_language="fr", taught_in=("fr",), place=place
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the changes are those of a dataclass
