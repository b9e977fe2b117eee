"""The composition root: builds the Recommender out of the rooms.

No Flask here, so that what is measured is what is served.
"""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Self

from threadpoolctl import threadpool_limits

from data.places import EstimatedTravelTimes, Gazetteer
from data.store import CourseReader, Store
from engine import Profile, RecommendationList, Recommender
from engine.errors import PasserelleError, StateError
from models import CourseIndex, Encoder, HybridSearch
from models.languages import guess_languages
from service import clock
from service.contracts import Health
from service.settings import Settings
from service.upkeep import STARTER, encoder_folder, index_folder

# One request computes on one core; parallel requests use the others. More threads per request were slower.
THREADS = 1
WARM_UP = "Passerelle"
# How long a request may still see the catalogue of before an import.
FRESH_SECONDS = 0.5


class Passerelle:
    """Everything a face asks for, over one state folder; safe to share between threads.

    A catalogue or an index that another process has renewed is taken up by the next request.
    """

    def __init__(self, settings: Settings, store: Store, encoder: Encoder, places: Gazetteer) -> None:
        self.settings = settings
        self.store = store
        self.encoder = encoder
        self.places = places
        self._courses = CourseReader(store, fresh_seconds=FRESH_SECONDS)
        self._travel_times = EstimatedTravelTimes()
        self._lock = threading.Lock()
        self._recommender: Recommender | None = None
        self._index: CourseIndex | None = None

    @classmethod
    def open(cls, settings: Settings) -> Passerelle:
        """Open what ``passerelle setup`` made.

        Raises:
            StateError: something is missing or does not fit together; the remedy is the command to run.
            Unavailable: the database does not answer.
        """
        # The first text brings the language guesser and the kernels into memory; no visitor should wait for that. The
        # guesser's model is unpacked on the second core meanwhile.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(guess_languages, [WARM_UP])
            encoder = Encoder.load(encoder_folder(settings), threads=THREADS)
            product = cls(settings, Store.open(settings.database_url), encoder, Gazetteer.shipped())
            product.recommender()
        threadpool_limits(THREADS)
        encoder.encode([WARM_UP])
        # What is loaded now stays: the garbage collector need not walk through it with every request.
        gc.freeze()
        return product

    def recommender(self) -> Recommender:
        """The recommender over the newest index; the one before serves on while a damaged new one is refused."""
        folder = index_folder(self.settings)
        with self._lock:
            if self._recommender is None or self._index is None or self._index.superseded():
                self._index = CourseIndex.open(folder, self.encoder)
                self._recommender = Recommender(
                    candidates=HybridSearch(self._index, self.encoder),
                    courses=self._courses,
                    travel_times=self._travel_times,
                )
            return self._recommender

    def recommend(
        self, profile: Profile, *, k: int, language: str | None = None, today: date | None = None
    ) -> RecommendationList:
        """The best ``k`` courses for ``profile`` as of ``today`` (default: this day).

        Raises ``InputError`` for an unusable profile, ``Unavailable`` or ``StateError`` when it cannot answer.
        """
        return self.recommender().recommend(profile, today=today or clock.today(), k=k, language=language)

    def health(self) -> Health:
        """Whether index and database answer right now."""
        try:
            counts = {state.portal: state.courses for state in self.store.portals()}
        except PasserelleError as error:
            return Health(ok=False, database=False, index=False, courses=0, sample_only=False, detail=error.message)
        courses, sample_only = sum(counts.values()), set(counts) <= {STARTER}
        try:
            self.recommender()
            version = self._index.version if self._index else ""
        except StateError as error:
            return Health(
                ok=False, database=True, index=False, courses=courses, sample_only=sample_only, detail=str(error)
            )
        return Health(
            ok=True, database=True, index=True, courses=courses, sample_only=sample_only, index_version=version
        )

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
