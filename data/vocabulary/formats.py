"""The files of a vocabulary's publishers: one table of what each kind of file is told by and which columns it has.

Sources: the CSV download of ESCO v1.1 and v1.2 (European Commission), the open data of ROME 4 (France Travail), and the
mapping tables of national occupations that the EURES countries publish on the ESCO site (Regulation (EU) 2016/589,
article 19). Columns are told by name, without regard to case, spaces and underscores.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["FORMATS", "SOURCES", "Column", "Format", "Layout", "layout_of"]


class Column(StrEnum):
    """What a column holds, whatever its file calls it."""

    URI = "uri"
    NAME = "name"
    ONE_OF_NAMES = "one-of-names"
    OTHER_NAMES = "other-names"
    HIDDEN_NAMES = "hidden-names"
    DESCRIPTION = "description"
    TYPE = "type"
    CODE = "code"
    ISCO = "isco"
    SKILL_TYPE = "skill-type"
    REUSE_LEVEL = "reuse-level"
    STATUS = "status"
    DATED = "dated"
    BROADER = "broader"
    TARGET = "target"
    TARGET_NAME = "target-name"
    RELATION = "relation"
    LEVELS = "levels"
    SOURCE_ID = "source-id"
    TARGET_ID = "target-id"


Columns = Mapping[Column, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: ``source`` names it in reports, ``needs`` are the columns it is told by, ``columns`` all it has.

    ``language`` is set where the publisher writes in one only.
    """

    name: str
    source: str
    needs: Sequence[Column]
    columns: Columns
    language: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A format as one file has it: column → positions in a row (several where a file says it in several languages)."""

    format: Format
    columns: Mapping[Column, Sequence[int]]
    header: Sequence[str]


_CONCEPT: Columns = {
    Column.URI: ("conceptUri",),
    Column.NAME: ("preferredLabel",),
    Column.OTHER_NAMES: ("altLabels",),
    Column.HIDDEN_NAMES: ("hiddenLabels",),
    Column.DESCRIPTION: ("description",),
    Column.TYPE: ("conceptType",),
    Column.CODE: ("code", "iscoCode"),
    Column.ISCO: ("iscoGroup",),
    Column.SKILL_TYPE: ("skillType",),
    Column.REUSE_LEVEL: ("reuseLevel",),
    Column.STATUS: ("status",),
    Column.DATED: ("modifiedDate",),
    Column.BROADER: ("broaderConceptUri",),
}

# The first whose needs are met is meant: the more particular ones stand before the general one.
FORMATS: tuple[Format, ...] = (
    Format(
        name="broader-relations",
        source="esco",
        needs=(Column.URI, Column.TARGET),
        columns={Column.URI: ("conceptUri",), Column.TYPE: ("conceptType",), Column.TARGET: ("broaderUri",)},
    ),
    Format(name="concepts", source="esco", needs=(Column.URI, Column.NAME), columns=_CONCEPT),
    # As the query service of the European Commission gives them: a row for each name, the preferred one first.
    Format(
        name="names",
        source="esco",
        needs=(Column.URI, Column.ONE_OF_NAMES),
        columns={Column.URI: ("conceptUri",), Column.ONE_OF_NAMES: ("label",)},
    ),
    Format(
        name="occupation-skill-relations",
        source="esco",
        needs=(Column.URI, Column.RELATION, Column.TARGET),
        columns={
            Column.URI: ("occupationUri",),
            Column.RELATION: ("relationType",),
            Column.TARGET: ("skillUri",),
        },
    ),
    Format(
        name="skill-skill-relations",
        source="esco",
        needs=(Column.URI, Column.RELATION, Column.TARGET),
        columns={
            Column.URI: ("originalSkillUri",),
            Column.RELATION: ("relationType",),
            Column.TARGET: ("relatedSkillUri",),
        },
    ),
    Format(
        name="hierarchy",
        source="esco",
        needs=(Column.LEVELS,),
        columns={
            Column.LEVELS: ("level0Uri", "level1Uri", "level2Uri", "level3Uri"),
            Column.NAME: tuple(f"level{level}PreferredTerm" for level in range(4)),
            Column.CODE: tuple(f"level{level}Code" for level in range(4)),
        },
    ),
    Format(
        name="occupations",
        source="rome",
        language="fr",
        needs=(Column.CODE, Column.NAME),
        columns={Column.CODE: ("code_rome",), Column.NAME: ("libelle_rome",), Column.BROADER: ("code_rome_parent",)},
    ),
    Format(
        name="titles",
        source="rome",
        language="fr",
        needs=(Column.SOURCE_ID, Column.CODE, Column.NAME),
        columns={
            Column.SOURCE_ID: ("code_ogr",),
            Column.CODE: ("code_rome",),
            Column.NAME: ("libelle_appellation_long",),
            Column.OTHER_NAMES: ("libelle_appellation_court",),
        },
    ),
    Format(
        name="competences",
        source="rome",
        language="fr",
        needs=(Column.SOURCE_ID, Column.NAME),
        columns={
            Column.SOURCE_ID: ("code_ogr",),
            Column.NAME: ("libelle_competence",),
            Column.DESCRIPTION: ("definition",),
        },
    ),
    Format(
        name="knowledge",
        source="rome",
        language="fr",
        needs=(Column.SOURCE_ID, Column.NAME),
        columns={Column.SOURCE_ID: ("code_ogr_savoir",), Column.NAME: ("libelle_savoir",)},
    ),
    Format(
        name="crosswalk",
        source="crosswalk",
        needs=(Column.RELATION, Column.TARGET_NAME),
        columns={
            Column.RELATION: ("mappingRelation",),
            Column.URI: ("classification1Uri", "classification1Url"),
            Column.SOURCE_ID: ("classification1Id",),
            Column.NAME: tuple(
                f"classification1{label}{tag}"
                for label in ("PrefLabel", "PreferredLabel", "PreferedLabel")
                for tag in ("", "DE", "FR", "EN", "NL", "LB")
            ),
            Column.TARGET: ("classification2Uri", "classification2Url"),
            Column.TARGET_ID: ("classification2Id",),
            Column.TARGET_NAME: tuple(
                f"classification2{label}{tag}"
                for label in ("PrefLabel", "PreferredLabel", "PreferedLabel")
                for tag in ("", "DE", "FR", "EN", "NL", "LB")
            ),
        },
    ),
)

# What reports call the publishers.
SOURCES = tuple(dict.fromkeys(format_.source for format_ in FORMATS))


def layout_of(header: Sequence[str]) -> Layout | None:
    """The layout of a file with this header, ``None`` when it is no vocabulary's."""
    places = {_plain(name): place for place, name in reversed(list(enumerate(header)))}
    for format_ in FORMATS:
        columns = {
            column: tuple(places[_plain(alias)] for alias in aliases if _plain(alias) in places)
            for column, aliases in format_.columns.items()
        }
        if all(columns[column] for column in format_.needs):
            return Layout(format_, {column: found for column, found in columns.items() if found}, tuple(header))
    return None


def _plain(name: str) -> str:
    return re.sub(r"[\s_]", "", name).casefold()
