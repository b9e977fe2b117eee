"""What a row of a vocabulary's file says, as the store takes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

__all__ = ["ESCO", "ESCO_URI", "Entry", "Kind", "Rank", "Relation", "kind_of", "scheme_of"]

ESCO_URI = "http://data.europa.eu/esco/"
ESCO = "esco"
# What kind of concept an ESCO URI names by its path; a skill may turn out to be a group of skills.
_NATIONAL = "national"


class Kind(StrEnum):
    """What a concept is; a ``GROUP`` (ISCO group, skill group, field of education) only holds others together."""

    OCCUPATION = "occupation"
    SKILL = "skill"
    GROUP = "group"


class Rank(IntEnum):
    """How a publisher uses a name; hidden ones are found and never shown."""

    PREFERRED = 0
    ALTERNATIVE = 1
    HIDDEN = 2


class Relation(StrEnum):
    """How a concept (the source) stands to another (the target).

    ``ESSENTIAL`` and ``OPTIONAL``: needs it; ``BROADER``: lies below it. The others map a national concept to ESCO:
    the ESCO concept means the same (``EXACT``), nearly so (``CLOSE``), more (``BROAD``) or less (``NARROW``).
    """

    ESSENTIAL = "essential"
    OPTIONAL = "optional"
    BROADER = "broader"
    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"


_KINDS = {"occupation": Kind.OCCUPATION, "skill": Kind.SKILL, "isco": Kind.GROUP, "isced-f": Kind.GROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one row says of the concept ``uri``; what it leaves out is empty and changes nothing.

    ``names`` are in ``language`` (BCP 47); ``dated`` is the day of the row as ISO 8601 text.
    """

    uri: str
    kind: Kind
    code: str = ""
    skill_type: str = ""
    reuse_level: str = ""
    language: str = ""
    names: tuple[tuple[str, Rank], ...] = ()
    description: str = ""
    dated: str = ""
    links: tuple[tuple[Relation, str], ...] = ()
    collections: tuple[str, ...] = ()


def kind_of(uri: str) -> Kind:
    """What a URI names as far as its path tells; a national code names an occupation."""
    return _KINDS.get(uri.removeprefix(ESCO_URI).partition("/")[0], Kind.OCCUPATION)


def scheme_of(uri: str) -> str:
    """Whose concept it is: ``esco``, or what stands before the colon of a short URI (``rome:K1302``)."""
    if uri.startswith(ESCO_URI):
        return ESCO
    scheme = uri.partition(":")[0]
    return _NATIONAL if scheme in ("http", "https") else scheme
