"""What keeps the state folder right: the encoder made, the starter catalogue read, the indexes up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import data
from data.importing import ImportReport, import_files
from data.places import Gazetteer
from data.store import Store
from data.vocabulary import starter_concepts
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


def update_index(settings: Settings, store: Store, progress: Progress | None = None) -> IndexReport:
    """Bring the indexes up to date with the catalogue; unchanged texts are not encoded again."""
    encoder = Encoder.load(encoder_folder(settings), threads=ENCODING_THREADS)
    rows = (
        CourseText(id=row.id, title=row.title, summary=row.summary, language=row.text_language) for row in store.texts()
    )
    with EncodingCache(settings.home / "encodings", encoder) as cache:
        return CourseIndex.build(
            rows,
            encoder=encoder,
            cache=cache,
            folder=index_folder(settings),
            catalogue_version=store.version(),
            concepts=starter_concepts(),
            progress=progress,
        )
