"""Tiny folders in MELO's format and a likeness that counts common words."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

FRENCH = {
    "queries.tsv": "q1\tsoudeur à l'arc\nq2\tcuisinier\n",
    "corpus_elements.tsv": "c1\tcuisinier\nc2\tsoudeur\nc3\tchef cuisinier\n",
    "annotations.tsv": "q1\t0\tc2\t1\nq2\t0\tc3\t1\n",
    "concept_mapping.tsv": "c1\turi:cook\nc2\turi:welder\nc3\turi:chef\n",
}
ENGLISH = {
    "queries.tsv": FRENCH["queries.tsv"],
    "corpus_elements.tsv": "e1\tarc lamp maker\ne2\twelder\ne3\tmetal joiner\n",
    "annotations.tsv": "q1\t0\te2\t1\nq1\t0\te3\t1\n",
    "concept_mapping.tsv": "e1\turi:lamps\ne2\turi:welder\ne3\turi:welder\n",
}


def write_folder(folder: Path, files: Mapping[str, str], *, zipped: bool = False) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if zipped:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
        else:
            (folder / name).write_text(content, encoding="utf-8")
    return folder


class CommonWords:
    """The number of common words, in blocks of one query."""

    def blocks(self, queries: Sequence[str], elements: Sequence[str]) -> Iterator[npt.NDArray[np.float32]]:
        for query in queries:
            asked = set(query.replace("'", " ").split())
            yield np.array([[len(asked & set(element.split())) for element in elements]], np.float32)

    def language_of(self, texts: Sequence[str]) -> str:
        return "en" if any("lamp" in text for text in texts) else "fr"
