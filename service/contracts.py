"""What the faces need from the product, as protocols; ``service.bootstrap`` builds the real one, tests a fake one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.domain import Place, Profile, RecommendationList

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

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        """The best ``k`` courses for ``profile``; ``language`` hints at the language of the wish.

        Raises ``InputError`` for an unusable profile, ``Unavailable`` or ``StateError`` when it cannot answer.
        """
        ...

    def health(self) -> Health:
        """Whether it can answer right now; cheap enough to be asked for with every page."""
        ...
