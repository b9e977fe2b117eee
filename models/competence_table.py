"""What every course of an index is about, kept as sparse matrices beside plain lists of URIs.

A course whose text has not changed is not read again: the table before is asked for what it told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp

from engine.competences import CourseCompetences
from engine.domain import Concept
from models.cache import EncodingCache, Progress
from models.concepts import ConceptIndex
from models.coursework import CourseText, Relations, Told, occupations_of, read_courses, taught
from models.extraction import RECIPE, SkillReader
from models.matching import NameMatcher
from models.space import LANGUAGES
from models.tongues import Tongues

TABLE, LISTS = "competences.npz", "competences.json"
# What is kept: of the course's own text (told, requires), and what it comes to (teaches, occupations).
PARTS = ("told", "requires", "teaches", "occupations")
# Courses read between two reports of progress.
BATCH = 256

# A course by its position → URI → how sure that is.
Rows = Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The competences to read, what occupations need of them, and a digest that changes when the former do."""

    skills: ConceptIndex
    tongues: Tongues
    relations: Relations
    digest: str

    @classmethod
    def build(
        cls,
        skills: Sequence[Concept],
        relations: Relations,
        cache: EncodingCache,
        digest: str,
        progress: Progress | None = None,
    ) -> Self:
        """Encodes the names that ``cache`` does not hold."""
        index = ConceptIndex.build(skills, cache, progress)
        return cls(skills=index, tongues=Tongues.of(skills), relations=relations, digest=digest)

    def reader(self, cache: EncodingCache) -> SkillReader:
        """Reads many texts at once; the vectors of names come out of ``cache``."""
        names = self.skills.names
        texts = [names.texts[row] for row in range(len(names))]
        languages = [names.language(row) for row in range(len(names))]
        vectors = cache.encode(texts, [tag if tag in LANGUAGES else None for tag in languages]).vectors
        return SkillReader(
            self.skills,
            self.tongues,
            lambda texts, languages: cache.encode(texts, languages).vectors,
            NameMatcher(self.skills, vectors).likeness if len(names) else None,
        )


class CompetenceTable:
    """Courses by position; ``parts`` are sparse matrices (courses, URIs of that part), values 0 to 1."""

    def __init__(
        self, parts: Mapping[str, sp.csr_array], uris: Mapping[str, Sequence[str]], digests: Sequence[str], facts: str
    ) -> None:
        self._parts = dict(parts)
        self._uris = {part: list(names) for part, names in uris.items()}
        self._column = {uri: column for column, uri in enumerate(self._uris["teaches"])}
        self._by_competence = self._parts["teaches"].tocsc()
        self.digests = list(digests)
        self.facts = facts

    @classmethod
    def build(
        cls,
        courses: Sequence[CourseText],
        bridge: sp.csr_matrix,
        occupations: Sequence[str],
        vocabulary: Vocabulary,
        cache: EncodingCache,
        facts: str,
        before: CompetenceTable | None = None,
        progress: Progress | None = None,
    ) -> tuple[Self, int]:
        """The table of these courses, and how many of them had to be read.

        ``bridge`` (courses, concepts) weighs the ``occupations`` that each one means. ``facts`` names what else the
        reading depends on; a table of other facts is of no use. ``progress(done, total)`` counts the courses read.
        """
        facts = f"{facts}-{vocabulary.digest}-{RECIPE}"
        digests = [_digest(course) for course in courses]
        told = before.told(set(digests)) if before is not None and before.facts == facts else {}
        new = [at for at, digest in enumerate(digests) if digest not in told]
        if new:
            reader = vocabulary.reader(cache)
            for start in range(0, len(new), BATCH):
                some = new[start : start + BATCH]
                found = read_courses([courses[at] for at in some], reader)
                told.update(zip((digests[at] for at in some), found, strict=True))
                if progress:
                    progress(start + len(some), len(new))
        rows: dict[str, list[Mapping[str, float]]] = {part: [] for part in PARTS}
        for at, (course, digest) in enumerate(zip(courses, digests, strict=True)):
            span = slice(bridge.indptr[at], bridge.indptr[at + 1])
            leads_to = occupations_of(bridge.indices[span].tolist(), bridge.data[span].tolist(), occupations)
            known = told[digest]
            teaches = taught(known, leads_to, vocabulary.relations, course.kind)
            for part, row in zip(PARTS, (known.teaches, known.requires, teaches, leads_to), strict=True):
                rows[part].append(row)
        uris = {part: sorted({uri for row in rows[part] for uri in row}) for part in PARTS}
        parts = {part: _matrix(rows[part], uris[part]) for part in PARTS}
        return cls(parts, uris, digests, facts), len(new) if len(vocabulary.skills) else 0

    def told(self, wanted: Collection[str]) -> dict[str, Told]:
        """Digest → what the text of that course told, of those that are known among the wanted ones."""
        return {
            digest: Told(teaches=self._row("told", at), requires=self._row("requires", at))
            for at, digest in enumerate(self.digests)
            if digest in wanted
        }

    def of(self, position: int) -> CourseCompetences | None:
        """What the course at this position is about; None where nothing was found."""
        occupations, teaches, requires = (self._row(part, position) for part in ("occupations", "teaches", "requires"))
        if not (occupations or teaches or requires):
            return None
        # What is taught and was not told stands there for an occupation alone (``coursework.taught``).
        inherited = frozenset(teaches).difference(self._row("told", position))
        return CourseCompetences(occupations=occupations, teaches=teaches, requires=requires, inherited=inherited)

    def teaching(self, uris: Iterable[str], limit: int) -> list[tuple[int, float]]:
        """Positions of the courses that teach most of these competences, and how much; equal ones in their order."""
        columns = sorted({self._column[uri] for uri in uris if uri in self._column})
        if not columns or limit < 1:
            return []
        amounts = np.asarray(self._by_competence[:, columns].sum(axis=1), np.float32).ravel()
        order = np.argsort(-amounts, kind="stable")[:limit]
        return [(int(at), round(float(amounts[at]), 4)) for at in order if amounts[at] > 0]

    def _row(self, part: str, position: int) -> dict[str, float]:
        """URI → how sure, the surest first."""
        matrix = self._parts[part]
        span = slice(matrix.indptr[position], matrix.indptr[position + 1])
        found = zip(matrix.indices[span].tolist(), matrix.data[span].tolist(), strict=True)
        uris = self._uris[part]
        return {uris[at]: round(value, 4) for at, value in sorted(found, key=lambda pair: (-pair[1], uris[pair[0]]))}

    def save(self, folder: Path) -> None:
        """Writes plain arrays and JSON."""
        arrays = {
            f"{part}_{name}": getattr(matrix, name)
            for part, matrix in self._parts.items()
            for name in ("data", "indices", "indptr")
        }
        np.savez(folder / TABLE, **arrays)
        told = {"uris": self._uris, "digests": self.digests, "facts": self.facts}
        (folder / LISTS).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads what ``save`` wrote; ``OSError``, ``ValueError`` or ``KeyError`` when it is damaged."""
        told = json.loads((folder / LISTS).read_text(encoding="utf-8"))
        with np.load(folder / TABLE, allow_pickle=False) as stored:
            parts = {
                part: sp.csr_array(
                    (stored[f"{part}_data"], stored[f"{part}_indices"], stored[f"{part}_indptr"]),
                    shape=(len(told["digests"]), len(told["uris"][part])),
                )
                for part in PARTS
            }
        return cls(parts, told["uris"], told["digests"], told["facts"])


def _digest(course: CourseText) -> str:
    """Changes whenever anything that is read of a course does; its id is not read."""
    content = json.dumps(astuple(course)[1:], ensure_ascii=False)
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _matrix(rows: Rows, uris: Sequence[str]) -> sp.csr_array:
    column = {uri: number for number, uri in enumerate(uris)}
    indptr = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
    indices = np.array([column[uri] for row in rows for uri in row], np.int32)
    data = np.array([value for row in rows for value in row.values()], np.float32)
    return sp.csr_array((data, indices, indptr), shape=(len(rows), len(uris)))
