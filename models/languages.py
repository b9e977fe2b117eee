"""Which of the five languages a text is in, as probabilities: one or two words rarely tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from models.space import LANGUAGES

Mixture = npt.NDArray[np.float64]
Guesser = Callable[[Sequence[str]], Mixture]

# The share of an even distribution in every guess: a short text is never certain.
FLAT_SHARE = {"short": 0.3, "long": 0.0}
SHORT_WORDS = 3
# How much likelier the language of the reader's form makes itself.
HINT_ODDS = 6.0


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Imported here: loading takes most of a second, and tests with a fake encoder do not need it.
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    every = LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
    every.set_languages(list(LANGUAGES))
    # A second one of the five languages alone lets go of the tables of 137 others.
    return LanguageIdentifier(
        every.nb_ptc,
        every.nb_pc,
        every.nb_classes,
        every.tk_nextmove,
        every.tk_output,
        norm_probs=True,
        tk_row=every.tk_row,
    )


def guess_languages(texts: Sequence[str]) -> Mixture:
    """Float64 (len(texts), 5): py3langid's probabilities, mixed with an even share for short texts; rows sum to 1."""
    identifier = _identifier()
    guesses = np.empty((len(texts), len(LANGUAGES)))
    for row, text in enumerate(texts):
        ranked = dict(identifier.rank(text.lower()))
        flat = FLAT_SHARE["short" if len(text.split()) <= SHORT_WORDS else "long"]
        guesses[row] = [flat / len(LANGUAGES) + (1 - flat) * float(ranked[language]) for language in LANGUAGES]
    return guesses


def mixture_of(
    texts: Sequence[str], languages: Sequence[str | None] | None, hint: str | None, guess: Guesser
) -> Mixture:
    """Per text a distribution over ``LANGUAGES``: certain where its language is given and one of them, else guessed.

    ``hint`` multiplies the odds of one language for the guessed texts.
    """
    known = [primary_tag(language) for language in languages or [None] * len(texts)]
    mixture = np.zeros((len(texts), len(LANGUAGES)))
    unknown = [row for row, language in enumerate(known) if language not in LANGUAGES]
    for row, language in enumerate(known):
        if language in LANGUAGES:
            mixture[row, LANGUAGES.index(language)] = 1.0
    if unknown:
        guesses = guess([texts[row] for row in unknown])
        hinted = primary_tag(hint)
        if hinted in LANGUAGES:
            guesses[:, LANGUAGES.index(hinted)] *= HINT_ODDS
        mixture[unknown] = guesses / guesses.sum(axis=1, keepdims=True)
    return mixture


def primary_tag(language: str | None) -> str:
    """``de-LU`` → ``de``; None → the empty string."""
    return (language or "").split("-")[0].lower()
