"""What a portal is, and the loosely typed record that it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from data.portals.document import Document
from engine.domain import Course, CourseKind, Group, Mode, Place

__all__ = [
    "Document",
    "Fact",
    "Facts",
    "Fields",
    "PlaceFinder",
    "Portal",
    "RawCourse",
    "Record",
    "Refusal",
    "Vocabulary",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One record that was not taken: where it stands (file and line or path), why (``code``, ``value``), what to do."""

    where: str
    code: str
    value: str
    remedy: str


Record: TypeAlias = Course | Refusal


class Fact(StrEnum):
    """What a portal can say about a course; each fact is a tuple of strings as read, absent where it says nothing."""

    NATIVE_ID = "native-id"
    TITLE = "title"
    TEXT = "text"  # parts of the description, in order
    TEXT_LANGUAGE = "text-language"
    TAUGHT_IN = "taught-in"
    KIND = "kind"
    PROVIDER = "provider"
    HOMEPAGE = "homepage"
    URL = "url"
    MODE = "mode"
    HOURS = "hours"
    PRICE = "price"
    PRICE_NOTE = "price-note"
    CURRENCY = "currency"
    LEVEL = "level"
    CERTIFICATE = "certificate"
    PUBLIC = "public"  # codes of target groups
    MIN_AGE = "min-age"
    MAX_AGE = "max-age"
    ENTRY_LEVEL = "entry-level"
    ENTRY_LANGUAGE = "entry-language"  # "de=B1"
    ENTRY_NOTE = "entry-note"
    # of a course or of one of its sessions
    COUNTRY = "country"
    POSTAL_CODE = "postal-code"
    TOWN = "town"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    # of a session
    STARTS = "starts"
    ENDS = "ends"
    APPLY_BY = "apply-by"
    NOTE = "note"


Facts: TypeAlias = Mapping[Fact, tuple[str, ...]]
# The declaration of a portal: fact → where it stands, as paths in the portal's own notation; all count, in order.
Fields: TypeAlias = Mapping[Fact, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCourse:
    """One course as its portal wrote it; ``sessions`` hold dates, notes and, where it is another, the place."""

    where: str
    facts: Facts
    sessions: tuple[Facts, ...] = ()

    def first(self, fact: Fact) -> str:
        """The first string of ``fact``, or the empty string."""
        return next(iter(self.facts.get(fact, ())), "")

    def all(self, fact: Fact) -> tuple[str, ...]:
        """Every string of ``fact``."""
        return self.facts.get(fact, ())


def _nobody(_: Sequence[str]) -> tuple[Group, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How a portal's codes and words are understood: one table or function per fact.

    ``text_language`` and ``taught_in`` (BCP 47) hold where a record names none. With ``zero_is_free`` off, a price of
    zero counts only where the record also says that the course is free of charge.
    """

    text_language: str
    taught_in: tuple[str, ...]
    country: str | None
    kind: Callable[[str], CourseKind]
    mode: Callable[[str], Mode | None]
    level: Callable[[str], int | None]
    entry_level: Callable[[str], int | None]
    groups: Callable[[Sequence[str]], tuple[Group, ...]] = _nobody
    countries: Mapping[str, str] = field(default_factory=dict)
    zero_is_free: bool = True


class PlaceFinder(Protocol):
    """Knows the places of the region; implemented by the gazetteer."""

    def locate(
        self,
        *,
        country: str | None,
        postal_code: str | None,
        name: str | None,
        latitude: float | None = None,
        longitude: float | None = None,
    ) -> Place | None:
        """The place meant, with the coordinates that were given where there are any; ``None`` if it is not known."""
        ...


class Portal(Protocol):
    """A format of course documents: how to recognise one and how to read it."""

    @property
    def name(self) -> str:
        """Short and stable; course ids begin with it."""
        ...

    @property
    def label(self) -> str:
        """What people call it."""
        ...

    @property
    def licence(self) -> str:
        """What its data may be used for."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """How its codes and words are understood."""
        ...

    def identify(self, document: Document) -> bool:
        """Whether this portal wrote ``document``, told from its first bytes; never raises."""
        ...

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        """Every course of ``document``, dates folded; `InputError` where the document breaks off."""
        ...
