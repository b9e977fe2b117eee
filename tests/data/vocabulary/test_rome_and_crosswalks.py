"""ROME 4, and what countries publish about how their occupations map to ESCO."""

from __future__ import annotations

from pathlib import Path

from data.store import Store
from data.store.entries import Relation
from data.vocabulary import Vocabulary
from engine.domain import ConceptKind
from tests.data.vocabulary.esco_samples import (
    BAKER,
    BAKERS,
    HYGIENE,
    KNEAD,
    MILLER,
    counts,
    load,
    write_download,
    write_table,
)

# The mapping tables begin with some lines about themselves.
PREAMBLE = "Table\nof,mappings\n" + "\n" * 12
COLUMNS = (
    "Classification 1 URI", "Classification 1 PrefLabel", "Mapping relation", "Classification 2 ID",
    "Classification 2 PrefLabel",
)  # fmt: skip


ROME = {
    "unix_referentiel_code_rome_v460_utf8.csv": """code_rome,code_ogr,libelle_rome,code_rome_parent
D1102,90,Boulanger / Boulangère,D1102
boulanger,91,Boulanger,
""",
    "unix_referentiel_appellation_v460_utf8.csv": """\
code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome,code_rome_parent
11,Ouvrier boulanger,Ouvrier,D1102,D1102
12,Tourier,,D1102,D1102
""",
    "unix_referentiel_competence_v460_utf8.csv": """code_ogr,libelle_competence,definition
101,Pétrir une pâte,À la main.
""",
    "unix_referentiel_savoir_v460_utf8.csv": """code_ogr_savoir,libelle_savoir
201,Types de farine
""",
}


def write_rome(folder: Path) -> Path:
    folder.mkdir()
    for name, text in ROME.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def write_crosswalk(path: Path, *rows: tuple[str, str, str, str], delimiter: str = ",") -> Path:
    """Rows of ESCO URI, relation, national id and national name."""
    write_table(path, COLUMNS, [dict(zip((COLUMNS[0], *COLUMNS[2:]), row, strict=True)) for row in rows], delimiter)
    path.write_text(PREAMBLE + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_occupations_of_rome_carry_all_their_titles(store: Store, tmp_path: Path) -> None:
    reports = load(store, write_rome(tmp_path / "rome"))
    assert [(file.portal, *counts(file)) for file in reports] == [
        ("rome", 2, 2, 0, 0, 0),
        ("rome", 2, 1, 0, 0, 1),
        ("rome", 1, 1, 0, 0, 0),
        ("rome", 1, 1, 0, 0, 0),
    ]
    (refusal,) = reports[1].refusals
    assert (refusal.where, refusal.code) == ("unix_referentiel_code_rome_v460_utf8.csv:3", "unknown-code")
    vocabulary = Vocabulary.load(store)
    (baker,) = vocabulary.concepts(ConceptKind.OCCUPATION, scheme="rome")
    assert (baker.uri, baker.code) == ("rome:D1102", "D1102")
    assert baker.labels == {"fr": ("Boulanger / Boulangère", "Ouvrier", "Ouvrier boulanger", "Tourier")}
    skills = list(vocabulary.concepts(ConceptKind.SKILL, scheme="rome"))
    assert [(skill.uri, skill.labels["fr"]) for skill in skills] == [
        ("rome:101", ("Pétrir une pâte",)),
        ("rome:201", ("Types de farine",)),
    ]
    assert vocabulary.description("rome:101", "fr") == "À la main."
    assert vocabulary.name("rome:D1102", "de") == "Boulanger / Boulangère"
    assert "rome:D1102" not in {concept.uri for concept in vocabulary.concepts(ConceptKind.OCCUPATION)}


def test_a_national_occupation_needs_what_the_esco_one_needs(store: Store, tmp_path: Path) -> None:
    load(store, write_download(tmp_path / "esco"), write_rome(tmp_path / "rome"))
    (report,) = load(
        store,
        write_crosswalk(
            tmp_path / "FR_mapping.csv",
            (BAKER, "skos:exactMatch", "11", "Ouvrier boulanger"),
            (MILLER, "skos:broadMatch", "D1102", "Boulanger / Boulangère"),
        ),
    )
    assert (report.portal, counts(report)) == ("crosswalk", (2, 1, 1, 0, 0))
    vocabulary = Vocabulary.load(store)
    matches = [(match.uri, match.relation) for match in vocabulary.matches("rome:D1102")]
    # ESCO's broader match is the national occupation: it is the ESCO one that means less.
    assert matches == [(BAKER, Relation.EXACT), (MILLER, Relation.NARROW)]
    assert vocabulary.esco("rome:D1102") == (BAKER,)
    assert [need.uri for need in vocabulary.needs("rome:D1102")] == [KNEAD, HYGIENE]
    assert vocabulary.needs("rome:A0000") == ()


def test_a_table_of_another_country_with_semicolons_and_other_headings(store: Store, tmp_path: Path) -> None:
    path = write_crosswalk(
        tmp_path / "EURESmapping_occs_DE.csv",
        (BAKER, "exactMatch", "B 29222-100", "Bäcker/in"),
        (BAKERS, "skos:exactISCO", "B 2922", "Bäckerberufe"),
        (MILLER, "no relation", "B 1", "Sonstige"),
        (MILLER, "similar", "B 2", "Müller/in"),
        ("http://example.org/1", "skos:exactMatch", "B 3", "Anderes"),
        delimiter=";",
    )
    (report,) = load(store, path)
    assert ((report.portal, *counts(report)), report.skipped) == (("crosswalk", 4, 2, 0, 0, 2), 1)
    assert [(refusal.where, refusal.code) for refusal in report.refusals] == [
        ("EURESmapping_occs_DE.csv:19", "unknown-relation"),
        ("EURESmapping_occs_DE.csv:20", "unknown-uri"),
    ]
    vocabulary = Vocabulary.load(store)
    assert vocabulary.esco("de:B 29222-100") == (BAKER,)
    assert vocabulary.name("de:B 29222-100", "de") == "Bäcker/in"


def test_names_in_two_languages_and_a_table_that_reads_the_other_way_round(store: Store, tmp_path: Path) -> None:
    belgian = write_table(
        tmp_path / "BLM_mapping.csv",
        ("Classification 1 URL", "Mapping relation", "Classification 2 ID", "Classification 2 PrefLabel FR",
         "Classification 2 PrefLabel NL"),
        [{"Classification 1 URL": BAKER, "Mapping relation": "skos:closeMatch", "Classification 2 ID": "7",
          "Classification 2 PrefLabel FR": "Boulanger", "Classification 2 PrefLabel NL": "Bakker"}],
    )  # fmt: skip
    reverse = write_table(
        tmp_path / "AT_mapping.csv",
        ("classification 1 ID", "classification 1 prefered label", "mapping relation", "classification 2 ID",
         "classification 2 prefered label"),
        [{"classification 1 ID": "9", "classification 1 prefered label": "Bäckerei", "mapping relation": "narrowMatch",
          "classification 2 ID": BAKER, "classification 2 prefered label": "baker"}],
    )  # fmt: skip
    for report in load(store, belgian, reverse):
        assert counts(report) == (1, 1, 0, 0, 0)
    vocabulary = Vocabulary.load(store)
    assert (vocabulary.name("be:7", "fr"), vocabulary.name("be:7", "nl")) == ("Boulanger", "Bakker")
    (match,) = vocabulary.matches("at:9")
    assert (match.uri, match.relation) == (BAKER, Relation.NARROW)
    assert vocabulary.name("at:9", "de") == "Bäckerei"


def test_a_table_of_no_known_country_is_refused_row_by_row(store: Store, tmp_path: Path) -> None:
    (report,) = load(store, write_crosswalk(tmp_path / "mapping.csv", (BAKER, "exactMatch", "9", "Baker")))
    assert [(refusal.where, refusal.code) for refusal in report.refusals] == [("mapping.csv:16", "unknown-country")]
    assert "DE_mapping.csv" in report.refusals[0].remedy
