"""``passerelle evaluate melo``: occupations or competences of one register → names of ESCO, as the MELO benchmark asks.

Retyk et al. (2024), MELO: folders of ``queries.tsv``, ``corpus_elements.tsv``, ``annotations.tsv`` (TREC qrels) and
``concept_mapping.tsv``, gzipped or not. The figures are trec_eval's over the full ranking of all names.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.store import Store
from data.store.entries import Kind
from data.vocabulary import Vocabulary
from engine.domain import Concept, ConceptKind
from engine.errors import InputError
from evaluation.files import one_of, read_qrels, read_table, refuse_strangers
from evaluation.likeness import PRODUCT, RECIPES, Likeness, TextLikeness
from evaluation.metrics import Comparison, Run, Values, as_dict, compared, figures, rounded, values_of
from evaluation.pivot import Names, Pivot, columns_of
from models.runtime import FloatArray
from service.commands.output import ProgressLine
from service.settings import Settings
from service.upkeep import ENCODING_THREADS, encoder_folder

QUERIES, ELEMENTS, ANNOTATIONS, MAPPING = (
    "queries.tsv",
    "corpus_elements.tsv",
    "annotations.tsv",
    "concept_mapping.tsv",
)
# ``--pivot esco``: the product's own vocabulary, which is what was imported of ESCO and the starter tables.
ESCO = "esco"
MEASURES = ("mrr", "success@1", "success@5", "success@10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Melo:
    """One folder: ids → texts, query → element → relevance, element → concept (its URI)."""

    folder: Path
    queries: Mapping[str, str]
    elements: Mapping[str, str]
    annotations: Mapping[str, Mapping[str, int]]
    concepts: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Melo:
        """The folder; ``InputError`` names the file and line that is missing, broken or belongs elsewhere."""
        queries, elements = (read_table(one_of(folder, name)) for name in (QUERIES, ELEMENTS))
        annotations = read_qrels(one_of(folder, ANNOTATIONS))
        concepts = read_table(one_of(folder, MAPPING))
        if not (queries and elements):
            raise InputError("no queries or no elements", place=str(folder), remedy="fetch the folder again")
        refuse_strangers(folder / ANNOTATIONS, "query", annotations, queries)
        refuse_strangers(
            folder / ANNOTATIONS, "element", (key for row in annotations.values() for key in row), elements
        )
        refuse_strangers(folder / MAPPING, "element", concepts, elements)
        return cls(folder=folder, queries=queries, elements=elements, annotations=annotations, concepts=concepts)

    def concept_of_each(self) -> list[str]:
        """The concept of every element in order; an element without one stands for itself."""
        return [self.concepts.get(key, key) for key in self.elements]

    def as_names(self) -> Names:
        """The elements as a pivot for another folder."""
        return Names(
            source=self.folder.resolve().name, texts=list(self.elements.values()), concepts=self.concept_of_each()
        )


def values(melo: Melo, likeness: Likeness, pivot: Sequence[Names] = (), *, once: bool = False) -> Values:
    """Every measure of every judged query; ``once`` lists every concept of the pivot before any second name of one."""
    return values_of(MEASURES, melo.annotations, _runs(melo, _scores(melo, likeness, pivot, once)))


def _runs(melo: Melo, blocks: Iterable[FloatArray]) -> Iterator[Run]:
    ids = list(melo.elements)
    at = {key: number for number, key in enumerate(ids)}
    queries = iter(melo.queries)
    for block in blocks:
        for scores in rounded(block):
            query = next(queries)
            wanted = [at[key] for key, relevance in melo.annotations.get(query, {}).items() if relevance > 0]
            if wanted:
                yield {query: _decisive(scores, ids, wanted)}


def _scores(melo: Melo, likeness: Likeness, pivot: Sequence[Names], once: bool) -> Iterator[FloatArray]:
    questions, answers = list(melo.queries.values()), list(melo.elements.values())
    if not pivot:
        yield from likeness.blocks(questions, answers)
        return
    join = _joined(melo, pivot)
    asked = likeness.language_of(questions)
    others = [np.full(len(names.texts), likeness.language_of(names.texts) != asked) for names in pivot]
    foreign = likeness.language_of(answers) != asked, np.concatenate(others)
    columns = [likeness.blocks(questions, names.texts) for names in pivot]
    for elements, *labels in zip(likeness.blocks(questions, answers), *columns, strict=True):
        ranked = join.ranked(elements, np.concatenate(labels, axis=1), foreign=foreign)
        yield join.once(ranked) if once else ranked


def _joined(melo: Melo, pivot: Sequence[Names]) -> Pivot:
    ours, theirs = melo.concept_of_each(), [concept for names in pivot for concept in names.concepts]
    if not set(ours) & set(theirs):
        raise InputError(
            "the benchmark and its pivot name no concept in common",
            place=str(melo.folder / MAPPING),
            value=", ".join(names.source for names in pivot),
            remedy="name a folder whose elements label the same concepts in another language, or import ESCO",
            code="benchmark-mismatch",
        )
    return Pivot(ours, theirs)


def vocabulary_names(melo: Melo, store: Store) -> list[Names]:
    """What the product's vocabulary calls the concepts of a benchmark (occupations, competences and the groups of
    both), a column a language."""
    vocabulary = Vocabulary.load(store)
    known = (concept for kind in (ConceptKind.OCCUPATION, ConceptKind.SKILL) for concept in vocabulary.concepts(kind))
    found = columns_of(chain(known, _groups(store)), set(melo.concepts.values()), ESCO)
    if not found:
        raise InputError(
            "the vocabulary knows no concept of this benchmark",
            place=str(melo.folder / MAPPING),
            value=ESCO,
            remedy="import the official ESCO download first: passerelle import ESCO.zip",
            code="benchmark-mismatch",
        )
    return found


def _groups(store: Store) -> Iterator[Concept]:
    for group in store.vocabulary.concepts(Kind.GROUP):
        labels: dict[str, list[str]] = {}
        for language, name in group.names:
            labels.setdefault(language, []).append(name)
        named = {language: tuple(names) for language, names in labels.items()}
        yield Concept(uri=group.uri, labels=named, code=group.code)


def _decisive(scores: npt.NDArray[np.float64], ids: list[str], wanted: list[int]) -> Mapping[str, float]:
    """The elements that may stand before the best right one, and itself: what is below cannot change the measures."""
    enough = np.flatnonzero(scores >= scores[wanted].max())
    return {ids[at]: float(scores[at]) for at in enough}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    others = [name for name in RECIPES if name != PRODUCT]
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder in MELO's format")
    parser.add_argument(
        "--pivot",
        action="append",
        default=[],
        metavar="DIR2",
        help="go through names of the same concepts: another folder, or esco for the own vocabulary (repeatable)",
    )
    parser.add_argument("--against", choices=others, help="compare with the encoder alone, or without what was trained")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    melo = Melo.read(options.folder)
    pivot = [names for place in options.pivot for names in _pivot(melo, place)]
    with ExitStack() as stack:
        likeness = _opened(PRODUCT, stack)
        measured = values(melo, likeness, pivot)
        report = _described(melo, pivot, likeness) | as_dict(figures(measured))
        if pivot:
            report["each_concept_once"] = as_dict(figures(values(melo, likeness, pivot, once=True)))
        if options.against:
            other = values(melo, _opened(options.against, stack), pivot)
            report["against"] = {"system": options.against} | as_dict(figures(other)) | _differences(measured, other)
    print(json.dumps(report, indent=2) if options.json else _text(report))
    return 0


def _pivot(melo: Melo, place: str) -> list[Names]:
    """The names that one value of ``--pivot`` means; a folder that is called ``esco`` is given as ``./esco``."""
    if place != ESCO:
        return [Melo.read(Path(place)).as_names()]
    return vocabulary_names(melo, Store.open(Settings.read(os.environ).database_url))


def _opened(recipe: str, stack: ExitStack) -> TextLikeness:
    settings = Settings.read(os.environ)
    line = stack.enter_context(ProgressLine("encoding"))
    folder, cache = encoder_folder(settings), settings.home / "encodings"
    return TextLikeness.open(folder, cache, RECIPES[recipe], threads=ENCODING_THREADS, progress=line)


def _described(melo: Melo, pivot: Sequence[Names], likeness: TextLikeness) -> dict[str, object]:
    columns = {"queries": melo.queries.values(), "elements": melo.elements.values()}
    spoken = {name: likeness.language_of(list(column)) for name, column in columns.items()}
    return {
        "benchmark": melo.folder.resolve().name,
        "pivot": ", ".join(names.source for names in pivot) or None,
        "pivot_names": {
            names.source: {
                "language": likeness.language_of(names.texts),
                "names": len(names.texts),
                "concepts": len(set(names.concepts)),
            }
            for names in pivot
        },
        "queries": len(melo.queries),
        "judged_queries": len(melo.annotations),
        "elements": len(melo.elements),
        "languages": spoken,
        "trained_on": likeness.trained_on,
    }


def _differences(one: Values, other: Values) -> dict[str, object]:
    found: dict[str, Comparison] = {name: compared(one[name], other[name]) for name in one}
    return {
        "differences": {
            name: {"mean": c.difference.mean, "interval": [c.difference.low, c.difference.high], "p": c.chance}
            for name, c in found.items()
        }
    }


def _text(report: Mapping[str, object]) -> str:
    head = f"MELO {report['benchmark']}: {report['judged_queries']} queries, {report['elements']} names"
    lines = [head + (f", through {report['pivot']}" if report["pivot"] else "")]
    lines += _rows("", report)
    for name, title in (("each_concept_once", "each concept once"), ("against", "compared with")):
        part = report.get(name)
        if isinstance(part, Mapping):
            lines += _rows(f"{title} {part.get('system', '')}".strip(), part)
    return "\n".join([*lines, f"trained on: {report['trained_on']}"])


def _rows(title: str, part: Mapping[str, object]) -> list[str]:
    """A line for each measure with its interval."""
    intervals = part["intervals"]
    rows = [f"  {title}"] if title else []
    if isinstance(intervals, Mapping):
        rows += [f"  {name:<12} {part[name]:.3f}  [{low:.3f}, {high:.3f}]" for name, (low, high) in intervals.items()]
    return rows
