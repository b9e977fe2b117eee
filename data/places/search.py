"""From what was written to the towns that may be meant, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.places.index import Hit, Index
from data.places.names import key
from data.places.query import CODE_DIGITS, Query, Reader
from engine.domain import Region

# The shortest first words that may stand for a longer text (Trier-Ehrang → Trier); the shortest inner word looked up.
SHORTEST_HEAD = 4


class Search:
    """Answers a ``Query`` in steps, each less sure than the one before."""

    def __init__(self, index: Index, reader: Reader) -> None:
        self._index = index
        self._reader = reader

    def exact(self, query: Query) -> list[Hit]:
        """The towns of the postal code, of these the ones that answer to the name; without a known code, by name."""
        named = self._named(query)
        if not query.code:
            return named
        coded = self._fitting(self._coded(query), query)
        if not query.name:
            return coded
        same = [hit for hit in coded if key(hit.town.name) in (query.name, query.whole)]
        known = {id(hit.town) for hit in named}
        by_name = same or [hit for hit in coded if id(hit.town) in known] or [h for h in coded if _answers(h, query)]
        return by_name or coded or [hit for hit in named if _has_code(hit, query.code)] or named

    def all(self, query: Query) -> Iterator[Hit]:
        """Every town that may be meant, the surest first, each once."""
        seen: set[int] = set()
        for hit in self._steps(query):
            if id(hit.town) not in seen:
                seen.add(id(hit.town))
                yield hit

    def _steps(self, query: Query) -> Iterator[Hit]:
        sure = self.exact(query)
        yield from sure
        if query.code and not query.name:
            if not sure:
                yield from self._fitting(self._index.coded_from(query.code, query.countries()), query)
            return
        if not query.name or (sure and query.code) or (not sure and self._reader.is_area(query.name)):
            return
        begun = self._narrowed(self._index.starting(query.whole) or self._index.starting(query.name), query)
        yield from begun
        if not (sure or begun):
            yield from self._guessed(query)

    def _guessed(self, query: Query) -> list[Hit]:
        """A later word of a name, else a name with a slip in it, else a town named by the first words alone."""
        inner = self._index.containing(query.name) if len(query.name) >= SHORTEST_HEAD else []
        for hits in (inner, self._index.resembling(query.name), self.shortened(query)):
            if fitting := self._narrowed(hits, query):
                return fitting
        return []

    def shortened(self, query: Query) -> list[Hit]:
        """The towns whose full name is what remains when last words are left out: ``Trier-Ehrang`` → Trier."""
        words = query.name.split()
        for end in range(len(words) - 1, 0, -1):
            first = " ".join(words[:end])
            if len(first) >= SHORTEST_HEAD and (hits := self._fitting(self._index.named(first), query)):
                return hits
        return []

    def _named(self, query: Query) -> list[Hit]:
        for spelling in dict.fromkeys((query.whole, query.name)):
            if spelling and (hits := self._fitting(self._index.named(spelling), query)):
                return hits
        return []

    def _coded(self, query: Query) -> list[Hit]:
        code = query.code or ""
        return self._index.coded(code, [c for c in query.countries() if CODE_DIGITS.get(c) == len(code)])

    def _fitting(self, hits: Iterable[Hit], query: Query) -> list[Hit]:
        return [hit for hit in hits if _in(hit, query.countries(), query.region)]

    def _narrowed(self, hits: Iterable[Hit], query: Query) -> list[Hit]:
        """Those of the country and region, and of the code's beginning if any are."""
        fitting = self._fitting(hits, query)
        return [hit for hit in fitting if query.code and _has_code(hit, query.code)] or fitting


def _in(hit: Hit, countries: tuple[str, ...], region: Region | None) -> bool:
    return hit.town.country in countries and (region is None or hit.town.region is region)


def _has_code(hit: Hit, digits: str) -> bool:
    return any(code.startswith(digits) for code in hit.town.codes)


def _answers(hit: Hit, query: Query) -> bool:
    """Whether the name written and the town's name begin with one another, by whole words on the town's side."""
    mine = key(hit.town.name)
    return mine.startswith(query.name) or f"{query.name} ".startswith(f"{mine} ")
