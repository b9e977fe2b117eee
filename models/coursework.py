"""From a course to what it is about: the occupations it leads to, the competences it teaches and those it asks for.

What the text names counts most; where it surely names an occupation, the competences essential to that occupation are
what it teaches as well, less surely: it inherits them. What its source states is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.domain import CourseKind
from models.extraction import Calibration, Passage, SkillReader
from models.parts import chunks, is_setting, sentences, windows
from models.prerequisites import demands, demands_nothing, tells_for_whom
from models.runtime import FloatArray
from models.tongues import TONGUES
from models.wording import shorten

# Characters of a summary, and of what is said about requirements, that are read.
READ_CHARACTERS = 600
# Judged by hand on 170 candidates of 28 courses of the starter catalogue: right are six in ten of those with a score
# about 1.2, two in three about 1.3, nine in ten from 1.4 on, of which one in ten is another word of the same spelling.
COURSES = Calibration(slope=4.5, intercept=-5.6, most=0.9)
# The least confidence worth keeping, how many competences a course names itself at most, and how many in all.
LEAST = {"teaches": 0.35, "requires": 0.5}
MOST = {"told": 15, "teaches": 25, "requires": 8}
# A summary tells of much beside what is taught (for whom, where, what comes afterwards).
SUMMARY_SHARE = 0.85
# How sure it must be that a course leads to an occupation to count, and to teach what that occupation needs; how sure
# that then is; and of how many occupations: a course that names many teaches none of them in full.
LEADS_TO, SURELY, INHERITED = 0.3, 0.85, 0.4
MOST_OCCUPATIONS, MOST_INHERITED_FROM = 5, 2
# Courses that help to choose an occupation name many and teach none; those of a language say for whom they are.
WITHOUT_TRADE = frozenset((CourseKind.ORIENTATION.value, CourseKind.LANGUAGE.value))

# Occupation (URI) → what it needs: competence (URI), and whether it is essential.
Relations = Mapping[str, Sequence[tuple[str, bool]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseText:
    """What the index reads of a course; ``language`` is that of its texts, as a BCP 47 tag.

    ``kind`` is that of ``engine.domain.CourseKind``; ``requirements`` is a text, ``competences``
    the URIs that its source states, ``asks_languages`` the languages one must know already (BCP 47).
    """

    id: str
    title: str
    summary: str = ""
    language: str | None = None
    kind: str = ""
    requirements: str = ""
    competences: tuple[str, ...] = ()
    asks_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a course's own text says: competence (URI) → how sure that is."""

    teaches: Mapping[str, float] = field(default_factory=dict)
    requires: Mapping[str, float] = field(default_factory=dict)


def read_courses(courses: Sequence[CourseText], reader: SkillReader) -> list[Told]:
    """What each of these courses tells, in their order; texts are in a language that the encoder knows."""
    plans = [_passages(course) for course in courses]
    flat = [passage for told, asked in plans for passage in (*told, *asked)] if len(reader.skills) else []
    sure = iter(COURSES.confidence(score) for score in reader.scores(flat))
    read = []
    for course, (told, asked) in zip(courses, plans, strict=True):
        title, *rest = [next(sure) for _ in told] if flat else [np.zeros(0, np.float32)]
        wanted = [next(sure) for _ in asked] if flat else []
        read.append(_told(course, reader, np.maximum.reduce([title, *(SUMMARY_SHARE * row for row in rest)]), wanted))
    return read


def taught(told: Told, occupations: Mapping[str, float], relations: Relations, kind: str) -> dict[str, float]:
    """What a course teaches: what its text names, and what the occupations need that it surely leads to."""
    teaches = dict(told.teaches)
    sure = [uri for uri, weight in occupations.items() if weight >= SURELY]
    for occupation in sure[:MOST_INHERITED_FROM] if kind not in WITHOUT_TRADE else ():
        for uri, essential in relations.get(occupation, ()):
            if essential and uri not in told.requires:
                # Two signs for one thing: it is missing only where both are wrong.
                teaches[uri] = 1 - (1 - told.teaches.get(uri, 0.0)) * (1 - INHERITED * occupations[occupation])
    return best(teaches, LEAST["teaches"], MOST["teaches"])


def best(found: Mapping[str, float], least: float, most: int) -> dict[str, float]:
    """The ``most`` surest, the surest first, none below ``least``; equally sure ones in the order of their URIs."""
    order = sorted(found, key=lambda uri: (-found[uri], uri))[:most]
    return {uri: round(found[uri], 3) for uri in order if found[uri] >= least}


def _passages(course: CourseText) -> tuple[list[Passage], list[Passage]]:
    """The title and the sentences of the summary, and the sentences about what one must bring."""
    told = [_passage(course.title, windows(course.title), course)]
    summary = sentences(shorten(course.summary, READ_CHARACTERS))
    note = sentences(shorten(course.requirements, READ_CHARACTERS))
    about = [sentence for sentence in summary if not (demands(sentence) or tells_for_whom(sentence))]
    told += [_passage(sentence, chunks(sentence), course) for sentence in about]
    asking = [*(sentence for sentence in summary if demands(sentence)), *note]
    return told, [_passage(sentence, chunks(sentence), course) for sentence in asking if not demands_nothing(sentence)]


def _passage(sentence: str, parts: Sequence[str], course: CourseText) -> Passage:
    """A sentence and those of its parts that say more than that there is a course."""
    return Passage(text=sentence, parts=[part for part in parts if not is_setting(part)], language=course.language)


def _told(course: CourseText, reader: SkillReader, teaches: FloatArray, asked: Sequence[FloatArray]) -> Told:
    tongues, language_course = reader.tongues, course.kind == CourseKind.LANGUAGE.value
    summary = [sentence for sentence in sentences(course.summary) if not demands(sentence)]
    spoken = tongues.taught(course.title, summary, language_course=language_course)
    uris = reader.skills.uris
    found = {
        uris[at]: float(teaches[at])
        for at in np.flatnonzero(teaches >= LEAST["teaches"]).tolist()
        if uris[at] not in tongues.about
    }
    required = {uris[at]: float(row[at]) for row in asked for at in np.flatnonzero(row >= LEAST["requires"]).tolist()}
    known = (TONGUES[tag] for tag in course.asks_languages if tag in TONGUES)
    stated = dict.fromkeys(course.competences, 1.0)
    return Told(
        teaches=best(found | spoken | stated, LEAST["teaches"], MOST["told"]),
        requires=best(required | dict.fromkeys(known, 1.0), LEAST["requires"], MOST["requires"]),
    )


def occupations_of(numbers: Iterable[int], weights: Iterable[float], uris: Sequence[str]) -> dict[str, float]:
    """The occupations that a row of the concept bridge names surely enough."""
    found = {uris[number]: float(weight) for number, weight in zip(numbers, weights, strict=True)}
    return best(found, LEADS_TO, MOST_OCCUPATIONS)
