"""What the encoder learns from: names and descriptions of ESCO, our own vocabulary, Luxembourgish words.

Never a benchmark: no query, no annotation, no ROME title. The Luxembourgish phrases are those of the training split.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.esco_labels import Label, read_descriptions, read_labels, read_neighbours
from models.forms import forms_of
from models.space import LANGUAGES

IntArray = npt.NDArray[np.int64]

PROJECT = Path(__file__).resolve().parents[2]
VOCABULARY = PROJECT / "data" / "vocabulary"
PHRASES = PROJECT / "evaluation" / "sets" / "luxembourgish.tsv"
WORDS = PROJECT / "models" / "luxembourgish.tsv"
# Share of the preferred names that are also learnt in other letters: "kellner", "Chief Executive", "Welder".
RECASED_SHARE = 0.3
LONGEST_NAME = 120
SEPARATOR = "|"
_INTEREST, _WORD, _PHRASE = "interest:", "word:", "phrase:"


class Kind(IntEnum):
    """What a concept is."""

    OCCUPATION = 0
    SKILL = 1
    WORD = 2
    OTHER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Texts (n) with the number of their concept, of their language in ``LANGUAGES``, and whether they describe.

    ``uris``, ``kinds`` and ``groups`` (-1: no neighbours) belong to the concepts by their number.
    """

    texts: tuple[str, ...]
    concepts: IntArray
    languages: IntArray
    described: npt.NDArray[np.bool_]
    uris: tuple[str, ...]
    kinds: IntArray
    groups: IntArray

    @property
    def digest(self) -> str:
        """Changes whenever a text or its concept does."""
        lines = (
            f"{concept}\t{language}\t{text}"
            for concept, language, text in zip(self.concepts, self.languages, self.texts, strict=True)
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Collected:
    """Concept and language → texts in order, each once."""

    names: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def add(self, concept: str, language: str, texts: Iterable[str]) -> None:
        kept = self.names.setdefault((concept, language), {})
        kept.update(dict.fromkeys(text for text in texts if 0 < len(text) <= LONGEST_NAME))


def read_material(esco: Path, seed: int) -> Material:
    """Everything there is to learn from, in the order of the concepts' names."""
    random = np.random.default_rng(seed)
    collected = _Collected()
    preferred: set[tuple[str, str]] = set()
    for label in read_labels(esco):
        if not is_concept(label.concept):
            continue
        forms = forms_of(label.text)
        collected.add(label.concept, label.language, forms)
        if (label.concept, label.language) not in preferred:
            preferred.add((label.concept, label.language))
            # As written: benchmarks and catalogues spell both forms out as ESCO does.
            collected.add(label.concept, label.language, [label.text])
            if random.random() < RECASED_SHARE:
                collected.add(label.concept, label.language, [_recased(forms[0], label.language, random)])
    for own in (*_vocabulary(VOCABULARY), *_words(WORDS), *_phrases(PHRASES)):
        collected.add(own.concept, own.language, [own.text])
    descriptions = [label for label in read_descriptions(esco) if is_concept(label.concept)]
    return composed(collected.names, descriptions, read_neighbours(esco))


def composed(
    names: Mapping[tuple[str, str], Iterable[str]], descriptions: Sequence[Label], neighbours: Mapping[str, str]
) -> Material:
    """The arrays of what was collected; a concept with a description but no name is left out."""
    uris = tuple(sorted({concept for concept, _ in names}))
    number = {uri: at for at, uri in enumerate(uris)}
    rows = [
        (number[concept], LANGUAGES.index(language), False, text)
        for (concept, language), texts in names.items()
        for text in texts
    ]
    rows += [
        (number[label.concept], LANGUAGES.index(label.language), True, label.text)
        for label in descriptions
        if label.concept in number
    ]
    rows.sort()
    groups = {group: at for at, group in enumerate(sorted(set(neighbours.values())))}
    return Material(
        texts=tuple(row[3] for row in rows),
        concepts=np.array([row[0] for row in rows], np.int64),
        languages=np.array([row[1] for row in rows], np.int64),
        described=np.array([row[2] for row in rows], bool),
        uris=uris,
        kinds=np.array([kind_of(uri) for uri in uris], np.int64),
        groups=np.array([groups.get(neighbours.get(uri, ""), -1) for uri in uris], np.int64),
    )


def is_concept(uri: str) -> bool:
    """True for occupations and skills; ESCO's tables hold groups and schemes as well."""
    return "/esco/occupation/" in uri or "/esco/skill/" in uri


def kind_of(uri: str) -> Kind:
    """What the concept is, read off its identifier."""
    if "/esco/occupation/" in uri:
        return Kind.OCCUPATION
    if "/esco/skill/" in uri:
        return Kind.SKILL
    return Kind.WORD if uri.startswith(_WORD) else Kind.OTHER


def _recased(text: str, language: str, random: np.random.Generator) -> str:
    """As people type it: German without capitals, the others with one or with many."""
    if language == "de":
        return text.lower()
    return text.title() if random.random() < 0.5 else text[:1].upper() + text[1:]


def _vocabulary(folder: Path) -> Iterator[Label]:
    """Names of the starter vocabulary: occupations, interests, competences, in all five languages."""
    for path in sorted(folder.glob("*.tsv")):
        for row in _table(path):
            if not set(LANGUAGES) <= row.keys():
                break  # a table of relations
            concept = row.get("uri") or _INTEREST + (row.get("id") or "")
            for language in LANGUAGES:
                for name in (row[language] or "").split(SEPARATOR):
                    yield Label(concept=concept, language=language, text=name.strip())


def _words(path: Path) -> Iterator[Label]:
    """The Luxembourgish–German lexicon without its parts of words, which carry a hyphen."""
    for row in _table(path):
        if row["lb"].strip("-") == row["lb"]:
            for language in ("lb", "de"):
                yield Label(concept=_WORD + row["lb"], language=language, text=row[language])


def _phrases(path: Path) -> Iterator[Label]:
    for row in _table(path):
        if row["split"] == "train":
            for language in ("lb", "de", "fr", "en"):
                yield Label(concept=_PHRASE + row["lb"], language=language, text=row[language])


def _table(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
