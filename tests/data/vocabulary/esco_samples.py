"""Small files in the shape of the official download, with concepts and words of their own."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from data.importing import FileReport, import_files
from data.store import Store
from tests.data.importing_fakes import NoPlaces

TODAY = date(2026, 3, 2)
ESCO = "http://data.europa.eu/esco/"
BAKER = f"{ESCO}occupation/11111111-aaaa-4aaa-8aaa-000000000001"
MILLER = f"{ESCO}occupation/11111111-aaaa-4aaa-8aaa-000000000002"
KNEAD = f"{ESCO}skill/22222222-bbbb-4bbb-8bbb-000000000001"
KNEAD_BY_HAND = f"{ESCO}skill/22222222-bbbb-4bbb-8bbb-000000000002"
HYGIENE = f"{ESCO}skill/22222222-bbbb-4bbb-8bbb-000000000003"
FOOD_SKILLS = f"{ESCO}skill/33333333-cccc-4ccc-8ccc-000000000001"
BAKERS = f"{ESCO}isco/C7512"

OCCUPATION_COLUMNS = (
    "conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "status", "modifiedDate",
    "regulatedProfessionNote", "scopeNote", "definition", "inScheme", "description", "code",
)  # fmt: skip
SKILL_COLUMNS = (
    "conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels", "status",
    "modifiedDate", "scopeNote", "definition", "inScheme", "description",
)  # fmt: skip
GROUP_COLUMNS = (
    "conceptType",
    "conceptUri",
    "code",
    "preferredLabel",
    "status",
    "altLabels",
    "inScheme",
    "description",
)
NEED_COLUMNS = ("occupationUri", "relationType", "skillType", "skillUri")
BROADER_COLUMNS = ("conceptType", "conceptUri", "broaderType", "broaderUri")
COLLECTION_COLUMNS = (
    "conceptType", "conceptUri", "preferredLabel", "status", "skillType", "reuseLevel", "altLabels", "description",
    "broaderConceptUri", "broaderConceptPT",
)  # fmt: skip

Row = Mapping[str, str]


def occupation(uri: str, name: str, others: str = "", **more: str) -> Row:
    row = {"conceptType": "Occupation", "conceptUri": uri, "preferredLabel": name, "altLabels": others}
    return row | {"status": "released", "iscoGroup": "7512", "code": "7512.1"} | more


def skill(uri: str, name: str, others: str = "", **more: str) -> Row:
    row = {"conceptType": "KnowledgeSkillCompetence", "conceptUri": uri, "preferredLabel": name, "altLabels": others}
    return row | {"status": "released", "skillType": "skill/competence", "reuseLevel": "sector-specific"} | more


def need(occupation_uri: str, skill_uri: str, relation: str = "essential") -> Row:
    return {"occupationUri": occupation_uri, "relationType": relation, "skillUri": skill_uri}


def broader(uri: str, above: str, concept_type: str = "KnowledgeSkillCompetence") -> Row:
    return {"conceptType": concept_type, "conceptUri": uri, "broaderUri": above}


DOWNLOAD: Mapping[str, tuple[Sequence[str], Sequence[Row]]] = {
    "occupations_de.csv": (
        OCCUPATION_COLUMNS,
        [
            occupation(BAKER, "Bäcker/Bäckerin", "Bäcker\nBäckerin", description="Backt Brot."),
            occupation(MILLER, "Müller/Müllerin", code="7514.2", iscoGroup="7514"),
        ],
    ),
    "skills_de.csv": (
        SKILL_COLUMNS,
        [
            skill(KNEAD, "Teig kneten", "Teige kneten"),
            skill(KNEAD_BY_HAND, "Teig mit der Hand kneten"),
            skill(HYGIENE, "Lebensmittelhygiene", skillType="knowledge"),
        ],
    ),
    "ISCOGroups_de.csv": (
        GROUP_COLUMNS,
        [{"conceptType": "ISCOGroup", "conceptUri": BAKERS, "code": "7512", "preferredLabel": "Bäcker"}],
    ),
    "skillGroups_de.csv": (
        GROUP_COLUMNS,
        [{"conceptType": "SkillGroup", "conceptUri": FOOD_SKILLS, "code": "S6.9", "preferredLabel": "Lebensmittel"}],
    ),
    "occupationSkillRelations_de.csv": (
        NEED_COLUMNS,
        [need(BAKER, HYGIENE, "optional"), need(BAKER, KNEAD), need(MILLER, HYGIENE)],
    ),
    "broaderRelationsSkillPillar_de.csv": (
        BROADER_COLUMNS,
        [broader(KNEAD_BY_HAND, KNEAD), broader(KNEAD, FOOD_SKILLS)],
    ),
    "broaderRelationsOccPillar_de.csv": (BROADER_COLUMNS, [broader(BAKER, BAKERS, "Occupation")]),
    "greenSkillsCollection_de.csv": (
        COLLECTION_COLUMNS,
        [
            skill(
                HYGIENE,
                "Lebensmittelhygiene",
                "Hygiene | Sauberkeit",
                skillType="knowledge",
                broaderConceptUri=FOOD_SKILLS,
            )
        ],
    ),
}  # fmt: skip


def table(columns: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(table(columns, rows, delimiter), encoding="utf-8", newline="")
    return path


def write_download(folder: Path) -> Path:
    for name, (columns, rows) in DOWNLOAD.items():
        write_table(folder / name, columns, rows)
    return folder


def pack(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder))
    return archive


def load(store: Store, *paths: Path) -> list[FileReport]:
    return list(import_files(store, paths, places=NoPlaces(), today=TODAY).files)


def counts(report: FileReport) -> tuple[int, int, int, int, int]:
    """Read, accepted, updated, unchanged, refused."""
    return (report.read, report.accepted, report.updated, report.unchanged, report.refused)
