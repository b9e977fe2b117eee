"""``passerelle evaluate extraction``: English sentences → the ESCO competences that people found in them.

The annotated job advertisements of Decorte et al. (2022, arXiv:2209.05987; 2023, arXiv:2307.10778): files
``*_annotations.csv`` with ``sentence`` and ``label``, the English preferred label of a competence in ESCO 1.1.0. As
there, sentences without a label are left out, and figures are R-precision at k and MRR over all competences. Labels are
joined to the vocabulary by name; those that its version does not have are left out and told as coverage.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.importing import import_files
from data.places import Gazetteer
from data.store import Store
from data.vocabulary import Vocabulary
from engine.domain import Concept, ConceptKind
from engine.errors import InputError
from evaluation.files import broken, numbered_lines
from evaluation.likeness import RECIPES, TextLikeness
from evaluation.metrics import Comparison, Values, as_dict, compared, figures
from models import Encoder, EncodingCache
from models.concepts import ConceptIndex
from models.extraction import Passage, SkillReader
from models.lexical import LexicalIndex
from models.runtime import FloatArray
from models.tongues import Tongues
from service import clock
from service.commands.output import ProgressLine
from service.settings import Settings
from service.upkeep import ENCODING_THREADS, encoder_folder

PATTERNS = ("*_annotations.csv", "*_annotations.csv.gz")
COLUMNS = ("sentence", "label")
# What annotators wrote where ESCO has nothing that fits, or a span says too little.
NO_LABEL = frozenset(("", "LABEL NOT PRESENT", "UNDERSPECIFIED", "UNK"))
LANGUAGE = "en"
CUTS = (1, 5, 10)
# Sentences answered at once.
BATCH = 16
PRODUCT = "product"
TRAINED_ON = {
    PRODUCT: "the encoder in force (models/encoder.md); weights of the extraction chosen on the validation files",
    "encoder": "nothing (zero-shot): the raw encoder, sentence against preferred label",
    "tfidf": "nothing: character n-grams, sentence against preferred label",
}

# Sentences → float32 (sentences, competences) for some of them at a time, in their order.
System = Callable[[Sequence[str]], Iterator[FloatArray]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """One file: sentence → the labels that it bears, without repetition."""

    name: str
    labels: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Annotated:
        """The labelled sentences; ``InputError`` names the line that cannot be used."""
        rows = csv.DictReader(line for _, line in numbered_lines(path))
        absent = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if absent:
            raise broken(path, 1, f"expected the columns {' and '.join(COLUMNS)}", ", ".join(absent))
        labels: dict[str, dict[str, None]] = {}
        for row in rows:
            if row["label"] is None:
                raise broken(path, rows.line_num, "expected a sentence and a label", str(row["sentence"]))
            label = " ".join(row["label"].split())
            if label not in NO_LABEL:
                labels.setdefault(row["sentence"].strip(), {})[label] = None
        told = {sentence: tuple(names) for sentence, names in labels.items()}
        return cls(name=path.name.split("_annotations", 1)[0], labels=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What can be asked of a vocabulary: sentence → competences by their number; ``coverage`` is told beside."""

    name: str
    gold: Mapping[str, frozenset[int]]
    sentences: int
    labels: int
    found: int

    @property
    def coverage(self) -> Mapping[str, float]:
        """The shares of labels and of sentences that the vocabulary has a competence for; NaN of none."""
        shares = {"labels": (self.found, self.labels), "sentences": (len(self.gold), self.sentences)}
        return {name: part / whole if whole else float("nan") for name, (part, whole) in shares.items()}


def read_folder(folder: Path) -> list[Annotated]:
    """Every annotated file of a folder by name, or the one file that is named."""
    paths = sorted(path for pattern in PATTERNS for path in folder.glob(pattern)) if folder.is_dir() else [folder]
    if not paths or not all(path.is_file() for path in paths):
        raise InputError(
            f"there is no {PATTERNS[0]} here",
            place=str(folder),
            value=folder.name,
            remedy="name a folder with annotated sentences (sentence, label)",
            code="benchmark-file-missing",
        )
    return [Annotated.read(path) for path in paths]


def joined(annotated: Annotated, skills: Sequence[Concept]) -> Asked:
    """Labels as competences: the one that bears this name, and where several do, whose list of names has it first."""
    holders: dict[str, tuple[int, int]] = {}
    for number, skill in enumerate(skills):
        for rank, name in enumerate(skill.labels.get(LANGUAGE, ())):
            key = name.casefold()
            holders[key] = min(holders.get(key, (rank, number)), (rank, number))
    told = {
        sentence: [holders[label.casefold()][1] for label in labels if label.casefold() in holders]
        for sentence, labels in annotated.labels.items()
    }
    return Asked(
        name=annotated.name,
        gold={sentence: frozenset(numbers) for sentence, numbers in told.items() if numbers},
        sentences=len(annotated.labels),
        labels=sum(map(len, annotated.labels.values())),
        found=sum(map(len, told.values())),
    )


def measured(scores: FloatArray, gold: frozenset[int]) -> dict[str, float]:
    """R-precision at each cut (hits among the first k, by the fewer of k and all there are) and the reciprocal rank."""
    order = np.argsort(-scores, kind="stable")
    hits = np.isin(order, list(gold))
    values = {f"rp@{cut}": float(hits[:cut].sum()) / min(cut, len(gold)) for cut in CUTS}
    return values | {"mrr": 1.0 / (int(np.flatnonzero(hits)[0]) + 1)}


def values(asked: Asked, system: System) -> Values:
    """Measure → sentence → value."""
    found: dict[str, dict[str, float]] = {}
    sentences = list(asked.gold)
    rows = (row for block in system(sentences) for row in block)
    for sentence, row in zip(sentences, rows, strict=True):
        for name, value in measured(row, asked.gold[sentence]).items():
            found.setdefault(name, {})[sentence] = value
    return found


def english(skills: Iterator[Concept]) -> list[Concept]:
    """Competences with their English names only: the sentences are English, so names in others say no more."""
    return [
        Concept(uri=skill.uri, kind=skill.kind, labels={LANGUAGE: skill.labels[LANGUAGE]})
        for skill in skills
        if skill.labels.get(LANGUAGE)
    ]


def _vocabulary(options: argparse.Namespace, settings: Settings) -> list[Concept]:
    """The competences of the vocabulary in force, or of a folder with ESCO's tables, read as ``passerelle import``."""
    if options.esco is None:
        with Store.open(settings.database_url) as store:
            return english(Vocabulary.load(store).concepts(ConceptKind.SKILL))
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{folder}/esco.sqlite") as store:
        import_files(store, [options.esco], places=Gazetteer.shipped(), today=clock.today())
        return english(Vocabulary.load(store).concepts(ConceptKind.SKILL))


def _product(skills: Sequence[Concept], cache: EncodingCache) -> System:
    with ProgressLine("encoding names") as progress:
        index = ConceptIndex.build(skills, cache, progress)
    reader = SkillReader(index, Tongues.of(skills), lambda texts, languages: cache.encode(texts, languages).vectors)

    def answer(sentences: Sequence[str]) -> Iterator[FloatArray]:
        for at in range(0, len(sentences), BATCH):
            yield np.array(reader.scores([Passage.of(text, LANGUAGE) for text in sentences[at : at + BATCH]]))

    return answer


def _systems(skills: Sequence[Concept], settings: Settings, cache: EncodingCache) -> dict[str, System]:
    labels = [skill.labels[LANGUAGE][0] for skill in skills]
    wording = LexicalIndex.build(labels, [""] * len(labels))
    raw = TextLikeness.open(
        encoder_folder(settings), settings.home / "encodings", RECIPES["encoder"], threads=ENCODING_THREADS
    )

    def tfidf(sentences: Sequence[str]) -> Iterator[FloatArray]:
        for at in range(0, len(sentences), BATCH):
            yield wording.similarities(sentences[at : at + BATCH])

    return {
        PRODUCT: _product(skills, cache),
        "encoder": lambda sentences: raw.blocks(sentences, labels),
        "tfidf": tfidf,
    }


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("folder", type=Path, metavar="DIR", help=f"annotated sentences: {PATTERNS[0]}, or one file")
    parser.add_argument("--esco", type=Path, metavar="DIR2", help="tables of ESCO instead of the vocabulary in force")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure every file and print."""
    settings = Settings.read(os.environ)
    files = read_folder(options.folder)
    skills = _vocabulary(options, settings)
    encoder = Encoder.load(encoder_folder(settings), threads=ENCODING_THREADS)
    with EncodingCache(settings.home / "encodings", encoder) as cache:
        systems = _systems(skills, settings, cache)
        results = [
            (asked, {name: values(asked, system) for name, system in systems.items()})
            for asked in (joined(annotated, skills) for annotated in files)
        ]
    if options.json:
        sets = {asked.name: _as_dict(asked, found) for asked, found in results}
        print(json.dumps({"competences": len(skills), "trained_on": TRAINED_ON, "sets": sets}, indent=2))
    else:
        print(_text(len(skills), results))
    return 0


def _against(found: Mapping[str, Values]) -> Mapping[str, Mapping[str, Comparison]]:
    """Baseline → measure → by how much the product is better."""
    return {
        name: {measure: compared(found[PRODUCT][measure], by_sentence) for measure, by_sentence in measures.items()}
        for name, measures in found.items()
        if name != PRODUCT
    }


def _as_dict(asked: Asked, found: Mapping[str, Values]) -> dict[str, object]:
    better = {
        name: {
            measure: {"difference": one.difference.mean, "low": one.difference.low, "high": one.difference.high}
            | {"chance": one.chance}
            for measure, one in by_measure.items()
        }
        for name, by_measure in _against(found).items()
    }
    return {
        "sentences": len(asked.gold),
        "coverage": dict(asked.coverage),
        **{name: as_dict(figures(measures)) for name, measures in found.items()},
        "product_better_than": better,
    }


def _text(competences: int, results: Sequence[tuple[Asked, Mapping[str, Values]]]) -> str:
    lines = [f"English sentences to {competences} competences"]
    for asked, found in results:
        covered = ", ".join(f"{share:.1%} of the {name}" for name, share in asked.coverage.items())
        lines += ["", f"{asked.name}: {len(asked.gold)} sentences (the vocabulary has {covered})"]
        if not asked.gold:
            continue
        against = _against(found)
        for name, measures in found.items():
            cells = [
                f"{measure} {one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]"
                for measure, one in figures(measures).items()
            ]
            chance = f"  (p {against[name]['mrr'].chance:.3f})" if name in against else ""
            lines.append(f"  {name:<10}" + "  ".join(cells) + chance)
    lines += ["", *(f"{name}: {trained}" for name, trained in TRAINED_ON.items())]
    return "\n".join(lines)
