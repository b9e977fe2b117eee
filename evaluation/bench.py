"""``passerelle bench``: ours against a plain pipeline, in one run.

Plain is what one would write first: sentence-transformers in fp32, ``encode``, a flat FAISS index, the nearest ten
titles; no rules, no reasons, no lexical part. Both get the same texts, the same queries, the same number of threads,
turn by turn, so that a busy machine slows both alike: trust the ratios, not the milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.domain import Cefr, Profile
from evaluation.bench_linking import LinkingReport, in_a_process, rows_of
from evaluation.bench_reasoning import ReasoningReport
from evaluation.bench_reasoning import measured as reasoning_measured
from evaluation.bench_reasoning import rows_of as reasoning_rows
from evaluation.overlap import read_wishes
from evaluation.timing import Timing, in_turns
from models import Encoder
from models.serving import reference_folder, serving_folder
from models.wording import fold_wording
from service.bootstrap import Passerelle
from service.settings import Settings

if TYPE_CHECKING:
    from evaluation.plain import PlainPipeline

QUERY_THREADS = 1
BUILD_THREADS = 2
ROUNDS = 3
# Texts encoded by each side for the building rate: enough batches to be steady, few enough to wait for.
BUILD_TEXTS, BUILD_ROUNDS = 256, 3
HOMES = (("DE", "66111"), ("FR", "57000"), ("DE", "54290"), ("BE", "4020"), ("LU", "4361"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was measured; ratios are ours to plain."""

    courses: int
    queries: int
    ours: Timing
    plain: Timing
    query_ratio: float
    ours_embedding: Timing
    plain_embedding: Timing
    embedding_ratio: float
    cosine_mean: float
    cosine_least: float
    ours_texts_per_second: float
    plain_texts_per_second: float
    build_ratio: float
    ours_resident_mb: float
    plain_resident_mb: float
    ours_start_seconds: float
    plain_start_seconds: float
    linking: LinkingReport
    reasoning: ReasoningReport


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--json", action="store_true", help="the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    report = measured(Settings.read(os.environ))
    print(json.dumps(asdict(report), indent=2) if options.json else as_text(report))
    return 0


def measured(settings: Settings) -> Report:
    """Both pipelines over the catalogue of ``settings``, turn by turn."""
    from evaluation.plain import PlainPipeline  # brings torch: not for printing help

    with Passerelle.open(settings) as product:
        texts = [f"{row.title}. {row.summary}".strip() for row in product.store.texts()]
        plain = PlainPipeline(reference_folder(settings.home, settings.model), threads=QUERY_THREADS)
        # Two texts a course, as ours; what they say does not change how long a flat scan takes.
        plain.index_of_size(2 * len(texts))
        profiles = people(product)
        ours, theirs = in_turns(
            [
                lambda at: product.recommend(profiles[at % len(profiles)], k=10),
                lambda at: plain.nearest(profiles[at % len(profiles)].goal, 10),
            ],
            times=ROUNDS * len(profiles),
        )
        sample = list(islice((text for text in texts if text), BUILD_TEXTS))
        rates = building_rates(product, plain, sample)
        encoder = Encoder.load(serving_folder(settings.home, settings.model), threads=QUERY_THREADS)
        embedded, plain_embedded = embedding_times(encoder, plain, [profile.goal for profile in profiles])
        cosines = agreement(encoder, plain, sample)
        courses = product.health().courses
        reasoning = reasoning_measured(product, profiles)
    ours_mb, ours_start = footprint("ours")
    plain_mb, plain_start = footprint("plain")
    timing, plain_timing = Timing.of(ours), Timing.of(theirs)
    embedding, plain_embedding = Timing.of(embedded), Timing.of(plain_embedded)
    return Report(
        courses=courses,
        queries=len(ours),
        ours=timing,
        plain=plain_timing,
        query_ratio=timing.p50_ms / plain_timing.p50_ms,
        ours_embedding=embedding,
        plain_embedding=plain_embedding,
        embedding_ratio=embedding.p50_ms / plain_embedding.p50_ms,
        cosine_mean=float(cosines.mean()),
        cosine_least=float(cosines.min()),
        ours_texts_per_second=rates[0],
        plain_texts_per_second=rates[1],
        build_ratio=rates[0] / rates[1],
        ours_resident_mb=ours_mb,
        plain_resident_mb=plain_mb,
        ours_start_seconds=ours_start,
        plain_start_seconds=plain_start,
        linking=in_a_process(),
        reasoning=reasoning,
    )


def people(product: Passerelle) -> list[Profile]:
    """Every wish in every language, each told by somebody who lives somewhere and speaks two languages."""
    homes = [product.places.resolve(country=country, postal_code=code) for country, code in HOMES]
    goals = [wish for words in read_wishes().values() for wish in words.values()]
    speaks = {"de": Cefr.B2, "fr": Cefr.B1}
    return [
        Profile(goal=goal, home=homes[at % len(homes)], speaks=speaks, eqf_level=3, age=24, max_travel_minutes=90)
        for at, goal in enumerate(goals)
    ]


def footprint(pipeline: str) -> tuple[float, float]:
    """Resident megabytes and seconds to the first answer of a process that does nothing else."""
    command = [sys.executable, "-m", "evaluation.footprint", pipeline]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and module
    figures: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures["resident_mb"], figures["start_seconds"]


def building_rates(product: Passerelle, plain: PlainPipeline, texts: Sequence[str]) -> tuple[float, float]:
    """Texts per second of encoding ``texts``, ours and plain, in turns with the same number of threads."""
    ours = Encoder.load(serving_folder(product.settings.home, product.settings.model), threads=BUILD_THREADS)
    taken = in_turns(
        [lambda _: ours.encode(texts), lambda _: plain.encode(texts, threads=BUILD_THREADS)],
        times=BUILD_ROUNDS,
        warm_up=1,
    )
    ours_rate, plain_rate = (len(texts) * len(seconds) / sum(seconds) for seconds in taken)
    return ours_rate, plain_rate


def embedding_times(encoder: Encoder, plain: PlainPipeline, queries: Sequence[str]) -> list[list[float]]:
    """Seconds of embedding one query after the other on one thread, ours and plain, turn by turn."""
    return in_turns(
        [
            lambda at: encoder.raw([queries[at % len(queries)]]),
            lambda at: plain.encode([queries[at % len(queries)]], threads=QUERY_THREADS),
        ],
        times=ROUNDS * len(queries),
    )


def agreement(encoder: Encoder, plain: PlainPipeline, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """The cosine of each text's raw vector, ours to plain; both get the folded wording."""
    expected = plain.encode([fold_wording(text) for text in texts], threads=QUERY_THREADS)
    cosines: npt.NDArray[np.float32] = (encoder.raw(texts) * expected).sum(axis=1)
    return cosines


def as_text(report: Report) -> str:
    """The figures for a terminal."""
    rows = [
        ("a complete recommendation, p50 ms", report.ours.p50_ms, report.plain.p50_ms, "at most 1.0"),
        ("                           p95 ms", report.ours.p95_ms, report.plain.p95_ms, ""),
        ("                           p99 ms", report.ours.p99_ms, report.plain.p99_ms, ""),
        ("a query embedded, p50 ms", report.ours_embedding.p50_ms, report.plain_embedding.p50_ms, "at most 0.5"),
        ("building: texts a second", report.ours_texts_per_second, report.plain_texts_per_second, "at least 1.5"),
        ("resident memory, MB", report.ours_resident_mb, report.plain_resident_mb, ""),
        ("start to first answer, s", report.ours_start_seconds, report.plain_start_seconds, ""),
    ]
    head = (
        f"{report.courses} courses, {report.queries} queries; {QUERY_THREADS} thread a query, {BUILD_THREADS} to build"
    )
    lines = [head, f"{'':<36}{'ours':>10}{'plain':>10}{'ratio':>8}"]
    lines += [f"{name:<36}{ours:>10.1f}{plain:>10.1f}{ours / plain:>8.2f}  {aim}" for name, ours, plain, aim in rows]
    lines += rows_of(report.linking)
    lines += reasoning_rows(report.reasoning)
    lines.append(f"cosine to the plain vectors: mean {report.cosine_mean:.4f}, least {report.cosine_least:.4f}")
    return "\n".join(line.rstrip() for line in lines)
