"""What speaks for each concept that a text may mean, as numbers that a calibrated probability is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from models.concepts import FAR, ConceptIndex
from models.mentions import HAS_NAME, IS_NAME
from models.names import words_of
from models.runtime import FloatArray

# Concepts looked at more closely, and the names of each whose spelling is compared.
CONCEPTS, NAMES_SPELT = 12, 5
# Names looked at by meaning: those of the first few concepts are among them, and a link must be quick.
NAMES_NEAR = 320
# Concepts less than this behind a concept crowd around it: the text may as well mean them.
CROWD = 0.05
FEATURES = (
    "meaning",  # best cosine of the vectors with one of its names
    "meaning²",
    "second language",  # the best cosine with a name in another language than that name's
    "wording",  # best cosine of the n-grams
    "spelling",  # best likeness of the letters, 0 to 1
    "spelling⁴",
    "is name",
    "has name",  # the share of the text's words that a name within it has
    "lead",  # likeness ahead of the best other concept; negative for all but the first
    "first",
    "crowd",  # logarithm of the number of concepts nearly as like
    "length",  # logarithm of the number of words
    "long",  # the same beyond a few words
    "known",  # the share of its letter sequences that are known
    "strange",  # how far that falls short of all of them, squared
)
FEW_WORDS = 4
# Likeness of letters (0 to 100) from which a name is the one that was typed.
SHOWN_AS_SPELT = 80.0

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """``concepts`` the most like first; ``rows`` is the name of each that met the text, ``features`` a row for each."""

    concepts: IntArray
    rows: IntArray
    features: FloatArray


def evidence_for(
    index: ConceptIndex,
    text: str,
    vector: FloatArray,
    wanted: npt.NDArray[np.bool_],
    hidden: Collection[int] = (),
) -> Evidence:
    """The concepts (of ``wanted``, a mask) that a text may mean, without the names in the rows ``hidden``."""
    met = index.near(text, vector, NAMES_NEAR)
    table = index.names
    kept = wanted[table.concept_of[met.rows]]
    if hidden:
        kept &= ~np.isin(met.rows, list(hidden))
    rows, meaning, wording, named = met.rows[kept], met.meaning[kept], met.wording[kept], met.named[kept]
    like = np.maximum(met.likeness[kept], named)
    concepts, of = np.unique(table.concept_of[rows], return_inverse=True)
    best = _best(like, of, len(concepts))
    order = np.argsort(-best, kind="stable")[:CONCEPTS]
    words = " ".join(words_of(text))
    spelt = [_spelt(index, words, rows[of == at], like[of == at]) for at in order]
    spelling = np.array([likeness for likeness, _ in spelt], np.float32)
    top_meaning = _best(meaning, of, len(concepts))[order]
    top_named = _best(named, of, len(concepts))[order]
    # A name within a sentence about something else is a word by chance.
    counted = len(words.split()) or 1
    covered = [min(1.0, _longest(index, rows[(of == at) & (named >= HAS_NAME)]) / counted) for at in order]
    likeness = best[order]
    known = index.known_share(text)
    length = np.log(1 + len(words.split()))
    features = np.stack(
        [
            top_meaning,
            top_meaning**2,
            np.array([_second(meaning[of == at], table.language_of[rows[of == at]]) for at in order], np.float32),
            _best(wording, of, len(concepts))[order],
            spelling,
            spelling**4,
            top_named >= IS_NAME,
            np.where((top_named >= HAS_NAME) & (top_named < IS_NAME), covered, 0.0),
            _leads(likeness),
            np.arange(len(order)) == 0,
            np.log([max(1, int((best >= value - CROWD).sum())) for value in likeness]) if len(order) else likeness,
            np.full(len(order), length),
            np.full(len(order), max(0.0, length - np.log(1 + FEW_WORDS))),
            np.full(len(order), known),
            np.full(len(order), (1 - known) ** 2),
        ],
        axis=1,
    ).astype(np.float32)
    return Evidence(
        concepts=concepts[order].astype(np.int64), rows=np.array([row for _, row in spelt], np.int64), features=features
    )


def _best(values: FloatArray, of: IntArray, count: int) -> FloatArray:
    best = np.full(count, FAR, np.float32)
    np.maximum.at(best, of, values)
    return best


def _longest(index: ConceptIndex, rows: IntArray) -> int:
    """The number of words of the longest of these names."""
    return max((len(form.split()) for row in rows.tolist() for form in index.names.forms(row)), default=0)


def _leads(likeness: FloatArray) -> FloatArray:
    """How far each is ahead of the best of the others; ``likeness`` falls."""
    if len(likeness) < 2:
        return np.ones(len(likeness), np.float32)
    leads: FloatArray = likeness - likeness[0]
    leads[0] = likeness[0] - likeness[1]
    return leads


def _second(meaning: FloatArray, languages: npt.NDArray[np.uint8]) -> float:
    """The best cosine in the second best language; that of the only one where there is one."""
    best = sorted((float(meaning[languages == language].max()) for language in np.unique(languages)), reverse=True)
    return best[min(1, len(best) - 1)]


def _spelt(index: ConceptIndex, words: str, rows: IntArray, like: FloatArray) -> tuple[float, int]:
    """The likeness (0 to 1) of the letters of a text and the best spelt name of a concept, and the most like name."""
    nearest = rows[np.argsort(-like, kind="stable")[:NAMES_SPELT]].tolist()
    scores = [
        max(max(fuzz.ratio(words, form), fuzz.token_sort_ratio(words, form)) for form in index.names.forms(row))
        for row in nearest
    ]
    at = int(np.argmax(scores))
    # Of a name spelt almost as typed that name is shown, else the one most like in meaning.
    return scores[at] / 100, nearest[at if scores[at] >= SHOWN_AS_SPELT else 0]
