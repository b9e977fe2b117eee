"""What a CV says, before anybody has confirmed it: every record quotes the passage it was read from.

A CV is read, shown and forgotten; nothing here is ever stored. Names, dates of birth and ways to reach somebody are
not part of these records.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain import Cefr, ConceptKind


class CvSection(StrEnum):
    """The part of a CV a passage stands in; ``OTHER`` where that is not clear."""

    SUMMARY = "summary"
    WORK = "work"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    OTHER = "other"


class LanguageSkill(StrEnum):
    """The parts of a language that Europass rates one by one."""

    LISTENING = "listening"
    READING = "reading"
    SPOKEN_INTERACTION = "spoken-interaction"
    SPOKEN_PRODUCTION = "spoken-production"
    WRITING = "writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CvPassage:
    """Words of the CV as they stand there, but for contact data; ``where`` is ``line 12`` or a path in the file."""

    text: str
    section: CvSection
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CvLanguage:
    """A language somebody speaks: BCP 47 ``tag`` and CEFR level, ``None`` where the CV does not tell it.

    ``lowest_skill`` names the part that decided the level where several were rated.
    """

    tag: str
    level: Cefr | None
    passage: CvPassage
    lowest_skill: LanguageSkill | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CvEducation:
    """A certificate or course of study; ``eqf_level`` is 1 to 8, ``None`` where it is not certain.

    One that is not ``completed`` is no certificate yet.
    """

    title: str
    eqf_level: int | None
    passage: CvPassage
    completed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CvStatement:
    """Words that may name a competence or an occupation; ``kinds`` tells what to look for.

    ``uri`` is the concept that the CV itself names, as files of Europass may.
    """

    text: str
    kinds: tuple[ConceptKind, ...]
    passage: CvPassage
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cv:
    """Everything read from one CV. ``format`` names the reader, ``language`` the CV's own language if it tells."""

    format: str
    statements: tuple[CvStatement, ...] = ()
    languages: tuple[CvLanguage, ...] = ()
    education: tuple[CvEducation, ...] = ()
    language: str | None = None

    @property
    def eqf_level(self) -> int | None:
        """The highest level among the completed certificates."""
        levels = [item.eqf_level for item in self.education if item.completed and item.eqf_level is not None]
        return max(levels, default=None)
