"""The index of the catalogue: vectors for meaning, n-grams for wording, what courses are about, a manifest of it all.

Each build goes into a folder of its own; a small pointer file is then replaced, so that a reader sees the old index or
the new one, never half of each.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.competences import CourseCompetences
from engine.domain import Concept
from engine.errors import StateError
from models.cache import EncodingCache, Progress
from models.competence_table import CompetenceTable, Vocabulary
from models.concepts import ConceptIndex
from models.coursework import CourseText, Relations
from models.encoder import Encoder
from models.folders import Manifest, write_atomically
from models.languages import primary_tag
from models.lexical import LexicalIndex
from models.luxembourgish import to_german
from models.wording import shorten

__all__ = ["CourseIndex", "CourseText", "IndexReport"]

FORMAT = 5
POINTER = "current.json"
VECTORS, COURSES = "vectors.faiss", "courses.json"
# The names of concepts and what courses mean of them: occupations with interests, and competences.
CONCEPTS, BRIDGE = "concepts", "bridge.npz"
SKILLS, SKILL_BRIDGE = "skills", "skill-bridge.npz"
REMEDY = "run: passerelle index"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """How many distinct texts were encoded now and reused from before, of how many courses and texts in all.

    ``extracted`` is the number of courses that were read for competences now; the others are as they were.
    """

    encoded: int
    reused: int
    courses: int
    texts: int
    extracted: int = 0


def texts_of(course: CourseText) -> list[str]:
    """The texts a course is found by: its title, and its title with the beginning of its summary."""
    title = course.title.strip()
    summary = shorten(course.summary)
    return [title, f"{title}. {summary}"] if summary else [title]


def glossed(course: CourseText) -> CourseText:
    """A Luxembourgish course in German, as the encoder reads it; any other as it is."""
    if primary_tag(course.language) != "lb":
        return course
    return replace(
        course,
        language="de",
        title=to_german(course.title),
        summary=to_german(course.summary),
        requirements=to_german(course.requirements),
    )


class CourseIndex:
    """An opened index: ``ids`` per course, ``course_of`` per vector the position of its course.

    ``bridge`` (concepts, courses) says which occupations each course means, ``skill_bridge`` which of the ``skills``;
    ``table`` what courses teach and require.
    """

    def __init__(
        self,
        *,
        ids: Sequence[str],
        course_of: npt.NDArray[np.int64],
        vectors: Any,
        lexical: LexicalIndex,
        concepts: ConceptIndex,
        bridge: sp.csr_matrix,
        skills: ConceptIndex,
        skill_bridge: sp.csr_matrix,
        table: CompetenceTable,
        version: str,
        place: Path,
    ) -> None:
        self.ids = list(ids)
        self.course_of = course_of
        self.vectors = vectors
        self.lexical = lexical
        self.concepts = concepts
        self.bridge = bridge
        self.skills = skills
        self.skill_bridge = skill_bridge
        self.table = table
        self.version = version
        self._place = place
        self.position = {course_id: position for position, course_id in enumerate(self.ids)}

    @staticmethod
    def build(
        rows: Iterable[CourseText],
        encoder: Encoder,
        cache: EncodingCache,
        folder: Path,
        catalogue_version: str,
        concepts: Iterable[Concept] = (),
        skills: Iterable[Concept] = (),
        relations: Relations | None = None,
        extract: bool = True,
        progress: Progress | None = None,
    ) -> IndexReport:
        """Builds the index of these courses into ``folder`` and makes it the current one.

        ``concepts`` are the occupations and interests, ``skills`` the competences, ``relations`` what occupations need
        of these. Only texts that ``cache`` has never seen are encoded, only courses that are new or have changed are
        read for competences (none without ``extract``); ``progress(done, total)`` counts the one, then the other.
        Where the current index is intact and was built from the same encoder, catalogue version and vocabulary, it
        stays.
        """
        concepts, skills, relations = tuple(concepts), tuple(skills), relations or {}
        facts = _facts(encoder) | {"catalogue_version": catalogue_version, "concepts": _digest(concepts)}
        facts |= {"skills": _digest(skills), "relations": _digest_of_relations(relations)}
        current = _kept(folder, facts)
        if current is not None:
            return current
        courses = list(rows)
        read = [glossed(course) for course in courses]
        texts = [texts_of(course) for course in read]
        course_of = np.repeat(np.arange(len(courses)), [len(part) for part in texts]).astype(np.int64)
        flat = [text for part in texts for text in part]
        languages = [read[position].language for position in course_of]
        encoding = cache.encode(flat, languages, progress)
        vectors = faiss.IndexFlatIP(encoder.dimension)
        vectors.add(encoding.vectors)
        names = ConceptIndex.build(concepts, cache)
        first_text = np.searchsorted(course_of, np.arange(len(courses)))
        titles = [c.title if c is r else f"{c.title} / {r.title}" for c, r in zip(courses, read, strict=True)]
        summaries = [shorten(c.summary) for c in read]
        lexical = LexicalIndex.build(titles, summaries)
        about = names.describe(titles, encoding.vectors[first_text], summaries)
        vocabulary = Vocabulary.build(skills, relations, cache, str(facts["skills"]))
        skill_bridge = vocabulary.skills.describe(titles, encoding.vectors[first_text], summaries).T.tocsr()
        # A search of its own needs no table of what courses teach, and reading them takes most of the time.
        told = vocabulary if extract else Vocabulary.build((), {}, cache, "none")
        table, extracted = CompetenceTable.build(
            read, about, names.uris, told, cache, encoder.fingerprint, _table_before(folder), progress
        )
        facts |= {"courses": len(courses), "texts": len(flat)}
        folder.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(dir=folder, prefix="index-"))
        try:
            faiss.write_index(vectors, str(building / VECTORS))
            lexical.save(building)
            (building / CONCEPTS).mkdir()
            names.save(building / CONCEPTS)
            sp.save_npz(building / BRIDGE, about.T.tocsr())
            (building / SKILLS).mkdir()
            vocabulary.skills.save(building / SKILLS)
            sp.save_npz(building / SKILL_BRIDGE, skill_bridge)
            table.save(building)
            content = {"ids": [course.id for course in courses], "course_of": course_of.tolist()}
            (building / COURSES).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            Manifest.write(building, facts)
            previous = _pointer(folder)
            write_atomically(folder / POINTER, json.dumps({"folder": building.name}) + "\n")
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        _remove_old(folder, keep={building.name, previous})
        return IndexReport(
            encoded=encoding.encoded,
            reused=encoding.reused,
            courses=len(courses),
            texts=len(flat),
            extracted=extracted,
        )

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, catalogue_version: str | None = None) -> CourseIndex:
        """The current index; ``StateError`` names both values and the remedy when it does not fit.

        It must have been built by this very encoder and, where one is given, from this catalogue version.
        """
        place = folder / _pointer(folder)
        manifest = Manifest.read(place)
        if place == folder or not manifest:
            raise _unfit("there is no index yet", folder, "index-missing")
        expected = _facts(encoder)
        if catalogue_version is not None:
            expected["catalogue_version"] = catalogue_version
        for name, value in expected.items():
            if manifest.get(name) != value:
                message = f"the index has {name} {manifest.get(name)!r}, the running service {value!r}"
                raise _unfit(message, place, "index-mismatch")
        damaged = Manifest.damaged(place)
        if damaged:
            raise _unfit(f"the index is damaged: {', '.join(damaged)}", place, "index-damaged")
        content = json.loads((place / COURSES).read_text(encoding="utf-8"))
        version = f"{manifest['encoder']}-{manifest['catalogue_version']}"
        return cls(
            ids=content["ids"],
            course_of=np.array(content["course_of"], np.int64),
            vectors=faiss.read_index(str(place / VECTORS)),
            lexical=LexicalIndex.load(place),
            concepts=ConceptIndex.load(place / CONCEPTS),
            bridge=sp.csr_matrix(sp.load_npz(place / BRIDGE)),
            skills=ConceptIndex.load(place / SKILLS),
            skill_bridge=sp.csr_matrix(sp.load_npz(place / SKILL_BRIDGE)),
            table=CompetenceTable.load(place),
            version=version,
            place=place,
        )

    def of_courses(self, ids: Collection[str]) -> Mapping[str, CourseCompetences]:
        """What each of these courses is about; see ``engine.ports.Competences``."""
        found = {key: self.table.of(self.position[key]) for key in ids if key in self.position}
        return {key: about for key, about in found.items() if about is not None}

    def teaching(self, competences: Collection[str], *, limit: int) -> Mapping[str, float]:
        """Course id → how much of these competences it teaches, the most first; see ``engine.ports.Competences``."""
        return {self.ids[at]: amount for at, amount in self.table.teaching(competences, limit)}

    def superseded(self) -> bool:
        """Whether a newer build has become the current one; cheap enough to be asked with every request."""
        return _pointer(self._place.parent) != self._place.name

    @staticmethod
    def built_from(folder: Path) -> dict[str, object]:
        """The manifest of the current index without its checksums; empty when there is none."""
        manifest = Manifest.read(folder / _pointer(folder))
        return {name: value for name, value in manifest.items() if name != "files"}


def _facts(encoder: Encoder) -> dict[str, object]:
    return {"format": FORMAT, "encoder": encoder.fingerprint, "dimension": encoder.dimension}


def _digest(concepts: Sequence[Concept]) -> str:
    """Changes whenever a concept or one of its names does."""
    told = json.dumps([(c.uri, dict(c.labels), c.stands_for) for c in concepts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _digest_of_relations(relations: Relations) -> str:
    told = json.dumps(sorted((occupation, sorted(needs)) for occupation, needs in relations.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _table_before(folder: Path) -> CompetenceTable | None:
    """What the current build knows of courses; None where there is none that can be read."""
    name = _pointer(folder)
    try:
        return CompetenceTable.load(folder / name) if name else None
    except (OSError, ValueError, KeyError):
        return None


def _kept(folder: Path, facts: Mapping[str, object]) -> IndexReport | None:
    """The report on the current index where it is intact and has these facts."""
    place = folder / _pointer(folder)
    if place == folder or not Manifest.intact(place, facts):
        return None
    manifest = Manifest.read(place)
    courses, texts = int(str(manifest["courses"])), int(str(manifest["texts"]))
    return IndexReport(encoded=0, reused=texts, courses=courses, texts=texts)


def _pointer(folder: Path) -> str:
    """The name of the current build's folder; empty when there is none."""
    try:
        name = json.loads((folder / POINTER).read_text(encoding="utf-8"))["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    # A name, never a path: the pointer must not lead out of the folder.
    return Path(str(name)).name


def _unfit(message: str, place: Path, code: str) -> StateError:
    return StateError(message, place=str(place), value=str(place), remedy=REMEDY, code=code)


def _remove_old(folder: Path, keep: set[str]) -> None:
    """Removes builds before the last two: a reader may still be opening the previous one."""
    for build in folder.glob("index-*"):
        if build.is_dir() and build.name not in keep:
            shutil.rmtree(build, ignore_errors=True)
