"""The official download of ESCO, read beside everything else."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from data.importing import import_files
from data.store import Store
from data.vocabulary import Vocabulary
from engine.competences import Need
from engine.domain import ConceptKind
from engine.errors import InputError
from tests.data.importing_fakes import Lines, NoPlaces, write_lines
from tests.data.vocabulary.esco_samples import (
    BAKER,
    DOWNLOAD,
    ESCO,
    FOOD_SKILLS,
    HYGIENE,
    KNEAD,
    KNEAD_BY_HAND,
    MILLER,
    NEED_COLUMNS,
    OCCUPATION_COLUMNS,
    SKILL_COLUMNS,
    TODAY,
    counts,
    load,
    need,
    occupation,
    pack,
    skill,
    table,
    write_download,
    write_table,
)


def labels(store: Store, uri: str, kind: ConceptKind = ConceptKind.OCCUPATION) -> dict[str, tuple[str, ...]]:
    return next(dict(concept.labels) for concept in Vocabulary.load(store).concepts(kind) if concept.uri == uri)


def test_a_folder_of_the_download_is_read_file_by_file(store: Store, tmp_path: Path) -> None:
    reports = load(store, write_download(tmp_path / "esco"))
    assert [(Path(file.path).name, file.portal, *counts(file)) for file in reports] == [
        ("ISCOGroups_de.csv", "esco", 1, 1, 0, 0, 0),
        ("broaderRelationsOccPillar_de.csv", "esco", 1, 1, 0, 0, 0),
        ("broaderRelationsSkillPillar_de.csv", "esco", 2, 2, 0, 0, 0),
        ("greenSkillsCollection_de.csv", "esco", 1, 1, 0, 0, 0),
        ("occupationSkillRelations_de.csv", "esco", 3, 3, 0, 0, 0),
        ("occupations_de.csv", "esco", 2, 2, 0, 0, 0),
        ("skillGroups_de.csv", "esco", 1, 1, 0, 0, 0),
        ("skills_de.csv", "esco", 3, 2, 0, 1, 0),
    ]
    vocabulary = Vocabulary.load(store)
    assert vocabulary.needs(BAKER) == (Need(uri=KNEAD), Need(uri=HYGIENE, essential=False))
    assert vocabulary.needing([KNEAD, HYGIENE]) == {BAKER: 1, MILLER: 1}
    assert vocabulary.related(KNEAD) == (KNEAD, KNEAD_BY_HAND)
    assert vocabulary.narrower(FOOD_SKILLS) == (KNEAD, HYGIENE)
    assert vocabulary.collections(HYGIENE) == {"green"}
    assert vocabulary.description(BAKER, "de") == "Backt Brot."
    (baker,) = [found for found in vocabulary.concepts(ConceptKind.OCCUPATION) if found.uri == BAKER]
    assert (baker.code, dict(baker.labels)) == ("7512", {"de": ("Bäcker/Bäckerin", "Bäcker", "Bäckerin")})
    assert FOOD_SKILLS not in {found.uri for found in vocabulary.concepts(ConceptKind.SKILL)}


def test_an_archive_of_the_same_files_says_the_same(store: Store, tmp_path: Path) -> None:
    folder = write_download(tmp_path / "esco")
    archive = pack(tmp_path / "ESCO dataset - v1.2.0 - classification - de - csv.zip", folder)
    reports = load(store, archive)
    assert [file.path for file in reports] == [f"{archive}/{name}" for name in sorted(DOWNLOAD)]
    version = store.vocabulary.version()
    again = load(store, folder)
    assert [counts(file)[1:] for file in again] == [(0, 0, file.read, 0) for file in reports]
    assert store.vocabulary.version() == version != "0" * 32


def test_the_order_of_the_files_does_not_matter(store: Store, tmp_path: Path) -> None:
    folder = write_download(tmp_path / "esco")
    load(store, *sorted(folder.iterdir()))
    with Store.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        load(other, *sorted(folder.iterdir(), reverse=True))
        assert other.vocabulary.version() == store.vocabulary.version()


def test_two_releases_and_two_languages_add_up(store: Store, tmp_path: Path) -> None:
    old = occupation(BAKER, "Brotbäcker", "Bäcker", modifiedDate="2021-11-05T10:00:00.000Z")
    new = occupation(BAKER, "Bäcker/Bäckerin", "Konditor", modifiedDate="2024-01-24T15:38:45.842Z")
    one = write_table(tmp_path / "v1.2" / "occupations_de.csv", OCCUPATION_COLUMNS, [new])
    two = write_table(tmp_path / "v1.1" / "occupations_de.csv", OCCUPATION_COLUMNS, [old])
    three = write_table(
        tmp_path / "fr" / "occupations.csv", ("concept_uri", "preferred_label"), [
            {"concept_uri": BAKER, "preferred_label": "boulanger/boulangère"}
        ]
    )  # fmt: skip
    load(store, one, two, three)
    vocabulary = Vocabulary.load(store)
    assert vocabulary.name(BAKER, "de") == "Bäcker/Bäckerin"
    assert vocabulary.name(BAKER, "fr") == "boulanger/boulangère"
    assert set(labels(store, BAKER)["de"]) == {"Bäcker/Bäckerin", "Brotbäcker", "Bäcker", "Konditor"}
    again = load(store, two, one, three)
    assert [counts(file)[1:] for file in again] == [(0, 0, 1, 0)] * 3


def test_a_release_that_changed_something_is_told_from_one_that_did_not(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "skills_de.csv"
    load(store, write_table(path, SKILL_COLUMNS, [skill(KNEAD, "Teig kneten"), skill(HYGIENE, "Hygiene")]))
    version = store.vocabulary.version()
    rows = [skill(KNEAD, "Teig kneten", "Teig bearbeiten"), skill(HYGIENE, "Hygiene")]
    (report,) = load(store, write_table(path, SKILL_COLUMNS, rows))
    assert counts(report) == (2, 0, 1, 1, 0)
    assert store.vocabulary.version() != version


def test_a_row_that_names_no_concept_of_esco_is_refused_by_its_line(store: Store, tmp_path: Path) -> None:
    rows = [
        skill(KNEAD, "Teig\nkneten"),
        skill("http://example.org/skill/1", "etwas"),
        skill("", "ohne"),
        skill(HYGIENE, "x" * 600),
        skill(KNEAD_BY_HAND, "von Hand", status="obsolete"),
    ]
    (report,) = load(store, write_table(tmp_path / "skills_de.csv", SKILL_COLUMNS, rows))
    # The first row takes two lines.
    assert [(refusal.where, refusal.code, refusal.value[:26]) for refusal in report.refusals] == [
        ("skills_de.csv:4", "unknown-uri", "http://example.org/skill/1"),
        ("skills_de.csv:5", "unknown-uri", ""),
        ("skills_de.csv:6", "name-too-long", "x" * 26),
    ]
    assert all(refusal.remedy for refusal in report.refusals)
    assert (counts(report), report.skipped) == ((4, 1, 0, 0, 3), 1)
    assert Vocabulary.load(store).name(KNEAD, "de") == "Teig kneten"


def test_a_relation_of_another_sort_and_a_row_with_too_many_cells_are_refused(store: Store, tmp_path: Path) -> None:
    path = write_table(tmp_path / "relations.csv", NEED_COLUMNS, [need(BAKER, KNEAD, "likes"), need(BAKER, KNEAD)])
    path.write_text(path.read_text() + f"{BAKER},essential,,{KNEAD},more\n")
    (report,) = load(store, path)
    assert [(refusal.where, refusal.code) for refusal in report.refusals] == [
        ("relations.csv:2", "unknown-relation"),
        ("relations.csv:4", "columns"),
    ]
    assert counts(report) == (3, 1, 0, 0, 2)


@pytest.mark.slow  # loads the language guesser
def test_names_without_a_language_are_read_for_it_or_refused_whole(store: Store, tmp_path: Path) -> None:
    columns = ("conceptUri", "preferredLabel")
    french = [
        "préparer la pâte à pain", "respecter les règles d’hygiène", "conseiller les clients de la boulangerie",
        "utiliser des machines de production alimentaire",
    ]  # fmt: skip
    rows = [{"conceptUri": f"{KNEAD[:-1]}{place}", "preferredLabel": name} for place, name in enumerate(french)]
    numbers = [{"conceptUri": KNEAD, "preferredLabel": "12"}]
    told, untold = load(
        store,
        write_table(tmp_path / "one" / "skills.csv", columns, rows),
        write_table(tmp_path / "two" / "skills.csv", columns, numbers),
    )
    assert counts(told) == (4, 4, 0, 0, 0)
    assert Vocabulary.load(store).name(rows[1]["conceptUri"], "fr") == french[1]
    assert [(refusal.code, refusal.where) for refusal in untold.refusals] == [("language-unknown", "skills.csv")]


@pytest.mark.parametrize("path", ["it/de/skills.csv", "de_v1.1/skills.csv", "it/skills_de.csv", "x_de.zip/skills.csv"])
def test_the_language_is_told_by_the_file_or_what_is_around_it(store: Store, tmp_path: Path, path: str) -> None:
    written = write_table(tmp_path / path, ("conceptUri", "preferredLabel"), [
        {"conceptUri": KNEAD, "preferredLabel": "1"}
    ])  # fmt: skip
    assert counts(load(store, written)[0]) == (1, 1, 0, 0, 0)
    assert labels(store, KNEAD, ConceptKind.SKILL) == {"de": ("1",)}


def test_of_names_row_by_row_the_first_is_the_preferred_one(store: Store, tmp_path: Path) -> None:
    names = ["bakker", "ambachtelijk bakker", "bakkerin"]
    rows = [{"conceptUri": BAKER, "label": name} for name in names]
    (report,) = load(store, write_table(tmp_path / "occupations_nl.csv", ("conceptUri", "label"), rows))
    assert counts(report) == (3, 3, 0, 0, 0)
    assert labels(store, BAKER)["nl"] == ("bakker", "ambachtelijk bakker", "bakkerin")


def test_levels_of_a_hierarchy_lie_below_each_other(store: Store, tmp_path: Path) -> None:
    columns = [f"Level {level} {what}" for level in range(4) for what in ("URI", "preferred term", "code")]
    top, middle = f"{ESCO}skill/S", f"{ESCO}skill/S6"
    rows = [
        {"Level 0 URI": top, "Level 0 preferred term": "Fähigkeiten", "Level 0 code": "S"},
        {"Level 0 URI": top, "Level 1 URI": middle, "Level 1 preferred term": "Umgang", "Level 1 code": "S6"},
    ]
    (report,) = load(store, write_table(tmp_path / "skillsHierarchy_de.csv", columns, rows))
    assert counts(report) == (2, 2, 0, 0, 0)
    vocabulary = Vocabulary.load(store)
    assert (vocabulary.narrower(top), vocabulary.name(middle, "de")) == ((middle,), "Umgang")


def test_a_gzipped_file_and_a_file_of_a_portal_in_one_archive(store: Store, tmp_path: Path) -> None:
    columns, rows = DOWNLOAD["skills_de.csv"]
    inside = tmp_path / "inside"
    write_lines(inside / "kurse" / "a.txt", "1|Kurs", "?x")
    (inside / "skills_de.csv.gz").write_bytes(gzip.compress(table(columns, rows).encode()))
    (inside / "notes.md").write_text("nothing for us")
    (inside / ".hidden.csv").write_text("nothing for us")
    archive = pack(tmp_path / "all.zip", inside)
    report = import_files(store, [archive], places=NoPlaces(), today=TODAY, portals=(Lines(),))
    assert [(file.path.removeprefix(f"{archive}/"), file.portal, file.accepted) for file in report.files] == [
        ("kurse/a.txt", "lines", 1),
        ("notes.md", None, 0),
        ("skills_de.csv.gz", "esco", 3),
    ]
    assert report.files[0].refusals[0].where == "a.txt:3"
    assert store.portals()[0].last_path == f"{archive}/kurse/a.txt"


def test_a_broken_archive_is_refused_and_the_others_go_on(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("no archive")
    with zipfile.ZipFile(tmp_path / "b.zip", "w"):
        pass
    columns, rows = DOWNLOAD["skills_de.csv"]
    broken, empty, sound = load(
        store, tmp_path / "a.zip", tmp_path / "b.zip", write_table(tmp_path / "skills_de.csv", columns, rows)
    )
    assert [(refusal.where, refusal.code) for refusal in broken.refusals] == [("a.zip", "damaged")]
    assert ((empty.portal, empty.read), counts(sound)) == ((None, 0), (3, 3, 0, 0, 0))


def test_a_quote_that_is_never_closed_refuses_the_file_and_keeps_nothing(store: Store, tmp_path: Path) -> None:
    columns, rows = DOWNLOAD["skills_de.csv"]
    path = tmp_path / "skills_de.csv"
    path.write_text(table(columns, rows) + f'x,{KNEAD},"' + "y" * 200_000)
    (report,) = load(store, path)
    assert [(refusal.where, refusal.code) for refusal in report.refusals] == [("skills_de.csv:5", "broken")]
    assert store.vocabulary.version() == "0" * 32


def test_a_source_that_is_named_reads_its_own_files_only(store: Store, tmp_path: Path) -> None:
    columns, rows = DOWNLOAD["skills_de.csv"]
    ours = write_table(tmp_path / "skills_de.csv", columns, rows)
    other = write_lines(tmp_path / "z.txt", "1|Kurs")
    report = import_files(store, [tmp_path], places=NoPlaces(), today=TODAY, portal="esco", portals=(Lines(),))
    by_path = {file.path: file for file in report.files}
    assert by_path[str(ours)].accepted == 3
    assert [refusal.code for refusal in by_path[str(other)].refusals] == ["not-this-portal"]
    with pytest.raises(InputError, match="use one of lines, esco, rome, crosswalk"):
        import_files(store, [tmp_path], places=NoPlaces(), today=TODAY, portal="onet", portals=(Lines(),))
