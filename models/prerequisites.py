"""Tells the sentences of a course that say what one must bring, or for whom it is, from those about what one learns."""

from __future__ import annotations

import re

from models.wording import fold_letters

# Folded beginnings of words, in German, French, English, Luxembourgish and Dutch.
_DEMANDS = re.compile(
    r"\b(?:(?:zugangs|eingangs|teilnahme|aufnahme)?voraussetzung|vorausgesetzt|vorkenntnis|mitzubringen"
    r"|pre-?\s?requis|conditions? d['’]?(?:acces|admission|entree)|connaissances? prealable|niveau requis|exige"
    r"|prerequisite|(?:entry |admission )?requirement|prior knowledge|previous knowledge|(?:is|are) required"
    r"|viraussetzung|virausgesat|virkenntnis"
    r"|(?:toelatings|instap|toegangs)?voorwaarde|voorkennis|vereist)"
)
_NOTHING = re.compile(
    r"\b(?:kein\w*|nicht|ohne|sans|aucun\w*|pas|ni|no|not|none|without|keng\w*|net|ouni|geen|niet|zonder|nul)\b"
)
# "Für Jugendliche, die …", "S'adresse aux …".
_FOR_WHOM = re.compile(
    r"^\W*(?:fur|pour|for|fir|voor)\b"
    r"|\b(?:richtet sich an|geeignet fur|gedacht fur|s['’]adresse(?:nt)? a|destinee?s? a|ouverte?s? aux?|aimed at"
    r"|intended for|suitable for|geriicht un|bedoeld voor|geschikt voor)"
)


def tells_for_whom(sentence: str) -> bool:
    """Whether a sentence is about who may come."""
    return _FOR_WHOM.search(fold_letters(sentence)) is not None


def demands(sentence: str) -> bool:
    """Whether a sentence speaks of what one must bring."""
    return _DEMANDS.search(fold_letters(sentence)) is not None


def demands_nothing(sentence: str) -> bool:
    """Whether what a sentence says about it is that nothing is needed ("sans prérequis")."""
    return _NOTHING.search(fold_letters(sentence)) is not None
