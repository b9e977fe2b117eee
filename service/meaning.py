"""What texts, occupations and courses mean: relations (data) and likeness (models) as one port of the engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from data.vocabulary import Vocabulary
from engine.competences import CourseCompetences, Link, Need
from engine.domain import ConceptKind
from models import CourseIndex, Linker


class Meaning:
    """Implements ``engine.ports.Competences`` over a vocabulary and an opened index of the same state."""

    def __init__(self, vocabulary: Vocabulary, linker: Linker, index: CourseIndex) -> None:
        self._vocabulary = vocabulary
        self._linker = linker
        self._index = index

    def link(self, text: str, *, kind: ConceptKind, limit: int = 5, language: str | None = None) -> Sequence[Link]:
        """The concepts a text means, the surest first; empty when it means none that is known."""
        return self._linker.link(text, kind=kind, limit=limit, language=language)

    def complete(
        self, prefix: str, *, kind: ConceptKind, limit: int = 8, language: str | None = None
    ) -> Sequence[Link]:
        """The concepts of a kind that have a name beginning like ``prefix``."""
        return self._linker.complete(prefix, kind=kind, limit=limit, language=language)

    def qualifications(self, text: str) -> Sequence[tuple[str, str]]:
        """The abbreviations in a text that mean a qualification and no concept, each with what it stands for."""
        return self._linker.qualifications(text)

    def needs(self, occupation: str) -> Sequence[Need]:
        """The competences an occupation needs, essential ones first."""
        return self._vocabulary.needs(occupation)

    def needing(self, competences: Collection[str]) -> Mapping[str, int]:
        """Occupation → how many of these competences are essential to it."""
        return self._vocabulary.needing(competences)

    def name(self, uri: str, language: str | None = None) -> str:
        """The preferred name of a concept in ``language``, else in another one; empty for one that is not known."""
        return self._vocabulary.name(uri, language)

    def isco(self, occupation: str) -> str:
        """The ISCO-08 unit group of an occupation (four digits); empty where it is not known."""
        return self._vocabulary.isco(occupation)

    def related(self, competence: str) -> Collection[str]:
        """The competence itself and the narrower ones below it."""
        return self._vocabulary.related(competence)

    def of_courses(self, ids: Collection[str]) -> Mapping[str, CourseCompetences]:
        """What each of these courses is about; a course about which nothing was found is left out."""
        return self._index.of_courses(ids)

    def teaching(self, competences: Collection[str], *, limit: int) -> Mapping[str, float]:
        """Course id → how much of these competences it teaches, the most first."""
        return self._index.teaching(competences, limit=limit)
