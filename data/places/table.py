"""Reads the shipped tables: towns with their postal codes, names in other languages, rough centroids."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.places.coordinates import Point
from engine.domain import Region

HERE = Path(__file__).parent
LANGUAGES = ("de", "fr", "lb", "nl", "en")
TOWN_COLUMNS = ("country", "region", "name", "population", "latitude", "longitude", "postal_codes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One line of ``places.tsv``; ``codes`` maps postal code → point, the most central code first, maybe none.

    ``population`` is 0 where the source has none; ``point`` is (latitude, longitude) in degrees.
    """

    country: str
    region: Region | None
    name: str
    population: int
    point: Point
    codes: Mapping[str, Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exonyms:
    """One line of ``exonyms.tsv``: what a town, region or country is called, a language's usual name first.

    ``kind`` is ``town``, ``region`` (``name`` is a ``Region`` value) or ``country``.
    """

    kind: str
    country: str
    name: str
    names: Mapping[str, tuple[str, ...]]


def read_towns() -> list[Town]:
    """The towns of ``places.tsv`` in the file's order."""
    regions: dict[str, Region | None] = {"": None, **{region.value: region for region in Region}}
    towns = []
    with (HERE / "places.tsv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(lines)
        for country, region, name, population, latitude, longitude, cells in lines:
            point = (float(latitude), float(longitude))
            codes = dict(_code(cell, point) for cell in cells.split())
            towns.append(
                Town(
                    country=country,
                    region=regions[region],
                    name=name,
                    population=int(population),
                    point=point,
                    codes=codes,
                )
            )
    return towns


def _code(cell: str, point: Point) -> tuple[str, Point]:
    """``57100`` stands at the town's own point, ``1118@49.6117,6.1269`` at its own."""
    code, at, own = cell.partition("@")
    if not at:
        return code, point
    latitude, _, longitude = own.partition(",")
    return code, (float(latitude), float(longitude))


def read_exonyms() -> list[Exonyms]:
    """The lines of ``exonyms.tsv``."""
    with (HERE / "exonyms.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Exonyms(
                kind=line["kind"],
                country=line["country"],
                name=line["name"],
                names={lang: tuple(line[lang].split(" | ")) for lang in LANGUAGES if line[lang]},
            )
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def read_rough() -> dict[tuple[str, str], Point]:
    """Country and first digits of a postal code → the middle of all such postal codes, good to some 30 km."""
    with (HERE / "rough.tsv").open(encoding="utf-8", newline="") as file:
        return {
            (line["country"], line["prefix"]): (float(line["latitude"]), float(line["longitude"]))
            for line in csv.DictReader(file, delimiter="\t")
        }
