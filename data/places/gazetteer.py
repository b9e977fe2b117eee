"""Finds places: for a person who types, for a form that must be sure, for a portal that writes what it likes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from data.places.coordinates import Point, can_be_in, great_circle_km, point_of
from data.places.index import Hit, Index, weight_of
from data.places.names import well_cased, without_delivery_marks
from data.places.query import CODE_DIGITS, Query, Reader
from data.places.regions import region_by_code, rough_prefix
from data.places.search import Search
from data.places.table import Exonyms, Town, read_exonyms, read_rough, read_towns
from engine.domain import Place, Region
from engine.errors import InputError

# A name answers for several towns; the first is meant when it weighs this many times the second.
DOMINANCE = 10.0
# Coordinates that a portal gives further than this from the place that it names are mistaken.
FAR_KM = 50.0
# Coordinates alone tell the region (and the town, where no name is given) of the nearest town up to this far.
NEAR_KM = 10.0
CANDIDATES_SHOWN = 5


class Gazetteer:
    """Postal codes, names and coordinates of the Greater Region and its surroundings."""

    def __init__(self, towns: Sequence[Town], exonyms: list[Exonyms], rough: dict[tuple[str, str], Point]) -> None:
        self._index = Index(towns, exonyms)
        self._reader = Reader(exonyms)
        self._search = Search(self._index, self._reader)
        self._rough = rough
        self._names = {(line.country, line.name): line.names for line in exonyms if line.kind == "town"}
        self._home_prefixes = {
            (t.country, rough_prefix(t.country, code)) for t in towns if t.region for code in t.codes
        }

    @staticmethod
    def shipped() -> Gazetteer:
        """The gazetteer of the shipped tables; read once per process."""
        return _shipped()

    def find(self, text: str, *, country: str | None = None, limit: int = 8) -> tuple[Place, ...]:
        """The places that ``text`` may mean, best first, each town once; ``()`` where it is no place.

        Takes postal codes, names in any language, beginnings of both, ``57100 Thionville``, ``Thionville (57)`` and
        ``Trier, Deutschland``; case, accents and hyphens do not matter, and small slips only where nothing fits better.
        """
        query = self._reader.read(text, country)
        return tuple(place_of(hit) for hit in islice(self._search.all(query), max(limit, 0)))

    def resolve(
        self,
        *,
        country: str | None = None,
        postal_code: str | None = None,
        name: str | None = None,
        field: str = "place",
    ) -> Place:
        """The one place that a person's answer means; a postal code of several villages gives the largest of them.

        Raises ``InputError`` (``place``: the given ``field``; code ``place-missing``, ``place-unknown``,
        ``place-ambiguous``, ``country-unknown``) whose remedy names what may be meant. A code outside the Greater
        Region that the table lacks gives a rough place (see ``is_rough``).
        """
        if country and not self._reader.country(country):
            remedy = "write the country as LU, DE, FR, BE or NL"
            raise InputError("unknown country", place=field, value=country, remedy=remedy, code="country-unknown")
        value = ", ".join(part.strip() for part in (postal_code, name) if part and part.strip())
        if not value:
            remedy = "give a postal code with its country, or the name of a town"
            raise InputError("no place given", place=field, value=value, remedy=remedy, code="place-missing")
        query = self._reader.read(value, country)
        hits = self._search.exact(query)
        if not hits:
            if rough := self._rough_home(query):
                return rough
            remedy = _one_of(self.find(value, country=country, limit=CANDIDATES_SHOWN))
            raise InputError("unknown place", place=field, value=value, remedy=remedy, code="place-unknown")
        if not _is_decided(hits):
            remedy = _one_of([place_of(hit) for hit in hits[:CANDIDATES_SHOWN]])
            message = "several places have this name or code"
            raise InputError(message, place=field, value=value, remedy=remedy, code="place-ambiguous")
        return place_of(hits[0])

    def locate(
        self,
        *,
        country: str | None = None,
        postal_code: str | None = None,
        name: str | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
    ) -> Place | None:
        """The best that can be said of where a portal says a course is; never raises.

        In this order: the given coordinates if they can be true, the postal code, the name, the rough middle of the
        postal area (see ``is_rough``), the bare name and country; ``None`` where not even the country is known.
        """
        query = self._query(country, postal_code, name)
        hit = self._best(query)
        given = point_of(latitude, longitude)
        if hit:
            place = place_of(hit)
            place = replace(place, postal_code=query.code) if _is_whole(query) else place
            near = given is not None and great_circle_km(given, hit.point or hit.town.point) <= FAR_KM
            return _moved(place, given) if given and near else place
        where = self._reader.country(country) or query.country
        shown = well_cased(without_delivery_marks(name or ""))
        if given and can_be_in(given, where, query.code):
            if town := self._index.nearest(given, where, within_km=NEAR_KM):
                place = place_of(Hit(town=town, weight=weight_of(town)))
                return _moved(replace(place, name=shown or town.name, postal_code=query.code), given)
            return _moved(self._bare(where, query.code, shown), given) if where else None
        return (self._rough_place(where, query.code, shown) or self._bare(where, query.code, shown)) if where else None

    def region_of(
        self, country: str | None, postal_code: str | None = None, *, name: str | None = None
    ) -> Region | None:
        """The part of the Greater Region that a postal code or, without one, a town's name lies in."""
        query = self._query(country, postal_code, name)
        if hits := self._search.exact(query):
            return hits[0].town.region
        if query.country == "DE" and query.code:
            around = {town.region for town in self._index.neighbours(query.code, "DE")}
            return around.pop() if len(around) == 1 else None
        if query.country and (query.code or query.country == "LU"):
            return region_by_code(query.country, query.code or "")
        return None

    def name_of(self, place: Place, language: str) -> str:
        """The place's name in one of the five languages, or as it is where that language has no name of its own."""
        names = self._names.get((place.country, place.name), {}).get(language, ())
        return names[0] if names else place.name

    def is_rough(self, place: Place) -> bool:
        """Whether the coordinates are but the middle of a wide postal area (good to some 30 km)."""
        middle = self._rough.get((place.country, rough_prefix(place.country, place.postal_code or "")))
        return middle is not None and middle == (place.latitude, place.longitude)

    def _query(self, country: str | None, postal_code: str | None, name: str | None) -> Query:
        """What a portal's fields say; a name too odd to read does not spoil the postal code."""
        query = self._reader.read(", ".join(part for part in (postal_code, name) if part), country)
        return query if query != Query() else self._reader.read(postal_code or "", country)

    def _bare(self, country: str, code: str | None, name: str) -> Place:
        """A place of which only the words are known."""
        return Place(
            name=name or code or country, country=country, postal_code=code, region=self.region_of(country, code)
        )

    def _best(self, query: Query) -> Hit | None:
        """The likeliest town of a portal's words: by code, by full name in that postal area, by its first words."""
        hits = self._search.exact(query) or self._search.shortened(query)
        if not hits or not query.code or hits[0].code:
            return hits[0] if hits else None
        area = query.code[:2]
        return next((hit for hit in hits if any(code.startswith(area) for code in hit.town.codes)), None)

    def _rough_home(self, query: Query) -> Place | None:
        """A rough place for a code alone, unless its area touches the Greater Region, whose codes the table has all."""
        if query.name or (query.country, rough_prefix(query.country or "", query.code or "")) in self._home_prefixes:
            return None
        return self._rough_place(query.country, query.code, None)

    def _rough_place(self, country: str | None, code: str | None, name: str | None) -> Place | None:
        """The middle of the postal area, if the code has its country's length."""
        if not country or not code or len(code) != CODE_DIGITS.get(country):
            return None
        point = self._rough.get((country, rough_prefix(country, code)))
        if point is None:
            return None
        return Place(
            name=name or code,
            country=country,
            postal_code=code,
            region=self.region_of(country, code),
            latitude=point[0],
            longitude=point[1],
        )


@cache
def _shipped() -> Gazetteer:
    return Gazetteer(read_towns(), read_exonyms(), read_rough())


def place_of(hit: Hit) -> Place:
    """The domain's place for a hit: at the code that was asked for, else at the town's centre with its central code."""
    point = hit.point or hit.town.point
    return Place(
        name=hit.town.name,
        country=hit.town.country,
        postal_code=hit.code or next(iter(hit.town.codes), None),
        region=hit.town.region,
        latitude=point[0],
        longitude=point[1],
    )


def _is_whole(query: Query) -> bool:
    """Whether the postal code has all the digits of one of the countries looked in."""
    return query.code is not None and len(query.code) in {CODE_DIGITS.get(country) for country in query.countries()}


def _moved(place: Place, point: Point) -> Place:
    """The same place at a portal's own, more precise coordinates."""
    return replace(place, latitude=point[0], longitude=point[1])


def _is_decided(hits: Sequence[Hit]) -> bool:
    """Whether the first hit is meant: alone, the largest of its postal code in one country, or far above the second."""
    if len(hits) == 1:
        return True
    if hits[0].code:
        return len({hit.town.country for hit in hits}) == 1
    return hits[0].weight >= DOMINANCE * hits[1].weight


def _one_of(places: Iterable[Place]) -> str:
    """The remedy: what may be meant, each so that it can be given back."""
    shown = "; ".join(f"{place.country} {place.postal_code or ''} {place.name}".replace("  ", " ") for place in places)
    return f"give one of: {shown}" if shown else "give a postal code with its country"
