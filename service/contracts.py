"""What the faces need from the product, as protocols; ``service.bootstrap`` builds the real one, tests a fake one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from data.knowledge import KnowledgeBase
from engine.answer import RecommendationList
from engine.competences import CourseCompetences, Link
from engine.domain import ConceptKind, Course, Place, Profile

__all__ = ["LANGUAGES", "Health", "Places", "Product"]

# The languages of every face, the default first: name of each in its own language.
LANGUAGES = {"de": "Deutsch", "fr": "Français", "en": "English", "lb": "Lëtzebuergesch", "nl": "Nederlands"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the product can answer; ``sample_only`` when nothing but the starter catalogue is loaded."""

    ok: bool
    database: bool
    index: bool
    courses: int
    sample_only: bool
    index_version: str = ""
    detail: str = ""


class Places(Protocol):
    """Finds the places of the Greater Region and its surroundings."""

    def find(self, text: str, *, country: str | None = None, limit: int = 8) -> Sequence[Place]:
        """Places whose name or postal code is like ``text``, best first; tolerates typing mistakes."""
        ...

    def resolve(self, *, country: str | None = None, postal_code: str | None = None, name: str | None = None) -> Place:
        """The one place that is meant; ``name`` may hold all of it, as people write it: ``57100 Thionville (FR)``.

        Raises ``InputError`` with a remedy when there is no such place or more than one.
        """
        ...


class Product(Protocol):
    """Everything a face asks for."""

    @property
    def places(self) -> Places:
        """The places it knows."""
        ...

    @property
    def knowledge(self) -> KnowledgeBase:
        """What may help people: measures, rights, institutions, as dated records."""
        ...

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        """The best ``k`` courses for ``profile``; ``language`` hints at the language of the wish.

        Raises ``InputError`` for an unusable profile, ``Unavailable`` or ``StateError`` when it cannot answer.
        """
        ...

    def concept_name(self, uri: str, language: str | None = None) -> str:
        """What an occupation or a competence is called in ``language``, else in another one; empty if not known."""
        ...

    def link(self, text: str, *, kind: ConceptKind, limit: int, language: str | None) -> Sequence[Link]:
        """The concepts of a kind that a text means, the surest first; empty when it means none that is known."""
        ...

    def complete(self, prefix: str, *, kind: ConceptKind, limit: int, language: str | None) -> Sequence[Link]:
        """The concepts of a kind that have a name beginning like ``prefix``, those named in ``language`` first."""
        ...

    def qualifications(self, text: str) -> Sequence[tuple[str, str]]:
        """The abbreviations in a text that mean a qualification and no concept, each with what it stands for."""
        ...

    def course(self, course_id: str) -> tuple[Course, CourseCompetences]:
        """A course on offer and what it is about; raises ``NotFound``."""
        ...

    def courses(
        self, q: str, *, country: str | None, language: str | None, competence: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Course], int]:
        """A page of the catalogue, and how many courses there are: those with the words of ``q``, and with
        ``competence`` (a URI) those that teach it most surely.
        """
        ...

    def health(self) -> Health:
        """Whether it can answer right now; cheap enough to be asked for with every page."""
        ...
