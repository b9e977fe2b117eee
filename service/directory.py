"""The public directories: the records that may be shown, filtered, and found by the words that people use.

No Flask here: pages and JSON ask the same ``Directory``. Leads (records from general knowledge) never get in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from data.knowledge import KnowledgeBase
from data.store.codec import fold
from engine.domain import Group, Region
from engine.errors import NotFound
from engine.measures import Measure, MeasureKind
from engine.support import COUNTRY_OF
from service.messages import country_name, group_name, measure_kind_name, region_name, topic_name
from service.messages.everyday import FILLERS, everyday_words

__all__ = ["KINDS", "Answer", "Directory", "Question", "Shelf", "name_of"]


class Shelf(StrEnum):
    """The three directories."""

    MEASURES = "measures"
    INSTITUTIONS = "institutions"
    RIGHTS = "rights"


KINDS: Mapping[Shelf, tuple[MeasureKind, ...]] = {
    Shelf.MEASURES: (MeasureKind.FUNDING, MeasureKind.MEASURE),
    Shelf.INSTITUTIONS: (MeasureKind.INSTITUTION, MeasureKind.PORTAL),
    Shelf.RIGHTS: (MeasureKind.RIGHT, MeasureKind.RECOGNITION, MeasureKind.AGREEMENT),
}
# The languages in which the official names of a country are told where the reader's own has none.
LANGUAGES_OF: Mapping[str, tuple[str, ...]] = {
    "DE": ("de",),
    "LU": ("fr", "de", "lb"),
    "FR": ("fr",),
    "BE": ("fr", "de", "nl"),
}
# How much a word counts by where it stands: in a name or an id, in what the record is about, in its summary.
NAMED, ABOUT, TOLD = 4.0, 2.0, 1.0
# A word that stands in more than this share of the records tells nothing and need not be there.
TELLING_SHARE = 0.5
# Where fewer records than this have all words, those follow that have this share of what the best one has.
FEW, LOOSE_SHARE = 3, 0.5
# Shorter words are looked for at the beginnings of words only: "art" is in "Startpraktikum".
INSIDE_FROM = 4
# Endings change with number and case: from so many letters on, so many of the last ones may differ.
ENDINGS = ((8, 2), (5, 1))
WORD = re.compile(r"\w+")
SHORTEST_WORD = 2
# One spelling for what is written in two ways: "Grenzgänger" and "Grenzgaenger", "sœur" and "soeur".
SPELLINGS = ((re.compile("œ"), "oe"), (re.compile("æ"), "ae"), (re.compile(r"([aou])e(?=\w)"), r"\1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for; ``language`` is the reader's, an empty ``q`` asks for everything."""

    language: str
    q: str = ""
    region: Region | None = None
    group: Group | None = None
    kinds: tuple[MeasureKind, ...] = tuple(MeasureKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The records found, the nearest first (by name where there was no ``q``).

    The first ``whole`` of them have all the words but the ``unknown`` ones, which no record has.
    """

    measures: tuple[Measure, ...]
    whole: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record with the folded words of its fields, by weight; words have a blank on either side."""

    measure: Measure
    fields: tuple[tuple[float, str], ...]

    def weight(self, word: str) -> float:
        """How much it counts that the record has the word; 0 where it has not."""
        return next((weight for weight, text in self.fields if _stands_in(word, text)), 0.0)


class Directory:
    """Every record that may be shown; safe to share between threads."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._entries: dict[str, tuple[_Entry, ...]] = {}

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The public records by id."""
        return {measure.id: measure for measure in self.base.public}

    def get(self, measure_id: str) -> Measure:
        """The record with this id; raises ``NotFound``, for a lead just as for one that is not there at all."""
        if measure_id not in self.measures:
            raise NotFound(
                "there is no such record",
                place="id",
                value=measure_id,
                remedy="look it up with GET /api/v1/measures?q=",
            )
        return self.measures[measure_id]

    def before(self, measure: Measure) -> tuple[Measure, ...]:
        """The records that this one replaces or will replace, whichever of the two says so."""
        return self._linked(
            one for one in self.measures.values() if one.id == measure.follows or one.precedes == measure.id
        )

    def after(self, measure: Measure) -> tuple[Measure, ...]:
        """The records that replace this one or will."""
        return self._linked(
            one for one in self.measures.values() if one.id == measure.precedes or one.follows == measure.id
        )

    def _linked(self, measures: Iterable[Measure]) -> tuple[Measure, ...]:
        return tuple(sorted(measures, key=lambda one: one.id))

    def search(self, question: Question) -> Answer:
        """The records that pass the filters and have the words of ``q``.

        Where only few have them all, those that have most of what they tell follow.
        """
        entries = [entry for entry in self._indexed(question.language) if _passes(entry.measure, question)]
        entries.sort(key=lambda entry: fold(name_of(entry.measure, question.language)[0]))
        if not question.q.strip():
            return Answer(measures=tuple(entry.measure for entry in entries), whole=len(entries))
        words = words_of(question.q, question.language)
        everywhere = self._indexed(question.language)
        having = {word: sum(entry.weight(word) > 0 for entry in everywhere) for word in words}
        shares = {word: count / len(everywhere) for word, count in having.items() if count}
        found, whole = _nearest(entries, shares)
        unknown = tuple(typed for word, typed in words.items() if word not in shares)
        return Answer(measures=tuple(entry.measure for entry in found), whole=whole, unknown=unknown)

    def _indexed(self, language: str) -> tuple[_Entry, ...]:
        if language not in self._entries:
            self._entries[language] = tuple(_entry(measure, language) for measure in self.measures.values())
        return self._entries[language]


def name_of(measure: Measure, language: str) -> tuple[str, str]:
    """What a record is called, and in which language: the reader's, else one of the country it is from, else any."""
    countries = dict.fromkeys(COUNTRY_OF[region] for region in measure.regions)
    preferred = [language, *(tag for country in countries for tag in LANGUAGES_OF[country]), *measure.names]
    return next(((measure.names[tag], tag) for tag in preferred if tag in measure.names), (measure.id, ""))


def words_of(text: str, language: str) -> dict[str, str]:
    """The words to look for, folded, each with how it was typed; single letters and fillers are none.

    >>> words_of("Geld für einen Sprachkurs", "de")
    {'geld': 'Geld', 'sprachkurs': 'Sprachkurs'}
    """
    typed = {_folded(word): word for word in WORD.findall(text) if len(word) >= SHORTEST_WORD}
    fillers = {_folded(word) for word in FILLERS[language]}
    return {word: as_typed for word, as_typed in typed.items() if word not in fillers} or typed


def _nearest(entries: Iterable[_Entry], shares: Mapping[str, float]) -> tuple[list[_Entry], int]:
    """The entries that have the words, the nearest first, and how many of the first have all that tell something.

    ``shares`` are the words with the share of all records that have them: rare words count more (inverse document
    frequency), and those in names more than those in summaries.
    """
    telling = [word for word, share in shares.items() if share <= TELLING_SHARE] or list(shares)
    worth = {word: math.log1p(1 / share) for word, share in shares.items()}
    scored = [(sum(worth[word] * entry.weight(word) for word in shares), entry) for entry in entries]
    scored = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    whole = [entry for _, entry in scored if all(entry.weight(word) for word in telling)]
    if len(whole) >= FEW or not scored:
        return whole, len(whole)
    enough = LOOSE_SHARE * scored[0][0]
    return whole + [entry for score, entry in scored if score >= enough and entry not in whole], len(whole)


def _passes(measure: Measure, question: Question) -> bool:
    return (
        measure.kind in question.kinds
        and (question.region is None or question.region in measure.regions)
        and (question.group is None or question.group in measure.groups)
    )


def _entry(measure: Measure, language: str) -> _Entry:
    countries = dict.fromkeys(COUNTRY_OF[region] for region in measure.regions)
    about = (
        measure_kind_name(measure.kind, language),
        everyday_words(measure.topics, measure.kind, measure.groups, language),
        *(topic_name(topic, language) for topic in measure.topics),
        *(group_name(group, language) for group in measure.groups),
        *(region_name(region, language) for region in measure.regions),
        *(country_name(country, language) for country in countries),
    )
    texts = (
        (NAMED, (measure.id, *measure.names.values())),
        (ABOUT, about),
        (TOLD, (measure.summary.get(language, ""),)),
    )
    return _Entry(measure, tuple((weight, _as_words(parts)) for weight, parts in texts))


def _as_words(texts: Iterable[str]) -> str:
    return f" {' '.join(word for text in texts for word in WORD.findall(_folded(text)))} "


def _folded(text: str) -> str:
    """Without case, accents and the two ways to write an umlaut."""
    folded = fold(text)
    for written, meant in SPELLINGS:
        folded = written.sub(meant, folded)
    return folded


def _stands_in(word: str, text: str) -> bool:
    """Whether a folded text has the word: at the beginning of a word, inside a compound, or with another ending."""
    cut = next((cut for letters, cut in ENDINGS if len(word) >= letters), 0)
    return f" {word[: len(word) - cut]}" in text or (len(word) >= INSIDE_FROM and word in text)
