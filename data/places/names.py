"""How a place's name is compared: one key per spelling, and what may be left out of a name."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not fall apart into a base letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAINT = frozenset({"st", "ste", "saint", "sainte", "sankt", "sint", "sanct"})
# What follows these words says where a town lies: "Frankfurt am Main", "Esch-sur-Alzette", "Neustadt a. d. Weinstraße".
_QUALIFIER = re.compile(
    r"[\s-]+(?:am|an|im|in|bei|auf|vor|ob|unter|a|b|i|sur|sous|aux|au|lès|lez|les|lèz|près|en|op|aan)[.\s/-]+.*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*(?:/|\(|,).*$")
# The shortest name that may stand for a longer one.
_SHORTEST_HEAD = 4
_CEDEX = re.compile(r"\bcedex\b.*$", re.IGNORECASE)
_ARRONDISSEMENT = re.compile(
    r"(?:\s+\d{1,2}\s*(?:er|nde?|[eèé](?:me)?)?)?(?:\s+arr(?:ondissement|dt|t)?\.?)?\s*$", re.IGNORECASE
)
_ELIDED = re.compile(r"^[DL](?=['’])")
# French and Dutch small words inside a hyphenated name, which some sources capitalise.
_SMALL_WORDS = frozenset(
    {
        *("a", "à", "au", "aux", "de", "des", "devant", "du", "en", "et", "la", "le", "les", "lez", "lès", "près"),
        *("sous", "sur", "aan", "den", "der", "in", "op", "ten", "van"),
    }
)


def key(text: str) -> str:
    """Spellings that differ in case, accents, hyphens or the word for "saint" share one key."""
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", plain).split()
    return " ".join("st" if word in _SAINT else word for word in words)


def spellings(name: str) -> tuple[str, ...]:
    """The keys of one name: without its accents, and with ä written as ae."""
    lowered = unicodedata.normalize("NFC", name.casefold())
    written_out = lowered.translate(_UMLAUTS)
    found = (key(name),) if written_out == lowered else (key(name), key(written_out))
    return found if all(found) else ()


def keys(name: str) -> tuple[str, ...]:
    """Every key under which a name is looked for: its spellings, and those without what says where it lies."""
    return tuple(dict.fromkeys((*spellings(name), *spellings(head(name)))))


def head(name: str) -> str:
    """The name without its qualifier: ``Neunkirchen/Saar`` → ``Neunkirchen``, ``Esch-sur-Alzette`` → ``Esch``."""
    short = _QUALIFIER.sub("", _BRACKETED.sub("", name)).strip()
    return short if len(short) >= _SHORTEST_HEAD and short.casefold().rstrip(".") not in _SAINT else name


def without_delivery_marks(name: str) -> str:
    """A French postal line without CEDEX and arrondissement: ``METZ CEDEX 1`` → ``METZ``, ``Paris 17e`` → ``Paris``."""
    return _ARRONDISSEMENT.sub("", _CEDEX.sub("", name)).strip()


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


def well_cased(name: str) -> str:
    """A name as it is written in running text: ``METZ`` → ``Metz``, ``Jupille-Sur-Meuse`` → ``Jupille-sur-Meuse``."""
    tidy = re.sub(r"^'S\b", "'s", " ".join(name.split()))
    if tidy.isupper():
        tidy = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), tidy)
    parts = re.split(r"([-\s])", tidy)
    inner = (part.lower() if part.lower() in _SMALL_WORDS else _ELIDED.sub(_lower, part) for part in parts[1:])
    return "".join((parts[0], *inner))
