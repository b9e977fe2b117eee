"""``passerelle evaluate luxembourgish``: do Luxembourgish titles find the same titles in German, French and English?

Every Luxembourgish title of ``sets/luxembourgish.tsv`` looks for its translation among those of all rows, by the
likeness that the linker uses: read as it stands, and read through the German lexicon as well. Steer by ``train``; look
at ``test`` once.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from engine.domain import Concept
from models import Encoder, EncodingCache
from models.concepts import ConceptIndex
from models.luxembourgish import to_german
from models.serving import serving_folder
from service.settings import Settings

TITLES = Path(__file__).parent / "sets" / "luxembourgish.tsv"
TARGETS = ("de", "fr", "en")
SPLITS = ("train", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Mean reciprocal rank and share of first places, with the lexicon and without."""

    titles: int
    mrr: float
    first: float
    mrr_without: float
    first_without: float


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which part, and how to print."""
    parser.add_argument("--split", choices=SPLITS, default="train", help="which titles are asked (default train)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    settings = Settings.read(os.environ)
    found = measured(Encoder.load(serving_folder(settings.home, settings.model)), options.split)
    if options.json:
        print(json.dumps({target: asdict(figures) for target, figures in found.items()}, indent=2))
    else:
        print(as_text(found, options.split))
    return 0


def measured(encoder: Encoder, split: str) -> dict[str, Figures]:
    """Target language → figures of the titles of a split; the titles to be found are those of all splits."""
    with TITLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    asked = [at for at, row in enumerate(rows) if row["split"] == split]
    titles = [rows[at]["lb"] for at in asked]
    german = [to_german(title) for title in titles]
    plain, glossed = encoder.encode(titles), encoder.encode(german, ["de"] * len(german))
    found = {}
    for target in TARGETS:
        concepts = [Concept(uri=str(at), labels={target: (row[target],)}) for at, row in enumerate(rows)]
        with tempfile.TemporaryDirectory() as scratch, EncodingCache(Path(scratch), encoder) as cache:
            index = ConceptIndex.build(concepts, cache)
        without = index.likeness(titles, plain)
        both = np.maximum(without, index.likeness(german, glossed))
        ranks, ranks_without = _ranks(both, asked), _ranks(without, asked)
        found[target] = Figures(
            titles=len(asked),
            mrr=float((1 / ranks).mean()),
            first=float((ranks == 1).mean()),
            mrr_without=float((1 / ranks_without).mean()),
            first_without=float((ranks_without == 1).mean()),
        )
    return found


def _ranks(likeness: np.ndarray, right: Sequence[int]) -> np.ndarray:
    """The place of the right one in each row, 1 for the first; of equals the last place counts."""
    mine = likeness[np.arange(len(right)), list(right)]
    ranks: np.ndarray = (likeness >= mine[:, None]).sum(axis=1)
    return ranks


def as_text(found: dict[str, Figures], split: str) -> str:
    """The figures for a terminal."""
    lines = [f"Luxembourgish titles ({split}) → the same in     MRR   first   without the lexicon: MRR   first"]
    for target, one in found.items():
        without = f"{one.mrr_without:>26.3f} {one.first_without:>7.3f}"
        lines.append(f"  {target} ({one.titles} titles) {one.mrr:>31.3f} {one.first:>7.3f} {without}")
    return "\n".join(lines)
