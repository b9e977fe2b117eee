"""What is said about competences: what a text means, what an occupation needs, what a course is about.

Concepts (occupations and competences) are named by their URI throughout; names in the reader's language are put in
where something is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.domain import ConceptKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A concept that a text means: ``name`` is the one of its names that met the text, in ``language``.

    ``confidence`` is the calibrated probability (0 to 1) that this is what is meant.
    """

    uri: str
    kind: ConceptKind
    name: str
    language: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A competence that an occupation needs; what is not ``essential`` is optional."""

    uri: str
    essential: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCompetences:
    """What a course is about: concept URI → how sure that is (0 to 1), the surest first.

    ``inherited`` are those of what it ``teaches`` that neither its text nor its source names: they are only essential
    to an occupation that it leads to.
    """

    occupations: Mapping[str, float] = field(default_factory=dict)
    teaches: Mapping[str, float] = field(default_factory=dict)
    requires: Mapping[str, float] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()
