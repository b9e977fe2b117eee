"""The composition root: builds the Recommender out of the rooms.

No Flask here, so that what is measured is what is served.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Self

from threadpoolctl import threadpool_limits

from data.knowledge import KnowledgeBase
from data.places import EstimatedTravelTimes, Gazetteer
from data.store import CourseReader, Store
from data.vocabulary import Vocabulary
from engine import Profile, RecommendationList, Recommender
from engine.competences import CourseCompetences, Link
from engine.domain import ConceptKind, Course
from engine.errors import NotFound, PasserelleError, StateError
from engine.support import Reasoner
from models import CourseIndex, Encoder, HybridSearch, Linker
from models.languages import guess_languages
from service import clock
from service.contracts import Health
from service.meaning import Meaning
from service.settings import Settings
from service.upkeep import STARTER, encoder_folder, index_folder

# One request computes on one core; parallel requests use the others. More threads per request were slower.
THREADS = 1
WARM_UP = "Passerelle"
# How many courses that teach one competence can be looked through.
MOST_TEACHING = 500
# How long a request may still see the catalogue of before an import.
FRESH_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What belongs to one build of the index."""

    index: CourseIndex
    meaning: Meaning
    recommender: Recommender


class Passerelle:
    """Everything a face asks for, over one state folder; safe to share between threads.

    A catalogue or an index that another process has renewed is taken up by the next request.
    """

    def __init__(
        self, settings: Settings, store: Store, encoder: Encoder, places: Gazetteer, knowledge: KnowledgeBase
    ) -> None:
        self.settings = settings
        self.store = store
        self.encoder = encoder
        self.places = places
        self.knowledge = knowledge
        self._courses = CourseReader(store, fresh_seconds=FRESH_SECONDS)
        self._travel_times = EstimatedTravelTimes()
        self._lock = threading.Lock()
        self._state: _State | None = None

    @classmethod
    def open(cls, settings: Settings, knowledge: KnowledgeBase | None = None) -> Passerelle:
        """Open what ``passerelle setup`` made; ``knowledge`` stands in for the knowledge base that ships.

        Raises:
            StateError: something is missing or does not fit together; the remedy is the command to run.
            Unavailable: the database does not answer.
        """
        # The first text brings the language guesser and the kernels into memory; no visitor should wait for that. The
        # guesser's model is unpacked on the second core meanwhile.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(guess_languages, [WARM_UP])
            encoder = Encoder.load(encoder_folder(settings), threads=THREADS)
            product = cls(
                settings,
                Store.open(settings.database_url),
                encoder,
                Gazetteer.shipped(),
                knowledge or KnowledgeBase.shipped(),
            )
            product.recommender()
        threadpool_limits(THREADS)
        encoder.encode([WARM_UP])
        # What is loaded now stays: the garbage collector need not walk through it with every request.
        gc.freeze()
        return product

    def recommender(self) -> Recommender:
        """The recommender over the newest index; the one before serves on while a damaged new one is refused."""
        return self._current().recommender

    def _current(self) -> _State:
        with self._lock:
            if self._state is None or self._state.index.superseded():
                self._state = self._opened()
            return self._state

    def _opened(self) -> _State:
        index = CourseIndex.open(index_folder(self.settings), self.encoder)
        vocabulary = Vocabulary.load(self.store)
        linker = Linker(occupations=index.concepts, skills=index.skills, encoder=self.encoder)
        meaning = Meaning(vocabulary, linker, index)
        recommender = Recommender(
            candidates=HybridSearch(index, self.encoder),
            courses=self._courses,
            travel_times=self._travel_times,
            competences=meaning,
            reasoner=Reasoner(self.knowledge.public, self.knowledge.askable),
        )
        return _State(index=index, meaning=meaning, recommender=recommender)

    def recommend(
        self, profile: Profile, *, k: int, language: str | None = None, today: date | None = None
    ) -> RecommendationList:
        """The best ``k`` courses for ``profile`` as of ``today`` (default: this day).

        Raises ``InputError`` for an unusable profile, ``Unavailable`` or ``StateError`` when it cannot answer.
        """
        return self.recommender().recommend(profile, today=today or clock.today(), k=k, language=language)

    def concept_name(self, uri: str, language: str | None = None) -> str:
        """What an occupation or a competence is called in ``language``, else in another one; empty if not known."""
        return self._current().meaning.name(uri, language)

    def link(self, text: str, *, kind: ConceptKind, limit: int, language: str | None) -> Sequence[Link]:
        """The concepts of a kind that a text means, the surest first; empty when it means none that is known."""
        return self._current().meaning.link(text, kind=kind, limit=limit, language=language)

    def complete(self, prefix: str, *, kind: ConceptKind, limit: int, language: str | None) -> Sequence[Link]:
        """The concepts of a kind that have a name beginning like ``prefix``, those named in ``language`` first."""
        return self._current().meaning.complete(prefix, kind=kind, limit=limit, language=language)

    def qualifications(self, text: str) -> Sequence[tuple[str, str]]:
        """The abbreviations in a text that mean a qualification and no concept, each with what it stands for."""
        return self._current().meaning.qualifications(text)

    def course(self, course_id: str) -> tuple[Course, CourseCompetences]:
        """A course on offer and what it is about; raises ``NotFound``."""
        found = self.store.get_many([course_id])
        if course_id not in found:
            raise NotFound(
                "there is no such course on offer",
                place="id",
                value=course_id,
                remedy="look it up with GET /api/v1/courses?q=",
            )
        return found[course_id], self._current().index.of_courses([course_id]).get(course_id, CourseCompetences())

    def courses(
        self, q: str, *, country: str | None, language: str | None, competence: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Course], int]:
        """A page of the catalogue, and how many courses there are; with ``competence`` those that teach it."""
        among = None
        if competence is not None:
            state = self._current()
            among = list(state.index.teaching(state.meaning.related(competence), limit=MOST_TEACHING))
        return self.store.search(q, country=country, language=language, among=among, limit=limit, offset=offset)

    def health(self) -> Health:
        """Whether index and database answer right now."""
        try:
            counts = {state.portal: state.courses for state in self.store.portals()}
        except PasserelleError as error:
            return Health(ok=False, database=False, index=False, courses=0, sample_only=False, detail=error.message)
        courses, sample_only = sum(counts.values()), set(counts) <= {STARTER}
        try:
            version = self._current().index.version
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
