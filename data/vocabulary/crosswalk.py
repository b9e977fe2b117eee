"""National occupations mapped to ESCO: the tables of the EURES countries (Regulation (EU) 2016/589, article 19)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from data.store.entries import Entry, Kind, Rank, Relation
from data.vocabulary.formats import Column
from data.vocabulary.rows import ROME, Context, Row, RowRefused, esco_uri, one_line
from data.vocabulary.tags import COUNTRIES, LANGUAGES

__all__ = ["mapping"]

# SKOS mapping relations, read from ESCO to the nation ("ESCO's broader match is the national one"); the store keeps
# them the other way round. ISCO groups may be met exactly too.
RELATIONS = {
    "exactmatch": Relation.EXACT,
    "exactisco": Relation.EXACT,
    "closematch": Relation.CLOSE,
    "narrowmatch": Relation.BROAD,
    "broadmatch": Relation.NARROW,
}
FROM_NATIONAL = {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}
NO_RELATION = frozenset({"norelation", "nomatch", "none", ""})
LONGEST_ID = 200
# Tables named by something else than a country's code.
ALIASES = {"BLM": "BE", "VDAB": "BE", "ROME": "FR", "KLDB": "DE", "AMS": "AT"}

_PART = re.compile(r"[^A-Za-z]+")
_ROME = re.compile(r"[A-Z]\d{4}|\d{1,9}")
_TAG = re.compile(r"(?:^|[\s_])([A-Z]{2})$")


def mapping(row: Row, context: Context) -> Sequence[Entry] | None:
    """A national occupation, its names, and the ESCO concept it is mapped to; "no relation" is skipped."""
    said = row.text(Column.RELATION).rpartition(":")[2]
    word = re.sub(r"[\s_-]", "", said).casefold()
    if word in NO_RELATION and any((row.text(Column.TARGET_NAME), row.text(Column.NAME))):
        return None
    if word not in RELATIONS:
        raise RowRefused("unknown-relation", said, "use a SKOS mapping relation, such as exactMatch")
    relation = RELATIONS[word]
    first = (*row.all(Column.URI), *row.all(Column.SOURCE_ID))
    second = (*row.all(Column.TARGET), *row.all(Column.TARGET_ID))
    if _is_esco(first):
        target, national, names = _esco(first), second, Column.TARGET_NAME
    else:
        # A table from the nation to ESCO reads the other way round.
        target, national, names = _esco(second), first, Column.NAME
        relation = FROM_NATIONAL.get(relation, relation)
    country = _country(context.path)
    return [
        Entry(
            uri=_national_uri(national, country),
            kind=Kind.OCCUPATION,
            code=next((cell for cell in reversed(national) if cell and "://" not in cell), ""),
            language=language,
            names=tuple((name, Rank.PREFERRED) for name in found),
            links=((relation, target),),
        )
        for language, found in _names(row, names, country).items()
    ]


def _names(row: Row, column: Column, country: str) -> dict[str, list[str]]:
    """Language → names; the column's heading tells it ("PrefLabel FR"), else the country does."""
    found: dict[str, list[str]] = {}
    for place, cell in zip(row.layout.columns.get(column, ()), row.all(column), strict=True):
        tag = _TAG.search(row.layout.header[place].strip())
        language = tag.group(1).lower() if tag else COUNTRIES.get(country, "")
        if language in LANGUAGES and (name := one_line(cell)):
            found.setdefault(language, []).append(name)
    # Also without a name that can be read, the mapping itself counts.
    return found or {"": []}


def _national_uri(cells: Sequence[str], country: str) -> str:
    uri = next((cell for cell in cells if "://" in cell), "")
    if uri:
        return uri[:LONGEST_ID]
    code = next((cell for cell in cells if cell), "")
    if not code or len(code) > LONGEST_ID:
        raise RowRefused("unknown-code", code, "give the national occupation an id or a URI")
    if country == "FR" and _ROME.fullmatch(code.upper()):
        return ROME + code.upper()
    if not country:
        raise RowRefused("unknown-country", code, "begin the file's name with its country, as in DE_mapping.csv")
    return f"{country.lower()}:{code}"


def _country(path: str) -> str:
    words = [word.upper() for word in _PART.split(PurePath(path).name) if word]
    known = [ALIASES.get(word, word) for word in words]
    return next((word for word in known if word in COUNTRIES or word == "BE"), "")


def _is_esco(cells: Sequence[str]) -> bool:
    return any("data.europa.eu/esco" in cell.casefold() for cell in cells)


def _esco(cells: Sequence[str]) -> str:
    found = next((cell for cell in cells if _is_esco((cell,))), next((cell for cell in cells if cell), ""))
    return esco_uri(found)
