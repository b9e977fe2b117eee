"""Courses by id for the engine, with the ones asked for most kept decoded."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from data.places.coordinates import great_circle_km_to_all
from data.store.store import Store
from engine.domain import Course, Place

__all__ = ["CourseReader"]

CACHE_SIZE = 20_000


class CourseReader:
    """``engine.ports.Courses`` over a store. What it keeps it drops when the catalogue's version has changed.

    The version is asked for again after ``fresh_seconds``: by then at the latest a change is seen.
    """

    def __init__(self, store: Store, *, cache_size: int = CACHE_SIZE, fresh_seconds: float = 0.0) -> None:
        self._store = store
        self._fresh_seconds = fresh_seconds
        self._asked_at = -math.inf
        self._newest = ""
        self._cache_size = cache_size
        self._lock = threading.Lock()
        self._version = ""
        self._courses: OrderedDict[str, Course] = OrderedDict()
        self._points: tuple[list[str], npt.NDArray[np.float32]] | None = None

    def get_many(self, ids: Sequence[str]) -> Mapping[str, Course]:
        """The courses that exist among ``ids``, in their order."""
        version = self._version_now()
        with self._lock:
            self._drop_if_stale(version)
            kept = {id_: self._courses[id_] for id_ in ids if id_ in self._courses}
            for id_ in kept:
                self._courses.move_to_end(id_)
        read = self._store.get_many([id_ for id_ in ids if id_ not in kept]) if len(kept) < len(ids) else {}
        with self._lock:
            # An import may have ended since: what was read then may be newer, and must not stay under the old version.
            if read and self._version == version == self._store.version():
                self._courses.update(read)
                while len(self._courses) > self._cache_size:
                    self._courses.popitem(last=False)
        found = kept | dict(read)
        return {id_: found[id_] for id_ in ids if id_ in found}

    def near(self, place: Place, kilometres: float) -> Collection[str]:
        """Ids of the courses within ``kilometres`` (great circle) of ``place``; none where it has no coordinates."""
        if place.latitude is None or place.longitude is None:
            return ()
        ids, points = self._coordinates()
        close = great_circle_km_to_all((place.latitude, place.longitude), points) <= kilometres
        return [ids[at] for at in np.flatnonzero(close)]

    def _coordinates(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        version = self._version_now()
        with self._lock:
            self._drop_if_stale(version)
            kept = self._points
        if kept is None:
            kept = self._store.coordinates()
            with self._lock:
                # As above: what an import has changed meanwhile must not stay under the old version.
                if self._version == version == self._store.version():
                    self._points = kept
        return kept

    def _version_now(self) -> str:
        now = time.monotonic()
        if now - self._asked_at >= self._fresh_seconds:
            self._newest, self._asked_at = self._store.version(), now
        return self._newest

    def _drop_if_stale(self, version: str) -> None:
        if version != self._version:
            self._courses.clear()
            self._points = None
            self._version = version
