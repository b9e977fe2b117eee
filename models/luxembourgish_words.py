"""The German of single Luxembourgish words and short phrases: a lexicon, and rules for what it does not hold.

``luxembourgish.tsv`` is the lexicon: a word or short phrase and its German, spelt as the orthography of 2019 has it and
as people write. A key that ends in a hyphen is the first part of a compound, one that begins with a hyphen its last
part. What the lexicon does not hold is found through its inflection, as a compound of parts it does hold, or by the
regular correspondences of the two languages.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.errors import StateError
from models.wording import fold_letters

LEXICON = Path(__file__).with_name("luxembourgish.tsv")

# Longer words are not taken apart: no Luxembourgish compound of the field comes near.
LONGEST_WORD = 40
# The fewest letters of a compound's parts, of an inflected word's stem, of an adjective, and of a word whose doubled
# letters may be single.
SHORTEST = {"head": 3, "prefix": 2, "tail": 3, "stem": 3, "loose": 6, "adjective": 3}
MOST_PARTS = 3
WORDS_REMEMBERED = 20_000

# The clitic article, or a run of letters that no digit touches ("A2" is no word).
TOKEN = re.compile(r"(?<!\w)(?:[dD]['’]|[^\W\d_]++(?!\w))")
# The Eifel rule drops a final n before most consonants: "schaffe gär" for "schaffen gär".
_DROPPED_N = "eaéëu"
_PLURALS = ("innen", "inne", "ën", "en", "er", "e", "n", "s")
_FEMININES = {"in": "in", "innen": "innen", "inne": "innen", "esch": "in"}
# German names of persons that take -in.
_PERSON = re.compile(r"(?:er|ist|ent|ekt|eut|at|ant|or|eur)$")
_VERB_ENDINGS = ("s", "t", "st", "e", "end")
# Luxembourgish ending of an adjective → German ending.
_ADJECTIVE_ENDINGS = {"en": "en", "er": "er", "em": "em", "e": "e", "t": "es", "st": "es"}
# First part of a German compound: what follows its ending.
_JOINTS = ((re.compile(r"(?:ung|heit|keit|schaft|ion|tät|ling)$"), "s"), (re.compile(r"[^e]e$"), "n"))

# Regular correspondences, in this order, for words that nothing else explains. Endings first, then sounds.
_INFLECTED = "(en|er|em|e|t|)$"
_CORRESPONDENCES = tuple(
    (re.compile(pattern), german)
    for pattern, german in (
        (r"ioun(en|e|)$", r"ion\1"),
        (r"iouns", "ions"),
        (r"éieren?$", "ieren"),
        (r"éier(ung|t|er|s|$)", r"ier\1"),
        (r"heet", "heit"),
        (r"keet", "keit"),
        (r"téit", "tät"),
        (rf"lech{_INFLECTED}", r"lich\1"),
        (rf"(?<=[^aeiouäöüë])esch{_INFLECTED}", r"isch\1"),
        (r"(?<=.{4})ech$", "ich"),
        (r"(?<=.{4})eg$", "ig"),
        (rf"(?<=.{{3}}[td])eg{_INFLECTED}", r"ig\1"),
        (r"^ëm", "um"),
        (r"^ëff", "öff"),
        (r"aarb", "arb"),
        (r"aart", "art"),
        (r"wierk", "werk"),
        (r"uert", "ort"),
        (r"äer", "er"),
        (r"äi", "ei"),
        (r"ëck|éck", "ück"),
        (r"éi", "ie"),
        (r"ë", "i"),
    )
)


def key_of(text: str) -> str:
    """The form in which the lexicon keeps a word or phrase: lower case, words apart by one space, no punctuation."""
    plain = unicodedata.normalize("NFC", text).strip()
    head, tail = "-" * plain.startswith("-"), "-" * plain.endswith("-")
    words = " ".join(match.group().lower().replace("’", "'") for match in TOKEN.finditer(plain))
    return head + words.replace("d' ", "d'") + tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """``exact``: key → German; ``folded`` and ``loose``: the same without accents, and without doubled letters.

    ``phrase_words``: folded first word → the numbers of words that phrases beginning so have, longest first.
    """

    exact: Mapping[str, str]
    folded: Mapping[str, str]
    loose: Mapping[str, str]
    phrase_words: Mapping[str, tuple[int, ...]]

    def find(self, key: str) -> str | None:
        """The German of a key, else of the one that differs by accents only, else by doubled letters."""
        found = self.exact.get(key)
        if found is None:
            folded = fold_letters(key)
            found = self.folded.get(folded)
            if found is None and len(folded) >= SHORTEST["loose"]:
                found = self.loose.get(_without_doubles(folded))
        return found

    def noun(self, word: str) -> str | None:
        """A German noun of one word for this word or its plural."""
        for form in _stems(word, ("", *_PLURALS)):
            found = self.find(form)
            if found is not None and found[0].isupper() and " " not in found:
                return found
        return None


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped lexicon; ``StateError`` when it is missing or damaged."""
    exact = dict(read_lexicon())
    folded: dict[str, str] = {}
    loose: dict[str, str] = {}
    words: dict[str, set[int]] = {}
    for key, german in exact.items():
        plain = fold_letters(key)
        folded.setdefault(plain, german)
        if len(plain) >= SHORTEST["loose"]:
            loose.setdefault(_without_doubles(plain), german)
        count = len(TOKEN.findall(key))
        if count > 1:
            words.setdefault(fold_letters(TOKEN.findall(key)[0]), set()).add(count)
    folded |= {key: german for key, german in exact.items() if fold_letters(key) == key}
    longest_first = {first: tuple(sorted(counts, reverse=True)) for first, counts in words.items()}
    return Lexicon(exact=exact, folded=folded, loose=loose, phrase_words=longest_first)


def read_lexicon(path: Path = LEXICON) -> Iterator[tuple[str, str]]:
    """Each key of a lexicon and its German; ``StateError`` when the file is missing or damaged."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
            for row in reader:
                if not row["lb"] or not row["de"]:
                    raise csv.Error(f"line {reader.line_num} is not a word and its German")
                yield row["lb"], row["de"]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise StateError(
            f"the Luxembourgish lexicon is unreadable: {error}",
            place=str(path),
            remedy="install Passerelle again",
            code="lexicon-missing",
        ) from error


@lru_cache(maxsize=WORDS_REMEMBERED)
def gloss_word(word: str) -> str | None:
    """The German of one word in lower case by the first rule that explains it, or None."""
    if len(word) > LONGEST_WORD:
        return None
    return next((german for rule in _RULES if (german := rule(lexicon(), word)) is not None), None)


def _with_n(known: Lexicon, word: str) -> str | None:
    return known.find(word + "n") if word[-1] in _DROPPED_N and len(word) > SHORTEST["stem"] else None


def _of_a_verb(known: Lexicon, word: str) -> str | None:
    """The infinitive for a form in the present."""
    for stem in _stems(word, _VERB_ENDINGS):
        found = known.exact.get(stem + "en")
        is_adjective = known.exact.get(stem, "N")[0].islower()
        if found is not None and found[0].islower() and found.endswith("n") and not is_adjective:
            return found
    return None


def _of_a_person(known: Lexicon, word: str) -> str | None:
    """The German feminine for one that the lexicon has as a masculine only."""
    for ending, german in _FEMININES.items():
        for stem in _stems(word, (ending,)):
            found = known.noun(stem) or known.noun(stem + "er") or _compound(known, stem)
            if found is not None and _PERSON.search(found):
                return found + german
    return None


def _of_an_adjective(known: Lexicon, word: str) -> str | None:
    for ending, german in _ADJECTIVE_ENDINGS.items():
        for stem in _stems(word, (ending,)):
            found = known.exact.get(stem)
            if found is not None and found[0].islower() and len(found) >= SHORTEST["adjective"] and " " not in found:
                return found.removesuffix("e") + german
    return None


def _by_correspondence(_: Lexicon, word: str) -> str | None:
    """``fusioun`` → ``fusion``: letters changed as the two languages regularly differ; None when none is."""
    german = word
    for pattern, replacement in _CORRESPONDENCES:
        german = pattern.sub(replacement, german)
    return german if german != word else None


def _compound(known: Lexicon, word: str, parts: int = MOST_PARTS) -> str | None:
    """The German compound for the fewest known parts, the longest first part first; None when it cannot be split."""
    if parts < 2:
        return None
    splits = [(word[:cut], word[cut:]) for cut in range(len(word) - SHORTEST["tail"], SHORTEST["prefix"] - 1, -1)]
    heads = [(head, german, tail) for head, tail in splits if (german := _head(known, head)) is not None]
    for head, german, tail in heads:
        last = _tail(known, german, tail)
        if last is not None and (german[0].islower() or len(head) >= SHORTEST["head"]):
            return _joined(german, last)
    for _, german, tail in heads:
        last = _compound(known, tail, parts - 1)
        if last is not None:
            return _joined(german, last)
    return None


def _head(known: Lexicon, word: str) -> str | None:
    """The German first part: as the lexicon gives it for compounds, else its noun with the letter German joins by."""
    part = known.find(word + "-")
    if part is not None:
        return part.removesuffix("-")
    if len(word) < SHORTEST["head"]:
        return None
    for form in _stems(word, ("", "s")):
        noun = known.find(form)
        if noun is not None and noun[0].isupper() and " " not in noun:
            joint = next((letter for ending, letter in _JOINTS if ending.search(noun)), "")
            linked = "s" if form != word and not noun.endswith("s") else ""
            return noun + (joint or linked)
    return None


def _tail(known: Lexicon, head: str, word: str) -> str | None:
    """The German last part; a verb can only follow a prefix."""
    part = known.find("-" + word)
    if part is not None:
        return part.removeprefix("-")
    if head[0].islower():
        verb = known.exact.get(word) or known.exact.get(word + "n")
        if verb is not None and verb[0].islower() and verb.endswith("en"):
            return verb
    return known.noun(word)


def _joined(head: str, tail: str) -> str:
    """One German word; a compound whose first part is written in capitals takes a hyphen (``LKW-Fahrer``)."""
    if len(head) > 1 and head.isupper():
        return f"{head}-{tail[0].upper()}{tail[1:]}"
    whole = head + tail[0].lower() + tail[1:]
    return whole[0].upper() + whole[1:] if tail[0].isupper() else whole


def _stems(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    """The word without each of the endings it has, as long as a stem remains."""
    for ending in endings:
        if word.endswith(ending) and (not ending or len(word) - len(ending) >= SHORTEST["stem"]):
            yield word.removesuffix(ending)


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, before in zip(word, " " + word, strict=False) if letter != before)


Rule = Callable[[Lexicon, str], str | None]
_RULES: tuple[Rule, ...] = (
    Lexicon.find,
    _with_n,
    _of_a_verb,
    Lexicon.noun,
    _of_a_person,
    _of_an_adjective,
    _compound,
    _by_correspondence,
)
