"""In which language a table is written: told by its name, a folder around it, or its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import PurePath
from typing import Any

from engine.errors import InputError

__all__ = ["COUNTRIES", "language_by_words", "language_of_path"]

# The languages ESCO is published in, and Luxembourgish.
LANGUAGES = frozenset({
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lb", "lt", "lv",
    "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl", "sv", "uk",
})  # fmt: skip
# Country → the language of its public employment service's names; where there are several, the columns say which.
COUNTRIES = {
    "AT": "de", "BG": "bg", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et", "EL": "el", "ES": "es",
    "FI": "fi", "FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IS": "is", "IT": "it", "LI": "de",
    "LT": "lt", "LU": "fr", "LV": "lv", "MT": "en", "NL": "nl", "NO": "no", "PL": "pl", "PT": "pt", "RO": "ro",
    "SE": "sv", "SI": "sl", "SK": "sk",
}  # fmt: skip
# Rows that words are taken from, and how sure the guess must be (probability among all that py3langid knows).
SAMPLE = 200
SURE = 0.95

_TAGGED_NAME = re.compile(r"[_-]([a-z]{2})(?:\s*\(\d+\))?$", re.IGNORECASE)
# "de", "de_v1.2", "esco_de", and the download's own "ESCO dataset - v1.2.0 - classification - de - csv".
_TAGGED_FOLDER = re.compile(r"^([a-z]{2})(?:[_-].*)?$|[_-]([a-z]{2})$| - ([a-z]{2}) - ", re.IGNORECASE)


def language_of_path(path: str) -> str:
    """The language that a file's name or the folder (or archive) it lies in names, or the empty string.

    Folders further up may be called ``it`` or ``no`` for other reasons.
    """
    pure = PurePath(path)
    found = [_TAGGED_NAME.search(_stem(pure.name)), _TAGGED_FOLDER.search(_stem(pure.parent.name))]
    tags = (next(filter(None, match.groups())).lower() for match in found if match)
    return next((tag for tag in tags if tag in LANGUAGES), "")


def language_by_words(names: Iterable[str], place: str) -> str:
    """The language that these names are written in.

    Raises:
        InputError: they do not tell; the remedy is to put the language into the file's name.
    """
    words = " . ".join(islice(names, SAMPLE))
    language, probability = _identifier().classify(words)
    if not words or probability < SURE or language not in LANGUAGES:
        raise InputError(
            "the language of these names cannot be told",
            place=place,
            value=words[:80],
            remedy="put the language into the file's name, as in skills_de.csv, or into a folder's, as in de/",
            code="language-unknown",
        )
    return str(language)


def _stem(name: str) -> str:
    return re.sub(r"\.(csv|zip|gz|tsv|txt)$", "", name.removesuffix(".gz"), flags=re.IGNORECASE)


@cache
def _identifier() -> Any:
    # Imported here: loading it takes most of a second, and nearly every table names its language.
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
