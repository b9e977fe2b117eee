"""The tables of this package: headings, certificates and words for language levels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.domain import Cefr

FOLDER = Path(__file__).parent
NOT_STATED, NOT_SPOKEN, DECIDES_ALONE = "-", "!", "!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A kind of certificate; ``level`` is its EQF level, ``None`` where that is not certain or not stated.

    One that ``decides`` leaves no say to the other rows that match a title.
    """

    pattern: re.Pattern[str]
    level: int | None
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """What a phrase says about a language: its CEFR level if it tells one, and whether it is spoken at all."""

    level: Cefr | None
    spoken: bool = True


def rows(name: str) -> list[list[str]]:
    """The rows of a table without comments and header, each a list of its cells."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    kept = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return kept[1:]


@cache
def certificates() -> tuple[Certificate, ...]:
    """The certificates of the region, in the order in which they are looked for."""
    return tuple(
        Certificate(
            pattern=re.compile(pattern),
            level=None if eqf.startswith(NOT_STATED) else int(eqf.rstrip(DECIDES_ALONE)),
            decides=eqf.endswith(DECIDES_ALONE),
        )
        for pattern, eqf, *_ in rows("certificates.tsv")
    )


@cache
def headings() -> dict[str, str]:
    """Heading (lower case) → what stands below it."""
    return {heading: section for section, heading in rows("headings.tsv")}


@cache
def spoken_words() -> dict[str, SpokenWord]:
    """Phrase (lower case) → what it says about a language, the longest phrase first."""
    found = {
        phrase: SpokenWord(
            level=Cefr[level] if level in Cefr.__members__ else None,
            spoken=level != NOT_SPOKEN,
        )
        for phrase, level, _ in rows("spoken.tsv")
    }
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
