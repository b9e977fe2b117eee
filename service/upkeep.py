"""What keeps the state folder right: the encoder made, the starter catalogue read, the indexes up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import data
from data.importing import ImportReport, import_files
from data.places import Gazetteer
from data.store import Store
from data.store.store import CourseText as StoredText
from data.vocabulary import Vocabulary
from engine.domain import ConceptKind
from models import CourseIndex, CourseText, Encoder, EncodingCache
from models.index import IndexReport
from models.serving import serving_folder
from service.settings import Settings

STARTER = "starter"
# Encoding many texts may use both cores; serving uses one a request.
ENCODING_THREADS = 2

Progress = Callable[[int, int], None]


def encoder_folder(settings: Settings) -> Path:
    """Where the encoder in force is kept."""
    return serving_folder(settings.home, settings.model)


def index_folder(settings: Settings) -> Path:
    """Where the indexes are kept."""
    return settings.home / "index"


def import_starter(store: Store, places: Gazetteer, today: date) -> ImportReport:
    """Read the sample offers that ship with the product."""
    return import_files(store, [Path(data.__file__).parent / STARTER], places=places, today=today, portal=STARTER)


def state_of(store: Store, vocabulary: Vocabulary) -> str:
    """Changes whenever the catalogue or the vocabulary does; an index is built from one such state."""
    return f"{store.version()}-{vocabulary.version}"


def update_index(settings: Settings, store: Store, progress: Progress | None = None) -> IndexReport:
    """Bring the indexes up to date with catalogue and vocabulary; what has not changed is not computed again."""
    encoder = Encoder.load(encoder_folder(settings), threads=ENCODING_THREADS)
    vocabulary = Vocabulary.load(store)
    kinds = ConceptKind.OCCUPATION, ConceptKind.INTEREST
    concepts = tuple(concept for kind in kinds for concept in vocabulary.concepts(kind))
    with EncodingCache(settings.home / "encodings", encoder) as cache:
        return CourseIndex.build(
            (_course_text(row) for row in store.texts()),
            encoder=encoder,
            cache=cache,
            folder=index_folder(settings),
            catalogue_version=state_of(store, vocabulary),
            concepts=concepts,
            skills=vocabulary.concepts(ConceptKind.SKILL),
            relations={
                concept.uri: [(need.uri, need.essential) for need in vocabulary.needs(concept.uri)]
                for concept in concepts
                if concept.kind is ConceptKind.OCCUPATION
            },
            progress=progress,
        )


def _course_text(row: StoredText) -> CourseText:
    return CourseText(
        id=row.id,
        title=row.title,
        summary=row.summary,
        language=row.text_language,
        kind=row.kind,
        requirements=row.requirements,
        competences=row.competences,
        asks_languages=row.asks_languages,
    )
