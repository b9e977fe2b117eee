"""``passerelle evaluate retrieval``: a judged course search over any corpus, as the product searches its catalogue.

The corpus becomes an index of the product's own making, and ``HybridSearch`` answers; no rule about persons or courses
is applied. Formats are those of BEIR (Thakur et al. 2021) and TREC.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.store import Store
from data.vocabulary import Vocabulary
from engine.domain import ConceptKind
from engine.errors import InputError, StateError
from engine.recommender import CANDIDATES
from evaluation.files import broken, read_json_lines, read_qrels, read_table, refuse_strangers
from evaluation.metrics import Figure, Run, Values, as_dict, figure, figures, values_of
from models import CourseIndex, CourseText, Encoder, EncodingCache, HybridSearch
from models.languages import guess_languages
from models.space import LANGUAGES
from service.commands.output import ProgressLine
from service.settings import Settings
from service.upkeep import ENCODING_THREADS, encoder_folder

MEASURES = ("ndcg@10", "recall@50", "mrr")
INDEX = Path("evaluation", "retrieval")
# The language that an id such as ``welder-de``, ``de/17`` or ``q3_fr`` tells.
_TAG = re.compile(rf"(?:^|[^a-z])({'|'.join(LANGUAGES)})(?=$|[^a-z])", re.IGNORECASE)

# A wish → course id → score.
Search = Callable[[str], Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A corpus, what is asked (id → text), and which courses answer how well (0 is not at all)."""

    corpus: Sequence[CourseText]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    @classmethod
    def read(cls, corpus: Path, queries: Path, qrels: Path) -> Judged:
        """The three files; ``InputError`` names the file and line that cannot be used."""
        courses, asked, judgements = read_corpus(corpus), read_table(queries), read_qrels(qrels)
        refuse_strangers(qrels, "query", judgements, asked)
        known = {course.id: course for course in courses}
        refuse_strangers(qrels, "document", (key for row in judgements.values() for key in row), known)
        return cls(corpus=courses, queries=asked, qrels=judgements)


def read_corpus(path: Path) -> list[CourseText]:
    """The courses of a BEIR corpus (``_id``, ``title``, ``text``); where the title is empty, the text is the title."""
    courses: dict[str, CourseText] = {}
    for number, row in read_json_lines(path):
        key = str(row.get("_id") or "").strip()
        title, text = (str(row.get(name) or "").strip() for name in ("title", "text"))
        if not key or not (title or text):
            raise broken(path, number, "expected _id and a title or a text", json.dumps(row, ensure_ascii=False))
        if key in courses:
            raise broken(path, number, "this _id stands in the file twice", key)
        courses[key] = CourseText(id=key, title=title or text, summary=text if title else "")
    if not courses:
        raise InputError("the corpus is empty", place=str(path), remedy="name a JSONL file with a course a line")
    return list(courses.values())


def values(judged: Judged, search: Search) -> Values:
    """Every measure of every judged query."""
    return values_of(MEASURES, judged.qrels, _runs(judged, search))


def _runs(judged: Judged, search: Search) -> Iterator[Run]:
    for query in judged.qrels:
        yield {query: search(judged.queries[query])}


def by_language(judged: Judged, measured: Values) -> Mapping[str, Mapping[str, Figure]]:
    """Language of the query → measure → figure; the language is the one its id tells, else the likeliest."""
    spoken = query_languages({query: judged.queries[query] for query in judged.qrels})
    return {
        language: {
            name: figure([value for query, value in by_query.items() if spoken[query] == language])
            for name, by_query in measured.items()
        }
        for language in LANGUAGES
        if language in spoken.values()
    }


def query_languages(queries: Mapping[str, str]) -> Mapping[str, str]:
    """Query id → one of the five languages."""
    told = {query: match.group(1).lower() for query in queries if (match := _TAG.search(query))}
    silent = [query for query in queries if query not in told]
    likely = guess_languages([queries[query] for query in silent]).argmax(axis=1) if silent else []
    return told | {query: LANGUAGES[at] for query, at in zip(silent, likely, strict=True)}


def open_search(corpus: Sequence[CourseText], settings: Settings) -> HybridSearch:
    """The product's search over an index of this corpus, which is kept for the next run."""
    encoder = Encoder.load(encoder_folder(settings), threads=ENCODING_THREADS)
    folder = settings.home / INDEX
    vocabulary = Vocabulary.load(Store.open(settings.database_url))
    version = hashlib.sha256(repr((list(corpus), vocabulary.version)).encode()).hexdigest()[:16]
    try:
        return HybridSearch(CourseIndex.open(folder, encoder, version), encoder)
    except StateError:
        folder.mkdir(parents=True, exist_ok=True)
    with EncodingCache(settings.home / "encodings", encoder) as cache, ProgressLine("encoding") as progress:
        CourseIndex.build(
            corpus,
            encoder=encoder,
            cache=cache,
            folder=folder,
            catalogue_version=version,
            concepts=[*vocabulary.concepts(ConceptKind.OCCUPATION), *vocabulary.concepts(ConceptKind.INTEREST)],
            skills=vocabulary.concepts(ConceptKind.SKILL),
            extract=False,
            progress=progress,
        )
    return HybridSearch(CourseIndex.open(folder, encoder, version), encoder)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--corpus", type=Path, required=True, help="courses, BEIR JSONL: _id, title, text")
    parser.add_argument("--queries", type=Path, required=True, help="what is asked: id<TAB>text")
    parser.add_argument("--qrels", type=Path, required=True, help="judgements, TREC: query 0 document relevance")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    judged = Judged.read(options.corpus, options.queries, options.qrels)
    search = open_search(judged.corpus, Settings.read(os.environ))
    measured = values(judged, lambda wish: search.search([wish], limit=CANDIDATES))
    overall, spoken = figures(measured), by_language(judged, measured)
    if options.json:
        report = {"courses": len(judged.corpus), "queries": len(judged.qrels), **as_dict(overall)}
        print(json.dumps(report | {"by_language": {tag: as_dict(part) for tag, part in spoken.items()}}, indent=2))
    else:
        print(_text(judged, overall, spoken))
    return 0


def _text(judged: Judged, overall: Mapping[str, Figure], spoken: Mapping[str, Mapping[str, Figure]]) -> str:
    lines = [f"{len(judged.corpus)} courses, {len(judged.qrels)} judged queries", f"{'':<6}{'queries':>8}"]
    lines[1] += "".join(f"{name:>24}" for name in MEASURES)
    for label, part in {"all": overall, **spoken}.items():
        cells = [f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]" for value in part.values()]
        lines.append(f"{label:<6}{part[MEASURES[0]].queries:>8}" + "".join(f"{cell:>24}" for cell in cells))
    return "\n".join(lines)
