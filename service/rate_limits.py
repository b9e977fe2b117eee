"""How often a client may ask: a token bucket for each address or API key, in the memory of this process."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from flask import Flask, Request, Response, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from service.api import error_answer
from service.clients import from_this_machine, network

__all__ = ["Buckets", "Limit", "LimitOf", "limit_by_address", "limit_by_key", "limit_requests"]

SECONDS = 60.0
# Buckets that are full again are forgotten when there are more than this many.
MOST_BUCKETS = 10_000
KEY_HEADER = "X-API-Key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many requests a minute ``who`` may send, all at once or spread; 0 means as many as she likes.

    ``unknown`` says that she sent a key that nobody has: she is refused, and counted all the same.
    """

    who: str
    per_minute: int
    unknown: bool = False


LimitOf: TypeAlias = Callable[[Request], Limit]


class Buckets:
    """One bucket for each ``who``, full at first; a request takes one token, a minute brings ``per_minute``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, limit: Limit) -> float:
        """Seconds until the next request may come; 0.0 when this one may, which then has taken its token."""
        if limit.per_minute <= 0:
            return 0.0
        rate = limit.per_minute / SECONDS
        with self._lock:
            now = self._clock()
            left, since = self._left.get(limit.who, (float(limit.per_minute), now))
            left = min(float(limit.per_minute), left + (now - since) * rate)
            allowed = left >= 1.0
            self._left[limit.who] = (left - 1.0 if allowed else left, now)
            if len(self._left) > MOST_BUCKETS:
                self._left = {who: kept for who, kept in self._left.items() if now - kept[1] < SECONDS}
        return 0.0 if allowed else (1.0 - left) / rate

    @property
    def kept(self) -> int:
        """How many buckets are remembered."""
        return len(self._left)


def limit_requests(app: Flask, limit_of: LimitOf, buckets: Buckets | None = None) -> None:
    """Answer 429 with ``Retry-After`` to who posts to the API more often than ``limit_of`` allows."""
    kept = buckets or Buckets()

    @app.before_request
    def _check() -> Response | None:
        if request.method != "POST" or not request.path.startswith("/api/"):
            return None
        limit = limit_of(request)
        seconds = math.ceil(kept.wait(limit))
        if not seconds:
            if limit.unknown:
                raise Unauthorized(www_authenticate=WWWAuthenticate("ApiKey", {"header": KEY_HEADER}))
            return None
        remedy = f"wait {seconds} seconds, or ask the operator for a key"
        response = error_answer(429, code="too-many-requests", message="too many requests", remedy=remedy)
        response.headers["Retry-After"] = str(seconds)
        return response


def limit_by_address(per_minute: int, *, spare_this_machine: bool = False) -> LimitOf:
    """Each client counts by itself; ``spare_this_machine`` leaves programs beside the service unlimited."""

    def limit_of(asked: Request) -> Limit:
        spared = spare_this_machine and from_this_machine(asked)
        return Limit(who=f"address {network(asked)}", per_minute=0 if spared else per_minute)

    return limit_of


def limit_by_key(known: Callable[[str], Limit | None], otherwise: LimitOf) -> LimitOf:
    """Who sends a key has the limit of that key (401 where ``known`` has none), who sends none ``otherwise``."""

    def limit_of(asked: Request) -> Limit:
        key = asked.headers.get(KEY_HEADER, "")
        return known(key) or replace(otherwise(asked), unknown=True) if key else otherwise(asked)

    return limit_of
