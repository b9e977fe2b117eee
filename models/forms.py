"""Takes a name of a job or a course apart into the forms it stands for: as a man, a woman, or both are called.

``Conseiller / Conseillère en patrimoine`` stands for ``Conseiller en patrimoine`` and ``Conseillère en patrimoine``,
``Technisch(er)e Assistent/in`` for ``Technischer Assistent`` and ``Technische Assistentin``. ``fold_wording`` keeps the
first; a catalogue that names occupations in one form, in the other, or in both is met best by all of them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from models.wording import fold_letters, fold_wording

# What remains of two forms of one word after their common beginning, without accents: (masculine, feminine).
ENDINGS = frozenset(
    {("", feminine) for feminine in ("e", "in", "innen", "ne", "le", "te", "se", "sse", "esse", "sche", "esch", "es")}
    | {("e", feminine) for feminine in ("in", "a", "esse", "innen", "ster")}
    | {("er", feminine) for feminine in ("in", "ster", "ter", "e", "esch", "innen")}
    | {("ur", "se"), ("eur", "rice"), ("eur", "euse"), ("eur", "eresse"), ("r", "se"), ("f", "ve"), ("x", "se")}
    | {("o", "a"), ("r", ""), ("n", ""), ("en", "innen"), ("mann", "frau"), ("man", "woman"), ("eau", "elle")}
    | {("c", "que"), ("c", "che"), ("leute", "frauen"), ("aux", "ales"), ("r", "trice"), ("r", "use")}
)
SHORTEST_STEM = 2
# Polster(er)in, Psycholog(e)in, Technisch(er)e, Angestellt(er)e: the masculine ending in brackets.
_BRACKETED = re.compile(r"(\w{3,})\((er|e|r|n|en)\)(in|innen|e|r)\b")
# Pfleger/-in, Pfleger:in, Pfleger(in): the feminine ending after a mark.
_GERMAN = re.compile(r"(\w{3,})(?:(?:/-?|[:*_·•])(in|innen|frau|r)\b|\(-?(in|innen|frau|r)\))")
# (m./w.), (M/F): marks that fold_wording knows without the full stops.
_DOTTED_MARK = re.compile(r"\(\s*([mwdfhvx])\.?((?:\s*[/|,]\s*[mwdfhvx]\.?)+)\s*\)", re.IGNORECASE)
_STROKE = re.compile(r"\s*/\s*")
_MAN = "mann"


def forms_of(text: str) -> tuple[str, ...]:
    """The distinct names a text stands for, the masculine first; one where it tells no gender."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    plain = _DOTTED_MARK.sub("", plain).strip() or plain
    masculine, feminine = _halves(plain)
    masculine = _GERMAN.sub(_masculine, _BRACKETED.sub(r"\1\2", masculine))
    feminine = _GERMAN.sub(_feminine, _BRACKETED.sub(r"\1\3", feminine))
    return tuple(dict.fromkeys(fold_wording(form) for form in (masculine, feminine)))


def is_pair(first: str, second: str) -> bool:
    """True for two forms of one word, compounds with hyphens part by part; a word is no pair with itself."""
    one, other = first.split("-"), second.split("-")
    if len(one) != len(other) or first.casefold() == second.casefold():
        return False
    return all(a.casefold() == b.casefold() or _ends_as_a_pair(a, b) for a, b in zip(one, other, strict=True))


def _ends_as_a_pair(first: str, second: str) -> bool:
    one, other = fold_letters(first), fold_letters(second)
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    endings = one[common:], other[common:]
    return common >= SHORTEST_STEM and (endings in ENDINGS or endings[::-1] in ENDINGS)


def _halves(text: str) -> tuple[str, str]:
    """The two readings of a text with a stroke between two forms of the same words; twice the text where none is."""
    strokes = list(_STROKE.finditer(text))
    for stroke in strokes:
        left, right = text[: stroke.start()].split(), text[stroke.end() :].split()
        for size in range(min(len(left), len(right)), 0, -1):
            if _alike(left[-size:], right[:size]):
                first, second = [*left, *right[size:]], [*left[:-size], *right]
                return " ".join(first), " ".join(second)
    return text, text


def _alike(left: Sequence[str], right: Sequence[str]) -> bool:
    pairs = [is_pair(one, other) for one, other in zip(left, right, strict=True)]
    same = [one.casefold() == other.casefold() for one, other in zip(left, right, strict=True)]
    return pairs[0] and all(pair or equal for pair, equal in zip(pairs, same, strict=True))


def _masculine(match: re.Match[str]) -> str:
    # Beamte/r is the one mark that carries the man's ending.
    return match.group(1) + ("r" if "r" in (match.group(2), match.group(3)) else "")


def _feminine(match: re.Match[str]) -> str:
    stem, ending = match.group(1), match.group(2) or match.group(3)
    if ending == "r":
        return stem
    if ending == "frau" and stem.endswith(_MAN):
        return stem.removesuffix(_MAN) + ending
    return (stem.removesuffix("e") if ending.startswith("in") else stem) + ending
