"""Courses, people and plain stand-ins for the rooms around the engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.domain import Cefr, Course, CourseKind, Place, Profile, Provider, Region

TODAY = date(2026, 12, 1)

SAARBRUECKEN = Place(name="Saarbrücken", country="DE", region=Region.SAARLAND, latitude=49.234, longitude=6.994)
METZ = Place(name="Metz", country="FR", region=Region.LORRAINE, latitude=49.119, longitude=6.176)
TRIER = Place(name="Trier", country="DE", region=Region.RHEINLAND_PFALZ, latitude=49.756, longitude=6.641)
LUXEMBOURG = Place(name="Luxembourg", country="LU", region=Region.LUXEMBOURG, latitude=49.611, longitude=6.130)
PARIS = Place(name="Paris", country="FR", latitude=48.857, longitude=2.352)

MINUTES: Mapping[frozenset[str], int] = {
    frozenset({"Saarbrücken"}): 10,
    frozenset({"Metz"}): 10,
    frozenset({"Trier"}): 10,
    frozenset({"Luxembourg"}): 10,
    frozenset({"Saarbrücken", "Metz"}): 60,
    frozenset({"Saarbrücken", "Trier"}): 75,
    frozenset({"Saarbrücken", "Luxembourg"}): 80,
    frozenset({"Trier", "Luxembourg"}): 50,
    frozenset({"Metz", "Luxembourg"}): 55,
    frozenset({"Trier", "Metz"}): 80,
}


class RoadMap:
    """Travel times out of a table; Paris is far from everywhere."""

    def minutes(self, start: Place, end: Place) -> int | None:
        if end.latitude is None:
            return None
        return MINUTES.get(frozenset({start.name, end.name}), 240)

    def within(self, start: Place, minutes: int) -> float:
        return float(minutes)


@dataclass
class Shelf:
    """A catalogue in memory whose search returns the relevance it was told."""

    relevance: Mapping[str, float]
    courses: Mapping[str, Course]
    asked: list[tuple[str, ...]] = field(default_factory=list)
    version: str = "shelf-1"

    def search(
        self, wishes: Sequence[str], *, limit: int, language: str | None = None, nearby: Collection[str] = ()
    ) -> Mapping[str, float]:
        self.asked.append(tuple(wishes))
        ranked = sorted(self.relevance, key=lambda key: -self.relevance[key])
        kept = set(ranked[:limit]) | {key for key in ranked if key in nearby}
        return {key: self.relevance[key] for key in kept}

    def get_many(self, ids: Sequence[str]) -> Mapping[str, Course]:
        return {key: self.courses[key] for key in ids if key in self.courses}

    def near(self, place: Place, kilometres: float) -> Collection[str]:
        return [key for key, course in self.courses.items() if course.place and course.place.name != "Paris"]


def course(key: str = "test:1", **fields: object) -> Course:
    """A welding course in Metz taught in French, unless told otherwise; its own provider."""
    given = {
        "id": key,
        "kind": CourseKind.COURSE,
        "title": "Soudeur",
        "text_language": "fr",
        "taught_in": ("fr",),
        "provider": Provider(name=f"Provider of {key}"),
        "place": METZ,
    } | fields
    return Course(**given)  # type: ignore[arg-type]  # a test names just the fields it is about


def person(**fields: object) -> Profile:
    """A welder from Saarbrücken who speaks German and some French, unless told otherwise."""
    given = {"goal": "Schweißer", "speaks": {"de": Cefr.C2, "fr": Cefr.B1}, "home": SAARBRUECKEN} | fields
    return Profile(**given)  # type: ignore[arg-type]  # a test names just the fields it is about
