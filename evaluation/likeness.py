"""How like two columns of texts are by the product's own means: vectors of the encoder and wording added together.

A benchmark's column is a register in one language: that language is read off the whole column, since a single title is
too short to tell. Each text stands in every form it tells (``models.forms``): as written, as a man's and as a woman's
name. One recipe serves all sets; the others are there to be compared with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from models.cache import EncodingCache
from models.encoder import Encoder
from models.export import prepare_plain
from models.forms import forms_of
from models.lexical import LexicalIndex
from models.runtime import FloatArray, Runtime, load_runtime, normalised
from models.serving import BUNDLED_NAME, ServingFacts
from models.space import LANGUAGES, Space
from models.wording import fold_wording

Progress = Callable[[int, int], None]

# Queries compared at once: a block of this many rows over fifty thousand names stays below 30 MB.
BLOCK = 128
# Texts of a column that are read for its language.
SAMPLE, SEED = 1_000, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """``adapted``: share of the trained vectors beside the merely centred ones; ``wording``: weight of n-grams."""

    adapted: float
    wording: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What goes into the likeness, ``within`` one language and ``across`` two; ``trained``: layers and adapter."""

    trained: bool
    forms: bool
    centred: bool
    within: Blend
    across: Blend


# Within a language the trained layers do without the adapter, which costs nearness of synonyms, and spelling helps;
# across languages it is the other way round. Chosen on the four development sets together, none has its own weights.
RECIPES = {
    "product": Recipe(
        trained=True,
        forms=True,
        centred=True,
        within=Blend(adapted=0.0, wording=0.2),
        across=Blend(adapted=1.0, wording=0.05),
    ),
    "untrained": Recipe(
        trained=False,
        forms=True,
        centred=True,
        within=Blend(adapted=0.0, wording=0.2),
        across=Blend(adapted=0.0, wording=0.05),
    ),
    "encoder": Recipe(
        trained=False,
        forms=False,
        centred=False,
        within=Blend(adapted=0.0, wording=0.0),
        across=Blend(adapted=0.0, wording=0.0),
    ),
}
PRODUCT = "product"
# The training is described in models/encoder.md.
TRAINED = (
    "names and descriptions of ESCO occupations and skills in de, en, fr, nl, the product's own vocabulary, "
    "Luxembourgish words; no benchmark query or annotation"
)
UNTRAINED = "nothing (zero-shot)"


class Likeness(Protocol):
    """Compares every query with every element."""

    def blocks(self, queries: Sequence[str], elements: Sequence[str]) -> Iterator[FloatArray]:
        """Float32 (rows, elements) for so many queries at a time, all of them in their order."""
        ...

    def language_of(self, texts: Sequence[str]) -> str:
        """The language of a whole column."""
        ...


class TextLikeness:
    """Implements ``Likeness`` with the encoder of a state folder."""

    def __init__(
        self,
        runtime: Runtime,
        space: Space,
        cache: Path,
        recipe: Recipe,
        *,
        trained_on: str = UNTRAINED,
        language_of: Callable[[Sequence[str]], str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._runtime = runtime
        self._space = space
        self._cache = cache
        self._recipe = recipe
        self._trained_on = trained_on
        self._language_of = language_of or column_language
        self._progress = progress

    @classmethod
    def open(
        cls, serving: Path, cache: Path, recipe: Recipe, *, threads: int, progress: Progress | None = None
    ) -> Self:
        """The likeness over a serving folder; raw vectors are kept below ``cache`` for the next run.

        A recipe without training gets the bundled encoder as it was published, which is built beside the trained one.
        """
        facts = ServingFacts.read(serving)
        learnt = facts.source.startswith(BUNDLED_NAME)
        if learnt and not recipe.trained:
            serving = prepare_plain(serving.parent.parent)
            facts = ServingFacts.read(serving)
        trained_on = TRAINED if learnt and recipe.trained else UNTRAINED
        runtime, space = load_runtime(serving, threads), Space.load(serving, facts)
        return cls(runtime, space, cache, recipe, trained_on=trained_on, progress=progress)

    @property
    def trained_on(self) -> str:
        """What was learnt from, in words; published figures are mostly zero-shot."""
        return self._trained_on

    def language_of(self, texts: Sequence[str]) -> str:
        """The language of a whole column."""
        return self._language_of(texts)

    def blocks(self, queries: Sequence[str], elements: Sequence[str]) -> Iterator[FloatArray]:
        """Cosine of the vectors plus the weighted cosine of the n-grams, about -0.5 to 1.2."""
        recipe = self._recipe
        blend = recipe.within if self._language_of(queries) == self._language_of(elements) else recipe.across
        asked, answers = (self.vectors(texts, blend.adapted) for texts in (queries, elements))
        wording = LexicalIndex.build([forms_of(text)[0] for text in elements], [""] * len(elements))
        for start in range(0, len(queries), BLOCK):
            scores = asked[start : start + BLOCK] @ answers.T
            if blend.wording:
                masculine = [forms_of(text)[0] for text in queries[start : start + BLOCK]]
                scores += blend.wording * wording.similarities(masculine)
            yield scores

    def vectors(self, texts: Sequence[str], adapted: float) -> FloatArray:
        """Float32 of length 1, so that the product of two rows is the mean of their plain and adapted cosines.

        ``adapted`` (0 to 1) is the share of the adapted cosine. Each text is the mean direction of its forms.
        """
        forms = [self._forms(text) for text in texts]
        distinct = list(dict.fromkeys(form for group in forms for form in group))
        row = {form: number for number, form in enumerate(distinct)}
        rows = [[row[form] for form in group] for group in forms]
        raw = self._raw(distinct)
        language = self._language_of(texts)
        trained = adapted if self._space.adapter is not None else 0.0
        parts = [
            np.sqrt(share) * _mean_of_rows(self._placed(raw, language, adapter), rows)
            for adapter, share in ((None, 1 - trained), (self._space.adapter, trained))
            if share
        ]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def _forms(self, text: str) -> tuple[str, ...]:
        """As written, masculine and feminine; the same one twice where there is only one, so that each weighs alike."""
        if not self._recipe.forms:
            return (text,)
        told = forms_of(text)
        return text, told[0], told[-1]

    def _placed(self, raw: FloatArray, language: str, adapter: FloatArray | None) -> FloatArray:
        if not (self._recipe.centred and len(raw)):
            return raw
        centres = self._space.centres
        if language not in LANGUAGES:
            # No centre was ever measured for this language: the column's own mean stands for it.
            centres, language = np.repeat(raw.mean(axis=0, keepdims=True), len(LANGUAGES), axis=0), LANGUAGES[0]
        mixture = np.zeros((len(raw), len(LANGUAGES)))
        mixture[:, LANGUAGES.index(language)] = 1.0
        return Space(centres=centres, adapter=adapter).place(raw, mixture)

    def _raw(self, forms: Sequence[str]) -> FloatArray:
        """Raw vectors; folded texts share the product's cache, others have one of their own."""
        folded = np.array([fold_wording(form) == form for form in forms], bool)
        raw = np.zeros((len(forms), self._runtime.dimension), np.float32)
        encoders = _Raw(self._runtime, self._space), _Verbatim(self._runtime, self._space)
        for encoder, chosen in zip(encoders, (folded, ~folded), strict=True):
            rows = np.flatnonzero(chosen)
            with EncodingCache(self._cache, encoder) as cache:
                raw[rows] = cache.encode([forms[int(at)] for at in rows], None, self._progress).vectors
        return raw


def _mean_of_rows(vectors: FloatArray, rows: Sequence[Sequence[int]]) -> FloatArray:
    """Of each group of rows (all groups of one size) the mean, scaled to length 1."""
    groups = np.array(rows, np.int64).reshape(len(rows), -1)
    total = np.zeros((len(rows), vectors.shape[1]), np.float32)
    for column in groups.T:
        total += vectors[column]
    return normalised(total)


class _Raw(Encoder):
    """The encoder before its vectors are placed in the common space."""

    def place(
        self,
        raw: FloatArray,
        texts: Sequence[str],  # noqa: ARG002 - the signature of the encoder
        languages: Sequence[str | None] | None = None,  # noqa: ARG002 - as above
        *,
        hint: str | None = None,  # noqa: ARG002 - as above
    ) -> FloatArray:
        return raw


class _Verbatim(_Raw):
    """The encoder without folding of the wording."""

    @property
    def raw_fingerprint(self) -> str:
        return hashlib.sha256(f"{self._runtime.fingerprint}\nverbatim".encode()).hexdigest()[:16]

    def raw(self, texts: Sequence[str]) -> FloatArray:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        # A tab is a piece of its own to the tokenizer, and means nothing.
        return self._runtime.encode([" ".join(text.split()) for text in texts])


def column_language(texts: Sequence[str]) -> str:
    """The language that a column is likeliest in (ISO 639-1, of all that py3langid knows); ``und`` of nothing."""
    if not texts:
        return "und"
    random = np.random.default_rng(SEED)
    chosen = random.choice(len(texts), min(SAMPLE, len(texts)), replace=False)
    shares: dict[str, float] = {}
    for at in chosen:
        for language, probability in _identifier().rank(texts[at].lower()):
            shares[language] = shares.get(language, 0.0) + float(probability)
    return max(shares, key=lambda language: shares[language])


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
