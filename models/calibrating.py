"""Learns how sure a link is: ``python -m models.calibrating ESCO_FOLDER`` writes ``calibration.json``.

Queries are made of the names of ESCO concepts: a name as it stands, a name that is taken out of the index first (so
that the concept must be met through its others), one with a typing mistake, one within a phrase; and of what means no
concept: names of concepts that are taken out altogether, runs of letters, sentences about anything else
(``offtopic.tsv``). Some of the concepts fit a logistic regression (evened out by isotonic regression), the
others tell how well it does. Every random choice comes from one seed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.domain import Concept, ConceptKind
from models.cache import EncodingCache
from models.calibration import COEFFICIENTS, calibration_of
from models.concepts import ConceptIndex
from models.encoder import Encoder
from models.esco_labels import read_labels
from models.evidence import FEATURES, Evidence, evidence_for
from models.folders import write_atomically
from models.linking import FOUND
from models.names import LANGUAGES, words_of
from models.runtime import FloatArray
from models.serving import BUNDLED, serving_folder

SEED = 20261122
# How many queries of each sort are made for each kind of concept.
QUERIES = {
    "name": 500,
    "held out": 1_500,
    "typing mistake": 500,
    "phrase": 400,
    "concept missing": 700,
    "nonsense": 150,
}
OFFTOPIC = Path(__file__).with_name("offtopic.tsv")
PHRASES = (
    "Ausbildung als {}", "ich kann {}", "Kurs {} für Anfänger", "formation {}", "je voudrais apprendre : {}",
    "{} (niveau débutant)", "training in {}", "I have experience in {}", "opleiding {}", "Weiterbildung: {}",
)  # fmt: skip
KEYS = "abcdefghijklmnopqrstuvwxyz"
NONSENSE_WORDS, NONSENSE_LETTERS = (1, 4), (3, 12)
SHORTEST_MISTYPED = 6
# How strongly the regression is held back (scikit-learn's C), and the bins of the calibration error.
REGULARISATION, BINS = 1.0, 10
# Steps from log odds to probability.
GROUPS = 25
# The share of the concepts that fits; the others give the figures.
FITTING = 0.6
DEPTH = 5
PATTERNS = {ConceptKind.OCCUPATION: "/occupation/", ConceptKind.SKILL: "/skill/"}

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text, the concepts that are right (by number, none for nonsense), the names hidden, and what it is made of."""

    text: str
    sort: str
    language: str
    right: frozenset[int]
    hidden: tuple[int, ...] = ()
    fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A query, what was found, and which of the concepts found are right."""

    query: Query
    evidence: Evidence
    right: Flags


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where ESCO is, and where the encoder and its cache."""
    parser.add_argument("esco", type=Path, metavar="ESCO_FOLDER", help="the folder with ESCO's label tables")
    parser.add_argument("--home", type=Path, default=None, help="state folder (default PASSERELLE_HOME, else var)")
    parser.add_argument("--output", type=Path, default=COEFFICIENTS, help="where the coefficients are written")


def run(options: argparse.Namespace) -> int:
    """Calibrate, write and print the figures."""
    home = options.home or Path(os.environ.get("PASSERELLE_HOME", "var"))
    encoder = Encoder.load(serving_folder(home, os.environ.get("PASSERELLE_MODEL", BUNDLED)))
    kinds: dict[str, Any] = {}
    with EncodingCache(home / "encodings", encoder) as cache, tempfile.TemporaryDirectory() as scratch:
        for kind, pattern in PATTERNS.items():
            concepts = esco_concepts(options.esco, kind, pattern)
            index = _as_served(ConceptIndex.build(concepts, cache), Path(scratch) / kind.value)
            answered = list(answers(index, encoder, kind))
            kinds[kind.value] = calibrated(answered) | {"concepts": len(index), "names": len(index.names)}
            print(f"{kind.value}: {json.dumps(kinds[kind.value]['figures'], indent=1)}", flush=True)
    write_atomically(options.output, json.dumps(told(kinds, encoder.fingerprint), indent=1, ensure_ascii=False) + "\n")
    return 0


def told(kinds: dict[str, Any], encoder: str) -> dict[str, Any]:
    """What is written: the coefficients and figures of each kind, and what they were made from."""
    return {
        "made": datetime.now(UTC).date().isoformat(),
        "by": "python -m models.calibrating",
        "seed": SEED,
        "encoder": encoder,
        "data": "names of ESCO v1.2 (European Commission, Decision 2011/833/EU); some of the concepts fit, the "
        "others give the figures",
        "share of concepts that fit": FITTING,
        "features": FEATURES,
        "kinds": kinds,
    }


def esco_concepts(folder: Path, kind: ConceptKind, pattern: str) -> list[Concept]:
    """The concepts of one kind in ESCO's label tables."""
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for label in read_labels(folder):
        if pattern in label.concept:
            labels[label.concept][label.language].append(label.text)
    return [
        Concept(uri=uri, kind=kind, labels={language: tuple(names) for language, names in spoken.items()})
        for uri, spoken in labels.items()
    ]


def _as_served(index: ConceptIndex, folder: Path) -> ConceptIndex:
    """The index as a running service has it: written and mapped again."""
    folder.mkdir()
    index.save(folder)
    return ConceptIndex.load(folder)


def answers(index: ConceptIndex, encoder: Encoder, kind: ConceptKind) -> Iterator[Answered]:
    """Every query with what the linker finds for it."""
    queries = list(queries_of(index, np.random.default_rng(SEED)))
    # One by one, as they are asked: the language of a text is guessed, not known.
    wanted = np.array([one is kind for one in index.kinds], bool)
    vectors = encoder.encode([query.text for query in queries])
    for query, vector in zip(queries, vectors, strict=True):
        if index.intelligible(query.text):
            evidence = evidence_for(index, query.text, vector, wanted, query.hidden)
            right = np.array([concept in query.right for concept in evidence.concepts.tolist()], bool)
            yield Answered(query=query, evidence=evidence, right=right)


def queries_of(index: ConceptIndex, random: np.random.Generator) -> Iterator[Query]:
    """Queries of every sort (``QUERIES``); a concept fits or is asked, with all its queries."""
    names = index.names
    halves = random.random(len(index)) < FITTING
    for sort, count in QUERIES.items():
        if sort == "nonsense":
            continue
        for row in random.choice(len(names), size=min(count, len(names)), replace=False).tolist():
            text, concept = names.texts[row], int(names.concept_of[row])
            holders = names.named([" ".join(words_of(text))])[0]
            right = frozenset(names.concept_of[holders].tolist()) | {concept}
            hidden: tuple[int, ...] = ()
            if sort == "held out":
                hidden = tuple({row, *holders.tolist()})
            elif sort == "concept missing":
                hidden = tuple(other for one in right for other in range(names.starts[one], names.starts[one + 1]))
                right = frozenset()
            elif sort == "typing mistake":
                text = mistyped(text, random)
            elif sort == "phrase":
                text = str(random.choice(PHRASES)).format(text)
            language, fits = names.language(row), bool(halves[concept])
            yield Query(text=text, sort=sort, language=language, right=right, hidden=hidden, fits=fits)
    for at, text in enumerate([*_offtopic(), *(nonsense(random) for _ in range(QUERIES["nonsense"]))]):
        yield Query(text=text, sort="nonsense", language="", right=frozenset(), fits=at % 2 == 0)


def mistyped(text: str, random: np.random.Generator) -> str:
    """The text with one letter left out, doubled, changed, or two exchanged; as it is where it is very short."""
    if len(text) < SHORTEST_MISTYPED:
        return text
    at = int(random.integers(1, len(text) - 1))
    key = KEYS[int(random.integers(len(KEYS)))]
    changes = (
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + key + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )
    return changes[int(random.integers(len(changes)))]


def nonsense(random: np.random.Generator) -> str:
    """Words of letters in any order."""
    words = int(random.integers(*NONSENSE_WORDS))
    return " ".join("".join(random.choice(list(KEYS), int(random.integers(*NONSENSE_LETTERS)))) for _ in range(words))


def _offtopic() -> list[str]:
    with OFFTOPIC.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    # Language by language, so that the two halves ask for different things in the end.
    return [row[language] for row in rows for language in LANGUAGES]


def calibrated(answered: Sequence[Answered]) -> dict[str, Any]:
    """The coefficients fitted on some of the answers, and the figures on the others."""
    # Imported here: only this command needs it, and serving must not.
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    fitting, asked = [a for a in answered if a.query.fits], [a for a in answered if not a.query.fits]
    features, right = _rows(fitting)
    scaler = StandardScaler().fit(features)
    regression = LogisticRegression(C=REGULARISATION, max_iter=2_000).fit(scaler.transform(features), right)
    weights = (regression.coef_[0] / scaler.scale_).astype(np.float32)
    bias = float(regression.intercept_[0] - (regression.coef_[0] * scaler.mean_ / scaler.scale_).sum())
    likeliest = [int(np.argmax(a.evidence.features @ weights)) for a in fitting]
    first = np.concatenate([np.arange(len(a.right)) == at for a, at in zip(fitting, likeliest, strict=True)])
    every, true = _rows(fitting, depth=None)
    odds = every @ weights + bias
    coefficients = {
        "weights": [round(float(weight), 5) for weight in weights],
        "bias": round(bias, 5),
        "first": _steps(odds[first], true[first]),
        "others": _steps(odds[~first], true[~first]),
    }
    calibration = calibration_of(coefficients)
    sure = [calibration.probabilities(a.evidence.features) for a in asked]
    return coefficients | {"figures": figures(asked, sure)}


def _steps(odds: npt.NDArray[np.floating], right: Flags) -> dict[str, list[float]]:
    """Isotonic regression over groups of like log odds: with fewer steps it follows chance less."""
    from sklearn.isotonic import IsotonicRegression

    groups = np.array_split(np.argsort(odds, kind="stable"), GROUPS)
    middles = [float(odds[group].mean()) for group in groups if len(group)]
    shares = [float(right[group].mean()) for group in groups if len(group)]
    sizes = [len(group) for group in groups if len(group)]
    smooth = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(middles, shares, sample_weight=sizes)
    return {"odds": [round(at, 4) for at in middles], "shares": [round(float(share), 4) for share in smooth]}


def _rows(answered: Sequence[Answered], depth: int | None = DEPTH) -> tuple[npt.NDArray[np.float64], Flags]:
    """The features of the first concepts of every answer, and which of these are right."""
    features = [a.evidence.features[:depth] for a in answered]
    return np.concatenate(features).astype(np.float64), np.concatenate([a.right[:depth] for a in answered])


def figures(asked: Sequence[Answered], sure: Sequence[FloatArray]) -> dict[str, Any]:
    """Calibration error of the first link and of the first five, accuracy by sort and language, and "not found"."""
    ranked = [np.argsort(-one, kind="stable")[:DEPTH] for one in sure]
    first = [
        (one[order[0]], a.right[order[0]]) for a, one, order in zip(asked, sure, ranked, strict=True) if len(order)
    ]
    every = [(one[at], a.right[at]) for a, one, order in zip(asked, sure, ranked, strict=True) for at in order]
    silent = [not len(order) or one[order[0]] < FOUND for one, order in zip(sure, ranked, strict=True)]
    wrong = [not a.query.right for a in asked]
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for a, order in zip(asked, ranked, strict=True):
        if a.query.right:
            hit = (bool(a.right[order[:1]].any()), bool(a.right[order].any()))
            hits[a.query.sort].append(hit)
            if a.query.sort == "held out":
                hits[f"held out, {a.query.language}"].append(hit)
    missed = [bool(len(order)) and not a.right[order[:1]].any() for a, order in zip(asked, ranked, strict=True)]
    return {
        "queries": len(asked),
        "expected calibration error, first link": _error(first),
        "expected calibration error, first five": _error(every),
        "reliability, first link (told, true, links)": _reliability(first),
        "success@1, success@5": {
            sort: [round(float(share), 3) for share in np.mean(found, axis=0)] for sort, found in sorted(hits.items())
        },
        "not found: share of texts without a right concept that are told so": _share(silent, wrong),
        "not found: share of nonsense that is told so": _share(silent, [a.query.sort == "nonsense" for a in asked]),
        "not found: how often rightly (no right concept, or not first)": _share(
            [w or m for w, m in zip(wrong, missed, strict=True)], silent
        ),
        "found: share of texts with a right concept": _share([not s for s in silent], [not w for w in wrong]),
    }


def _share(these: Sequence[bool], among: Sequence[bool]) -> float:
    picked = [this for this, one in zip(these, among, strict=True) if one]
    return round(float(np.mean(picked)), 3) if picked else float("nan")


def _reliability(told: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Per tenth of probability: the mean told, the share that is true, and how many."""
    said = np.array([probability for probability, _ in told])
    true = np.array([right for _, right in told], float)
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    return [
        (round(float(said[bins == one].mean()), 3), round(float(true[bins == one].mean()), 3), int((bins == one).sum()))
        for one in range(BINS)
        if (bins == one).any()
    ]


def _error(told: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error of Guo et al. (2017), ten bins."""
    table = _reliability(told)
    total = sum(count for *_, count in table)
    return round(sum(abs(said - true) * count for said, true, count in table) / total, 4)


def main(given: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m models.calibrating", description="Learn how sure a link is.")
    arguments(parser)
    return run(parser.parse_args(given))


if __name__ == "__main__":
    sys.exit(main())
