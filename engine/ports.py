"""What the engine needs from the rooms around it, as protocols; ``service.bootstrap`` plugs the real ones in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from engine.competences import CourseCompetences, Link, Need
from engine.domain import ConceptKind, Course, Place


class TravelTimes(Protocol):
    """An estimate of how long a journey takes."""

    def minutes(self, start: Place, end: Place) -> int | None:
        """Door-to-door minutes one way, or ``None`` where a coordinate is unknown."""
        ...

    def within(self, start: Place, minutes: int) -> float:
        """A radius (great-circle km) around ``start`` that no journey of ``minutes`` leaves."""
        ...


class Candidates(Protocol):
    """Finds courses by meaning and by wording."""

    @property
    def version(self) -> str:
        """Identifies encoder and catalogue state; changes whenever hits may change."""
        ...

    def search(
        self, wishes: Sequence[str], *, limit: int, language: str | None = None, nearby: Collection[str] = ()
    ) -> Mapping[str, float]:
        """Course id → fused relevance: the best ``limit`` of all courses and the best ``limit`` of those ``nearby``.

        Relevance is roughly -1 to 1.5; 0 is no more alike than two random texts. ``wishes`` are texts in any language
        (the best one counts); ``language`` is a hint for texts too short to tell.
        """
        ...


class Courses(Protocol):
    """The courses on offer."""

    def get_many(self, ids: Sequence[str]) -> Mapping[str, Course]:
        """The courses that exist among ``ids``."""
        ...

    def near(self, place: Place, kilometres: float) -> Collection[str]:
        """Ids of the courses whose coordinates lie within ``kilometres`` of ``place``; empty where it has none."""
        ...


class Competences(Protocol):
    """What texts mean, what occupations need, and what courses teach."""

    def link(self, text: str, *, kind: ConceptKind, limit: int = 5, language: str | None = None) -> Sequence[Link]:
        """The concepts a text means, the surest first; empty when it means none that is known."""
        ...

    def needs(self, occupation: str) -> Sequence[Need]:
        """The competences an occupation needs, essential ones first; empty for one that is not known."""
        ...

    def needing(self, competences: Collection[str]) -> Mapping[str, int]:
        """Occupation → how many of these competences are essential to it."""
        ...

    def name(self, uri: str, language: str | None = None) -> str:
        """The preferred name of a concept in ``language``, else in another one; empty for one that is not known."""
        ...

    def isco(self, occupation: str) -> str:
        """The ISCO-08 unit group of an occupation (four digits); empty where it is not known."""
        ...

    def related(self, competence: str) -> Collection[str]:
        """What counts as the same for a gap: the competence itself and the narrower ones below it."""
        ...

    def of_courses(self, ids: Collection[str]) -> Mapping[str, CourseCompetences]:
        """What each of these courses is about; a course about which nothing was found is left out."""
        ...

    def teaching(self, competences: Collection[str], *, limit: int) -> Mapping[str, float]:
        """Course id → how much of these competences it teaches (sum of how sure each is), the most first."""
        ...
