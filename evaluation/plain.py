"""The plain pipeline that ours is measured against: sentence-transformers in fp32 and a flat FAISS index."""

from __future__ import annotations

from collections.abc import Sequence

import faiss
import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer

PREFIX = "query: "


class PlainPipeline:
    """Encode, search, done."""

    def __init__(self, model: str, *, threads: int) -> None:
        torch.set_num_threads(threads)
        faiss.omp_set_num_threads(threads)
        self._model = SentenceTransformer(model, device="cpu").float()
        self._index: faiss.IndexFlatIP | None = None

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def index_of_size(self, rows: int) -> None:
        """Search among so many vectors from now on; their values do not change what a flat scan costs."""
        vectors = np.random.default_rng(0).standard_normal((rows, self.dimension), np.float32)
        self._index = faiss.IndexFlatIP(self.dimension)
        self._index.add(vectors)

    def encode(self, texts: Sequence[str], *, threads: int) -> npt.NDArray[np.float32]:
        """Vectors (n, dimension) of ``texts`` with ``threads`` threads, in sentence-transformers' own batches."""
        torch.set_num_threads(threads)
        prefixed = [PREFIX + text for text in texts]
        return np.asarray(self._model.encode(prefixed, normalize_embeddings=True, show_progress_bar=False))

    def nearest(self, query: str, k: int, *, threads: int = 1) -> npt.NDArray[np.int64]:
        """Row numbers of the ``k`` nearest texts."""
        if self._index is None:
            return np.empty(0, dtype=np.int64)
        _, rows = self._index.search(self.encode([query], threads=threads), k)
        return np.asarray(rows[0])
