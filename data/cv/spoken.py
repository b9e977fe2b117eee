"""Names of languages in a text, and how well they are said to be spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from babel import Locale

from data.cv.tables import SpokenWord, spoken_words
from data.normalise.languages import ISO_639_1, language
from engine.cv import LanguageSkill
from engine.domain import Cefr

INTERFACE = ("de", "fr", "en", "lb", "nl")
# Languages whose own name for themselves is looked for, too.
OWN_NAMES = ("ar", "bs", "cs", "da", "el", "es", "fa", "hr", "hu", "it", "pl", "pt", "ro", "ru", "sq", "sr", "sv", "tr",
             "uk")  # fmt: skip
# Everyday names that the CLDR does not have; short names of rare languages that are words of everyday life.
COLLOQUIAL = {
    "dari": "fa", "farsi": "fa", "mandarin": "zh", "bks": "bs", "serbokroatisch": "sr", "flämisch": "nl",
    "flamand": "nl", "flemish": "nl", "vlaams": "nl", "hochdeutsch": "de", "kurmandschi": "ku", "kurmanji": "ku",
    "brasilianisch": "pt", "kastilisch": "es", "castellano": "es", "lëtzebuergesch": "lb", "luxemburgisch": "lb",
}  # fmt: skip
# Words that are far more often something else in a CV.
NOT_LANGUAGES = frozenset(
    {"ido", "volapük", "interlingua", "interlingue", "pali", "avestisch", "latein", "ewe", "tonga"}
)

CEFR = re.compile(r"(?<![A-Za-z0-9])(?:[Nn]iveau\s*)?([ABC][12])(?:\s*[-–/]\s*([ABC][12]))?(?![A-Za-z0-9])")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# What stands behind one of these belongs to the next language.
_END = re.compile(r"[,;|\n•·]|\s/\s|\s(?:und|et|and|en|an|sowie|ainsi que|&)\s")
_AND = re.compile(r"\s*(?:und|et|and|en|an|sowie|ainsi que|&)\s")
_JOINED = re.compile(r"\s*(?:und|et|and|en|an|&|/|\+)\s*")
_SKILL_WORDS: Mapping[LanguageSkill, str] = {
    LanguageSkill.LISTENING: r"hörverstehen|hören|listening|comprehension orale|écouter|écoute|luisteren|lauschteren",
    LanguageSkill.READING: r"leseverstehen|lesen|reading|lecture|lire|lu|lezen|liesen",
    LanguageSkill.SPOKEN_INTERACTION: r"an gesprächen teilnehmen|spoken interaction|interaction orale|interactie",
    LanguageSkill.SPOKEN_PRODUCTION: r"sprechen|mündlich|speaking|spoken|oral|parlé|parler|spreken|schwätzen",
    LanguageSkill.WRITING: r"schreiben|schriftlich|writing|written|écrit|écrire|schrijven|schreiwen",
}
SEVERAL = 2
# Writing does not decide: a course asks whether one can follow and take part.
DECIDING = (
    LanguageSkill.LISTENING,
    LanguageSkill.READING,
    LanguageSkill.SPOKEN_INTERACTION,
    LanguageSkill.SPOKEN_PRODUCTION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language found in a text; ``certain`` where a level or a phrase about it stands beside it."""

    tag: str
    level: Cefr | None
    certain: bool
    lowest_skill: LanguageSkill | None = None


def language_tag(name: str) -> str | None:
    """The tag of a language's name or code (``ger``, ``Franséisch``), or ``None``."""
    word = name.strip().casefold()
    return language(name) or _names().get(word)


def cefr(text: str) -> Cefr | None:
    """The level of a code such as ``B1``, or ``None``."""
    return Cefr.__members__.get(text.strip().upper())


def lowest(ratings: Mapping[LanguageSkill, Cefr]) -> tuple[Cefr | None, LanguageSkill | None]:
    """The lowest of the deciding skills, and which it was where not all of them are alike.

    Falls back on writing where nothing else was rated.
    """
    deciding = {skill: ratings[skill] for skill in DECIDING if skill in ratings} or dict(ratings)
    if not deciding:
        return None, None
    skill = min(deciding, key=lambda name: deciding[name])
    return deciding[skill], skill if len(set(deciding.values())) > 1 else None


def level_of(text: str) -> SpokenWord | None:
    """What a text says about how well a language is spoken, or ``None`` where it says nothing known.

    A CEFR code counts more than words; of a span (``B1-B2``) the lower.
    """
    codes = [Cefr[code] for match in CEFR.finditer(text) for code in match.groups() if code]
    if codes:
        return SpokenWord(level=min(codes))
    folded = f" {' '.join(_words(text))} "
    return next((word for phrase, word in _phrases().items() if f" {phrase} " in folded), None)


def spoken_in(text: str) -> Iterator[Spoken]:
    """The languages a text names, each with what stands about it up to the next one.

    In ``Deutsch: Muttersprache, Englisch B2`` a level follows its language, in ``fluent English`` it stands before.
    """
    found = [(match, tag) for match in _WORD.finditer(text) if (tag := _names().get(match[0].casefold()))]
    for number, (match, tag) in enumerate(found):
        before_starts = found[number - 1][0].end() if number else 0
        after_ends = found[number + 1][0].start() if number + 1 < len(found) else len(text)
        before, after = text[before_starts : match.start()], text[match.end() : after_ends]
        next_to_it = _END.split(after, maxsplit=1)[0]
        said = _rated(after) or _said(next_to_it) or _said(_END.split(before)[-1])
        if said is None and after_ends < len(text) and _JOINED.fullmatch(after):
            # "Deutsch und Luxemburgisch (Muttersprache)": one level for both.
            said = _said(_END.split(text[found[number + 1][0].end() :], maxsplit=1)[0])
        elif said is None and not _AND.match(after):
            # "Deutsch, Muttersprache; Französisch, gut"
            said = _said(after)
        level, skill, spoken = said if said else (None, None, True)
        if spoken:
            yield Spoken(tag=tag, level=level, certain=said is not None, lowest_skill=skill)


_Said: TypeAlias = tuple[Cefr | None, LanguageSkill | None, bool]


def _rated(text: str) -> _Said | None:
    """Level and deciding skill where ``text`` rates several skills, by their names or in a row of Europass."""
    ratings: dict[LanguageSkill, Cefr] = {}
    for skill, words in _SKILL_WORDS.items():
        match = re.search(rf"\b(?:{words})\b\W{{0,3}}([ABC][12])\b", text, re.IGNORECASE)
        if match:
            ratings[skill] = Cefr[match[1].upper()]
    codes = [Cefr[match[1]] for match in CEFR.finditer(text)]
    if len(ratings) < SEVERAL and len(codes) == len(LanguageSkill):
        # The row of a language in Europass: five levels in the order of `LanguageSkill`.
        ratings = dict(zip(LanguageSkill, codes, strict=True))
    if len(ratings) < SEVERAL:
        return None
    level, lowest_skill = lowest(ratings)
    return level, lowest_skill, True


def _said(text: str) -> _Said | None:
    """Level, deciding skill and whether the language is spoken, as far as ``text`` says something about it."""
    word = level_of(text)
    return _rated(text) or ((word.level, None, word.spoken) if word else None)


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text)]


@cache
def _phrases() -> dict[str, SpokenWord]:
    """The phrases of the table, folded as `level_of` folds a text."""
    return {" ".join(_words(phrase)): word for phrase, word in spoken_words().items()}


@cache
def _names() -> dict[str, str]:
    """Name of a language in one of the five languages or in its own, lower case → tag (two letters only)."""
    tags = set(ISO_639_1.split())
    found: dict[str, str] = {}
    for reader in INTERFACE:
        names = Locale.parse(reader).languages
        found |= {str(name).casefold(): tag for tag, name in names.items() if tag in tags}
    for tag in OWN_NAMES:
        found[str(Locale.parse(tag).languages.get(tag, tag)).casefold()] = tag
    found |= COLLOQUIAL
    return {name: tag for name, tag in found.items() if name not in NOT_LANGUAGES and " " not in name}
