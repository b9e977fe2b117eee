"""What a person or a portal wrote for a place, taken apart: name, postal code, country, region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.places.names import key, without_delivery_marks
from data.places.table import Exonyms
from engine.domain import Region

COUNTRIES = ("LU", "DE", "FR", "BE", "NL")
# Length of a postal code by country; the letters after a Dutch one are no part of it here.
CODE_DIGITS: Mapping[str, int] = {"LU": 4, "DE": 5, "FR": 5, "BE": 4, "NL": 4}
SHORTEST_CODE = 2
# Letters before a postal code, and abbreviations, that name a country.
ABBREVIATIONS: Mapping[str, str] = {
    "l": "LU",
    "lu": "LU",
    "lux": "LU",
    "d": "DE",
    "de": "DE",
    "deu": "DE",
    "ger": "DE",
    "brd": "DE",
    "f": "FR",
    "fr": "FR",
    "fra": "FR",
    "b": "BE",
    "be": "BE",
    "bel": "BE",
    "nl": "NL",
    "nld": "NL",
    "gdl": "LU",
}
# Nobody types a longer place; markup is no place at all.
LONGEST_TEXT = 120
_MARKUP = re.compile(r"[<>{}\x00-\x08]")
_CODE = re.compile(
    r"(?<!\w)(?:(?P<country>NL|LU|DE|FR|BE|[LDFB])\s*[-–]?\s*)?(?P<digits>\d{2,5})(?!\w)", re.IGNORECASE | re.ASCII
)
_DUTCH_CODE = re.compile(r"(?<!\w)(?:NL\s*-?\s*)?(?P<digits>\d{4})\s?(?!LU|DE|FR|BE|NL)[A-Z]{2}(?!\w)", re.ASCII)
_PIECES = re.compile(r"[,;()\[\]]+|\s[-–/|]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``whole`` is the key of all that was written but codes, ``name`` the key without country and region words."""

    whole: str = ""
    name: str = ""
    code: str | None = None
    country: str | None = None
    region: Region | None = None

    def countries(self) -> tuple[str, ...]:
        """The countries to look in: the one that was named, or all."""
        return (self.country,) if self.country else COUNTRIES


class Reader:
    """Takes texts apart; knows countries and regions by their names in five languages."""

    def __init__(self, exonyms: list[Exonyms]) -> None:
        self._countries: dict[str, str] = dict(ABBREVIATIONS)
        self._regions: dict[str, Region] = {}
        for line in exonyms:
            names = {key(name) for names in line.names.values() for name in names} | {key(line.name)}
            if line.kind == "country":
                self._countries |= dict.fromkeys(names, line.country)
            elif line.kind == "region":
                self._regions |= dict.fromkeys(names, Region(line.name))

    def country(self, text: str | None) -> str | None:
        """ISO code of a country however it is written (``D``, ``Belgique``); any other two letters stay as they are."""
        plain = key(text or "")
        if known := self._countries.get(plain):
            return known
        return plain.upper() if len(plain) == 2 and plain.isalpha() else None

    def is_area(self, spelling: str) -> bool:
        """Whether a key names a country or region rather than a town."""
        return spelling in self._countries or spelling in self._regions

    def code(self, text: str | None, country: str | None = None) -> str | None:
        """The digits of a postal code as the table has them (``L-4361`` → ``4361``), ``None`` where there are none."""
        return self.read(text or "", country).code

    def read(self, text: str, country: str | None = None) -> Query:
        """The parts of a text, empty where it cannot be a place; ``country`` wins over one named in the text."""
        if len(text) > LONGEST_TEXT or _MARKUP.search(text):
            return Query()
        dutch = _DUTCH_CODE.search(text)
        found = dutch or _CODE.search(text)
        home = self.country(country)
        if found:
            home = home or ("NL" if dutch else self.country(found["country"]))
            text = f"{text[: found.start()]} , {text[found.end() :]}"
        pieces = [piece for piece in map(without_delivery_marks, _PIECES.split(text)) if key(piece)]
        region: Region | None = None
        names: list[str] = []
        for spelling in map(key, pieces):
            if names and spelling in self._countries:
                home = home or self._countries[spelling]
            elif names and spelling in self._regions:
                region = region or self._regions[spelling]
            else:
                names.append(spelling)
        name = names[0] if names else ""
        if not (home or region):
            name, home = self._without_last_country(name)
        code = found["digits"] if found else None
        if code and home in ("DE", "FR") and len(code) == CODE_DIGITS[home] - 1:
            code = f"0{code}"
        return Query(whole=" ".join(map(key, pieces)), name=name, code=code, country=home, region=region)

    def _without_last_country(self, name: str) -> tuple[str, str | None]:
        """``trier deutschland`` → ``trier`` and DE; abbreviations need a comma or brackets to count."""
        words = name.split()
        for at in range(1, len(words)):
            last = " ".join(words[at:])
            if last in self._countries and last not in ABBREVIATIONS:
                return " ".join(words[:at]), self._countries[last]
        return name, None
