"""How fast a text is linked to a vocabulary of the size of full ESCO, and what that vocabulary weighs.

Full ESCO does not ship with Passerelle. Its names are made up here, out of the words of the starter vocabulary and with
vectors of chance: what names say does not change how long it takes to look through so many of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from data.vocabulary import starter_concepts
from engine.domain import Concept, ConceptKind
from evaluation.overlap import read_wishes
from models.cache import CachedEncoding
from models.concepts import ConceptIndex
from models.encoder import Encoder
from models.linking import Linker
from models.serving import serving_folder
from service.settings import Settings

# Concepts of ESCO v1.2, and names of each in five languages (its download has four to ten).
CONCEPTS = {ConceptKind.OCCUPATION: 3_040, ConceptKind.SKILL: 13_940}
NAMES_EACH = {ConceptKind.OCCUPATION: 20, ConceptKind.SKILL: 6}
LANGUAGES = ("de", "fr", "en", "nl", "lb")
WORDS_A_NAME = (1, 5)
SEED, ROUNDS, WARM_UP = 7, 3, 5
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingReport:
    """Milliseconds to link (the embedding included) and to complete, and what loading both indexes takes."""

    names: int
    occupations_p50_ms: float
    occupations_p95_ms: float
    skills_p50_ms: float
    skills_p95_ms: float
    complete_p50_ms: float
    complete_p95_ms: float
    load_seconds: float
    added_mb: float
    process_mb: float


class ChanceVectors:
    """Gives every text a vector of chance, where an index wants a cache of encodings."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._random = np.random.default_rng(SEED)

    def encode(self, texts: Sequence[str], *_: object) -> CachedEncoding:
        """Float32 (len(texts), dimension), rows of length 1; languages and progress are nothing to it."""
        vectors = self._random.standard_normal((len(texts), self._dimension), np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return CachedEncoding(vectors=vectors, encoded=len(texts), reused=0)


def made_up(kind: ConceptKind, words: Sequence[str]) -> Iterator[Concept]:
    """As many concepts as ESCO has, their names some words in a row of each language."""
    random = np.random.default_rng(SEED)
    each = NAMES_EACH[kind]
    for number in range(CONCEPTS[kind]):
        sizes = random.integers(*WORDS_A_NAME, size=each)
        names = [" ".join(words[at] for at in random.integers(len(words), size=size)) for size in sizes]
        labels = {language: tuple(names[at :: len(LANGUAGES)]) for at, language in enumerate(LANGUAGES)}
        yield Concept(uri=f"made-up:{kind}/{number}", kind=kind, labels=labels)


def measured(encoder: Encoder) -> LinkingReport:
    """Build, load and time; half a minute or two of it is building."""
    starter = starter_concepts()
    words = sorted(
        {word for one in starter for names in one.labels.values() for name in names for word in name.split()}
    )
    names = [names[0] for one in starter for names in one.labels.values() if names]
    texts = [wish for told in read_wishes().values() for wish in told.values()] + list(islice(names, 0, None, 50))
    with tempfile.TemporaryDirectory() as scratch:
        for kind in CONCEPTS:
            (Path(scratch) / kind).mkdir()
            # The vectors of chance stand in for a cache: only ``encode`` is asked for.
            cache: Any = ChanceVectors(encoder.dimension)
            ConceptIndex.build(made_up(kind, words), cache).save(Path(scratch) / kind)
        encoder.encode(texts[:1])
        before, started = psutil.Process().memory_info().rss, time.perf_counter()
        occupations, skills = (ConceptIndex.load(Path(scratch) / kind) for kind in CONCEPTS)
        linker = Linker(occupations=occupations, skills=skills, encoder=encoder)
        loaded = time.perf_counter() - started
        prefixes = [text[: 3 + at % 6] for at, text in enumerate(texts)]
        by_occupation = _times(lambda text: linker.link(text, kind=ConceptKind.OCCUPATION), texts)
        by_skill = _times(lambda text: linker.link(text, kind=ConceptKind.SKILL), texts)
        completing = _times(lambda text: linker.complete(text, kind=ConceptKind.SKILL, language="de"), prefixes)
        process = psutil.Process().memory_info().rss
    return LinkingReport(
        names=len(occupations.names) + len(skills.names),
        occupations_p50_ms=by_occupation[0],
        occupations_p95_ms=by_occupation[1],
        skills_p50_ms=by_skill[0],
        skills_p95_ms=by_skill[1],
        complete_p50_ms=completing[0],
        complete_p95_ms=completing[1],
        load_seconds=loaded,
        added_mb=(process - before) / MEGABYTE,
        process_mb=process / MEGABYTE,
    )


def _times(job: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    """The median and the 95th percentile of the milliseconds that a job takes for each text."""
    taken = []
    for at, text in enumerate([*texts[:WARM_UP], *(list(texts) * ROUNDS)]):
        started = time.perf_counter()
        job(text)
        if at >= WARM_UP:
            taken.append(1_000 * (time.perf_counter() - started))
    p50, p95 = np.percentile(taken, [50, 95])
    return float(p50), float(p95)


def in_a_process() -> LinkingReport:
    """``measured`` in a process of its own, so that nothing else counts as memory."""
    command = [sys.executable, "-m", "evaluation.bench_linking"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and module
    return LinkingReport(**json.loads(done.stdout.splitlines()[-1]))


def rows_of(report: LinkingReport) -> list[str]:
    """The figures for a terminal."""
    rows = [
        ("to occupations, p50 and p95 ms", report.occupations_p50_ms, report.occupations_p95_ms, "p50 at most 25"),
        ("to competences, p50 and p95 ms", report.skills_p50_ms, report.skills_p95_ms, "p50 at most 25"),
        ("completing, p50 and p95 ms", report.complete_p50_ms, report.complete_p95_ms, "p50 at most 20"),
        ("loading: seconds, MB more", report.load_seconds, report.added_mb, ""),
    ]
    head = f"linking to {sum(CONCEPTS.values())} concepts by {report.names} names, the embedding included"
    return [head, *(f"  {name:<34}{one:>10.1f}{other:>10.1f}  {aim}".rstrip() for name, one, other, aim in rows)]


def main() -> None:
    """Print the figures as one line of JSON."""
    settings = Settings.read(os.environ)
    print(json.dumps(asdict(measured(Encoder.load(serving_folder(settings.home, settings.model))))))


if __name__ == "__main__":
    main()
