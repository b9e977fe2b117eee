"""The gazetteer's memory: towns by name, by the beginning of a name, by postal code, by a name with a slip in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.places.coordinates import Point, great_circle_km
from data.places.names import head, spellings
from data.places.table import Exonyms, Town

# How much a town counts in a list of namesakes: its population, times these.
GREATER_REGION_FACTOR = 3.0
OTHER_NAME_FACTOR = 0.2
# Slips allowed (a letter wrong, missing, extra, or two swapped) by length of the key: from this length on, this many.
SLIPS: tuple[tuple[int, int], ...] = ((8, 2), (5, 1))
LONGEST_FUZZY_KEY = 60
# cos 49.5°, the Greater Region's middle latitude.
LONGITUDE_SCALE = 0.65
LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A town that answers, with the weight it has among its rivals and, when asked by code, that code and its point."""

    town: Town
    weight: float
    code: str | None = None
    point: Point | None = None


def weight_of(town: Town) -> float:
    """How important a town is among namesakes; those of the Greater Region count more."""
    return (town.population + 1) * (GREATER_REGION_FACTOR if town.region else 1.0)


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Each town once, the weightiest first; ties by name and code, so that the order never wavers."""
    once: dict[int, Hit] = {}
    for hit in hits:
        known = once.get(id(hit.town))
        if known is None or hit.weight > known.weight:
            once[id(hit.town)] = hit
    return sorted(once.values(), key=lambda hit: (-hit.weight, hit.town.name, hit.code or "", hit.town.point))


class Index:
    """Look-ups over the towns; every answer is a list of ``Hit``, best first, for all countries."""

    def __init__(self, towns: Sequence[Town], exonyms: Iterable[Exonyms]) -> None:
        self.towns = towns
        own: dict[str, list[Town]] = defaultdict(list)
        other: dict[str, list[Town]] = defaultdict(list)
        codes: dict[str, dict[str, list[tuple[Town, Point]]]] = defaultdict(lambda: defaultdict(list))
        largest: dict[tuple[str, str], Town] = {}
        for town in towns:
            for spelling in spellings(town.name):
                own[spelling].append(town)
            if (short := head(town.name)) != town.name:
                for spelling in spellings(short):
                    other[spelling].append(town)
            for code, point in town.codes.items():
                codes[town.country][code].append((town, point))
            named = (town.country, town.name)
            if named not in largest or town.population > largest[named].population:
                largest[named] = town
        for line in exonyms:
            if line.kind != "town" or not (renamed := largest.get((line.country, line.name))):
                continue
            for names in line.names.values():
                for spelling in (spelling for name in names for spelling in spellings(name)):
                    other[spelling].append(renamed)
        self._own, self._other, self._codes = dict(own), dict(other), dict(codes)
        self._names = sorted(self._own.keys() | self._other.keys())
        self._sorted_codes = {country: sorted(known) for country, known in codes.items()}

    def named(self, spelling: str) -> list[Hit]:
        """The towns of exactly this key; a town's own name outweighs a name that others give it."""
        own = [Hit(town=town, weight=weight_of(town)) for town in self._own.get(spelling, ())]
        other = (Hit(town=t, weight=weight_of(t) * OTHER_NAME_FACTOR) for t in self._other.get(spelling, ()))
        return best_first((*own, *other))

    def starting(self, beginning: str) -> list[Hit]:
        """The towns one of whose keys begins so."""
        start, end = bisect_left(self._names, beginning), bisect_left(self._names, beginning + LAST_LETTER)
        return best_first(hit for name in self._names[start:end] for hit in self.named(name))

    def containing(self, words: str) -> list[Hit]:
        """The towns one of whose keys has a later word that begins so: ``avold`` → Saint-Avold."""
        return best_first(hit for name in self._names if f" {words}" in name for hit in self.named(name))

    def resembling(self, spelling: str) -> list[Hit]:
        """The towns one of whose keys is this one but for a slip or two; fewest slips first."""
        allowed = next((slips for length, slips in SLIPS if len(spelling) >= length), 0)
        if not allowed or len(spelling) > LONGEST_FUZZY_KEY:
            return []
        close = process.extract(spelling, self._names, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        fewest = min((slips for _, slips, _ in close), default=0)
        return best_first(hit for name, slips, _ in close if slips == fewest for hit in self.named(name))

    def coded(self, code: str, countries: Iterable[str]) -> list[Hit]:
        """The towns that share a postal code."""
        return best_first(hit for country in countries for hit in self._at(code, country))

    def coded_from(self, digits: str, countries: Iterable[str]) -> list[Hit]:
        """The towns with a postal code that begins so."""
        found: list[Hit] = []
        for country in countries:
            known = self._sorted_codes.get(country, [])
            span = slice(bisect_left(known, digits), bisect_left(known, digits + LAST_LETTER))
            found.extend(hit for code in known[span] for hit in self._at(code, country))
        return best_first(found)

    def neighbours(self, code: str, country: str) -> list[Town]:
        """The main towns of the next lower and the next higher postal code of the country."""
        known = self._sorted_codes.get(country, [])
        at = bisect_left(known, code)
        return [self.coded(near, (country,))[0].town for near in known[max(at - 1, 0) : at + 1]]

    def nearest(self, point: Point, country: str | None, *, within_km: float) -> Town | None:
        """The town whose centre is nearest, of that country if one is given; ``None`` where none is near enough."""
        towns = (town for town in self.towns if country in (None, town.country))
        near = min(towns, key=lambda town: _flat_distance(point, town.point), default=None)
        return near if near and great_circle_km(point, near.point) <= within_km else None

    def _at(self, code: str, country: str) -> Iterator[Hit]:
        for town, point in self._codes.get(country, {}).get(code, ()):
            yield Hit(town=town, weight=weight_of(town), code=code, point=point)


def _flat_distance(start: Point, end: Point) -> float:
    """A quick measure that orders near points as their distance does."""
    return (start[0] - end[0]) ** 2 + (LONGITUDE_SCALE * (start[1] - end[1])) ** 2
