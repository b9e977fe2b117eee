"""The vectors of names in eight bits a dimension: a quarter of the memory, and cosines exact to three digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import faiss

from models.cache import EncodingCache, Progress
from models.names import LANGUAGES

# Names encoded in one go, so that a build needs little memory; room beyond the values of the first of them.
BUILD_CHUNK, MARGIN = 32_768, 0.1


def quantised(texts: Sequence[str], languages: Sequence[str], cache: EncodingCache, progress: Progress | None) -> Any:
    """A faiss index of the vectors of names, eight bits a dimension."""
    vectors: Any = None
    for at in range(0, max(len(texts), 1), BUILD_CHUNK):
        part = slice(at, at + BUILD_CHUNK)
        known = [language if language in LANGUAGES else None for language in languages[part]]
        encoded = cache.encode(texts[part], known, progress and _beyond(at, len(texts), progress)).vectors
        if vectors is None:
            inner_product = faiss.METRIC_INNER_PRODUCT
            vectors = faiss.IndexScalarQuantizer(encoded.shape[1], faiss.ScalarQuantizer.QT_8bit, inner_product)
            vectors.sq.rangestat_arg = MARGIN
            if len(encoded):
                vectors.train(encoded)
        if len(encoded):
            vectors.add(encoded)
    return vectors


def _beyond(before: int, total: int, progress: Progress) -> Progress:
    """Tells how far all chunks are when one is ``done``."""
    return lambda done, _: progress(before + done, total)
