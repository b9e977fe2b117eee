"""Makes one wording of the many that German, French, Dutch and English job and course titles use for both genders.

``Pfleger/-in``, ``Pfleger:in``, ``PflegerIn``, ``infirmier / infirmière``, ``vendeur(se)``, ``Conseiller·ère`` and the
``(m/w/d)`` of advertisements all carry the same meaning as the plain word; left in, they cost similarity and split
words. The rules are applied to course titles and to wishes alike, before encoding.
"""

from __future__ import annotations

import re
import unicodedata

# Raised when a rule changes, because stored vectors were made from the folded text.
RECIPE = "1"

SUMMARY_CHARACTERS = 320

_LETTER = "[A-Za-zÀ-ÖØ-öø-ÿ]"
# (m/w/d), (h/f/x), (f/m/d), H/F, m/v/x: single letters of genders with strokes between, in brackets or alone.
_GENDER_MARK = re.compile(
    r"\s*[(\[]\s*(?:[mwdfhvxui]|div|gn|all)(?:\s*[/|,*]\s*(?:[mwdfhvxui]|div|gn|all))+\s*[)\]]"
    r"|\s+-?\s*(?<!\w)(?:m/w/d|w/m/d|m/f/d|f/m/d|m/f/x|h/f/x|f/h/x|m/v/x|v/m/x|m/w|w/m|h/f|f/h|m/v)(?!\w)",
    re.IGNORECASE,
)
# Pfleger/-in, Pfleger/in, Pfleger:in, Pfleger*in, Pfleger_in, Pfleger(in), with -innen.
_GERMAN_SUFFIX = re.compile(rf"({_LETTER}{{3}})(?:/-?|[:*_·•]|\(-?)(?:in|innen|r|n|frau)\b\)?")
# PflegerIn, StudentInnen, but not LinkedIn: the stem must end like a German name of a person.
_GERMAN_CAPITAL = re.compile(r"([a-zäöüß](?:er|eur|or|ent|ant|and|ist|at|et|wirt|oge|ote|ling))In(?:nen)?\b")
# vendeur(se), vendeur·se, conseiller·ère·s, technicien.ne, employé(e), boulanger/-ère: an ending of the other form.
_FRENCH_ENDINGS = "trice|teuse|euse|rice|ière|ienne|onne|enne|elle|ère|ive|ves|ve|ne|se|te|le|re|e|es|s|x"
_FRENCH_SUFFIX = re.compile(
    rf"({_LETTER}{{3}})(?:[·•∙⋅](?:{_FRENCH_ENDINGS})(?:[·•∙⋅.]s)?|\.(?:trice|euse|ière|ère|ne|se|e)(?:\.?s)?"
    rf"|\(-?(?:{_FRENCH_ENDINGS}|s)\)|/-?(?:{_FRENCH_ENDINGS}))(?!{_LETTER})"
)
# infirmier / infirmière, Pfleger/Pflegerin, verpleger/verpleegster: two forms of one word around a stroke.
_PAIR = re.compile(rf"(?<![\w/-])({_LETTER}{{4,}})\s*(?:/|\bou\b|\boder\b|\bof\b)\s*({_LETTER}{{4,}})(?![\w/-])")
# Phrases repeated whole: "technicien d'engins/technicienne d'engins", "Leiter für Bühne/Leiterin für Bühne".
_STROKE = re.compile(r"\s*/\s*")
_SPACE = re.compile(r"\s+")
SHORTEST_STEM = 3
# What remains of (masculine, feminine) forms after their common beginning, without accents.
_ENDING_PAIRS = frozenset(
    {("", ending) for ending in ("e", "in", "innen", "ne", "le", "te", "se", "esse", "sche", "esch")}
    | {
        ("r", "se"),
        ("ur", "se"),
        ("eur", "rice"),
        ("eur", "euse"),
        ("f", "ve"),
        ("x", "se"),
        ("er", "ster"),
        ("er", "ter"),
    }
    | {("mann", "frau"), ("r", ""), ("n", "")}
)


def fold_wording(text: str) -> str:
    """The text with gender marks removed and double forms reduced to one; runs of white space become one space."""
    folded = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    folded = _GENDER_MARK.sub("", folded)
    folded = _fold_repeated_phrase(folded)
    folded = _PAIR.sub(_one_of_pair, folded)
    folded = _GERMAN_SUFFIX.sub(r"\1", folded)
    folded = _GERMAN_CAPITAL.sub(r"\1", folded)
    folded = _FRENCH_SUFFIX.sub(r"\1", folded)
    return _SPACE.sub(" ", folded).strip()


def fold_letters(text: str) -> str:
    """Case and accents removed (``É`` → ``e``, ``ß`` → ``ss``), for comparing letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def shorten(text: str, characters: int = SUMMARY_CHARACTERS) -> str:
    """The beginning of a text, cut at a word: what a summary says first is what it is about."""
    plain = _SPACE.sub(" ", text).strip()
    if len(plain) <= characters:
        return plain
    head, _, _ = plain[: characters + 1].rpartition(" ")
    return head or plain[:characters]


def is_gender_pair(first: str, second: str) -> bool:
    """True for two forms of one word: a common beginning, then endings that the table of forms pairs.

    ``infirmier`` and ``infirmière``, ``Verkäufer`` and ``Verkäuferin``; not ``Maurer`` and ``Maler``, and not
    ``Elektro`` and ``Elektronik``.
    """
    one, other = fold_letters(first), fold_letters(second)
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    endings = one[common:], other[common:]
    return common >= SHORTEST_STEM and (endings in _ENDING_PAIRS or endings[::-1] in _ENDING_PAIRS)


def _one_of_pair(match: re.Match[str]) -> str:
    first, second = match.group(1), match.group(2)
    return first if is_gender_pair(first, second) else match.group(0)


def _fold_repeated_phrase(text: str) -> str:
    """``A x y/B x y`` → ``A x y`` where every word of one side meets its own form on the other."""
    sides = _STROKE.split(text)
    if len(sides) != 2 or " " not in sides[0]:
        return text
    left, right = sides[0].split(), sides[1].split()
    if len(left) != len(right):
        return text
    alike = all(
        a.casefold() == b.casefold() or is_gender_pair(a, b) or _is_adjective_pair(a, b)
        for a, b in zip(left, right, strict=True)
    )
    return sides[0] if alike else text


def _is_adjective_pair(first: str, second: str) -> bool:
    """Adjectives and participles: ``Technischer`` / ``Technische``, ``agréé`` / ``agréée``."""
    one, other = sorted((fold_letters(first), fold_letters(second)), key=len)
    return other.startswith(one) and len(other) - len(one) <= 2
