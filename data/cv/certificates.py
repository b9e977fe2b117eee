"""Titles of certificates → EQF levels, and whether somebody holds them already."""

from __future__ import annotations

import re

from data.cv.tables import certificates

LOWEST, HIGHEST = 1, 8

# Studies that are going on, or were given up, are no certificate.
_UNFINISHED = re.compile(
    r"\b(abgebrochen|ohne abschluss|laufend|voraussichtlich|derzeit|"
    r"en cours|non (obtenu|validé|terminé|achevé)e?|interrompue?s?|abandonnée?s?|sans diplôme|"
    r"ongoing|in progress|not completed|unfinished|expected|dropped out|"
    r"niet (afgerond|behaald|voltooid)|zonder diploma|nog bezig|lopend|afgebroken|"
    r"net ofgeschloss|ofgebrach|nach amgaang|ouni ofschloss)\b"
)
_STATE_FIRST = re.compile(r"^(?:en cours|laufend|ongoing|in progress|lopend|nach amgaang)\b\W*", re.IGNORECASE)
_SINCE = re.compile(r"^\W*(seit|depuis|since|sinds|zanter)\b|[-–]\s*(heute|aujourd'hui|present|today|now|heden|haut)\b")
_EQF = re.compile(r"\b(?:eqf|eqr|dqr|cec|rncp|clq|nlqf|niveau rncp)[\s-]*(?:level|niveau|niv\.?)?\s*:?\s*([1-8])\b")


def eqf_of(title: str) -> int | None:
    """The EQF level of a title (``CAP Cuisine``, ``Gesellenbrief``, ``EQF level 5``), or ``None`` if not certain."""
    text = title.casefold().replace("’", "'")
    text = re.sub(r"\s+", " ", text)
    stated = _EQF.search(text)
    if stated:
        return int(stated[1])
    levels: list[int] = []
    for row in certificates():
        found = row.pattern.search(text)
        if not found:
            continue
        if row.decides:
            return row.level
        text = row.pattern.sub(lambda match: " " * len(match[0]), text)
        if row.level is not None:
            levels.append(row.level)
    return max(levels, default=None)


def is_certificate(title: str) -> bool:
    """Whether a title names a certificate, be its level certain or not."""
    text = re.sub(r"\s+", " ", title.casefold().replace("’", "'"))
    return bool(_EQF.search(text)) or any(row.pattern.search(text) for row in certificates())


def without_state(title: str) -> str:
    """``title`` without the words in front of it that say that it is going on (``en cours : BTS``)."""
    return _STATE_FIRST.sub("", title)


def is_completed(line: str) -> bool:
    """Whether a line about a certificate says nothing against its having been earned."""
    text = line.casefold()
    return not (_UNFINISHED.search(text) or _SINCE.search(text))
