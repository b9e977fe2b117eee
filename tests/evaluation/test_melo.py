"""MELO folders: read whole or refused with file and line; ranked as trec_eval ranks."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from engine.errors import InputError
from evaluation.melo import Melo, values
from passerelle import main
from tests.evaluation.melo_samples import ENGLISH, FRENCH, CommonWords, write_folder


def test_a_folder_reads_the_same_gzipped_or_not(tmp_path: Path) -> None:
    plain = Melo.read(write_folder(tmp_path / "plain", FRENCH))
    zipped = Melo.read(write_folder(tmp_path / "zipped", FRENCH, zipped=True))
    assert plain.queries == zipped.queries == {"q1": "soudeur à l'arc", "q2": "cuisinier"}
    assert plain.annotations == zipped.annotations == {"q1": {"c2": 1}, "q2": {"c3": 1}}
    assert (plain.elements, plain.concepts) == (zipped.elements, zipped.concepts)


def test_the_first_right_name_counts_and_ties_go_to_the_higher_id(tmp_path: Path) -> None:
    found = values(Melo.read(write_folder(tmp_path, FRENCH)), CommonWords())
    # q2: c1 and c3 share one word each; trec_eval puts c3 first.
    assert found["mrr"] == {"q1": 1.0, "q2": 1.0}
    swapped = FRENCH | {"annotations.tsv": "q1\t0\tc2\t1\nq2\t0\tc1\t1\n"}
    found = values(Melo.read(write_folder(tmp_path, swapped)), CommonWords())
    assert found["mrr"] == {"q1": 1.0, "q2": 0.5}
    assert found["success@1"] == {"q1": 1.0, "q2": 0.0}
    assert found["success@5"]["q2"] == 1.0


def test_through_the_pivot_a_concept_is_reached_by_its_name_in_the_language_of_the_query(tmp_path: Path) -> None:
    english = Melo.read(write_folder(tmp_path / "en", ENGLISH))
    french = Melo.read(
        write_folder(
            tmp_path / "fr",
            FRENCH
            | {
                "corpus_elements.tsv": "c2\tsoudeur à l'arc\n",
                "concept_mapping.tsv": "c2\turi:welder\n",
                "annotations.tsv": "",
            },
        )
    )
    assert values(english, CommonWords())["mrr"] == {"q1": 0.5}
    assert values(english, CommonWords(), [french.as_names()])["mrr"] == {"q1": 1.0}


def test_folders_without_a_common_concept_are_no_pivot(tmp_path: Path) -> None:
    english = Melo.read(write_folder(tmp_path / "en", ENGLISH))
    stranger = Melo.read(write_folder(tmp_path / "x", FRENCH | {"concept_mapping.tsv": "c1\turi:other\n"}))
    with pytest.raises(InputError, match="no concept in common"):
        values(english, CommonWords(), [stranger.as_names()])


@pytest.mark.parametrize("name", FRENCH)
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {key: text for key, text in FRENCH.items() if key != name})
    with pytest.raises(InputError, match=name):
        Melo.read(folder)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("queries.tsv", "q1\tcook\nq2\n", r"queries\.tsv:2: expected two columns"),
        ("queries.tsv", "q1\tcook\nq1\tchef\n", r"queries\.tsv:2: this id stands in the file twice"),
        ("queries.tsv", "\n", "no queries"),
        ("annotations.tsv", "q1 0 c2\n", r"annotations\.tsv:1: expected four columns"),
        ("annotations.tsv", "q1\t0\tc2\tyes\n", r"annotations\.tsv:1: the relevance is not a whole number"),
        ("annotations.tsv", "q9\t0\tc2\t1\n", "query 'q9' is named here and nowhere else"),
        ("annotations.tsv", "q1\t0\tc9\t1\n", "element 'c9' is named here and nowhere else"),
        ("concept_mapping.tsv", "c9\turi:x\n", "element 'c9'"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(name: str, content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        Melo.read(write_folder(tmp_path, FRENCH | {name: content}))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, FRENCH)
    (folder / "queries.tsv").unlink()
    (folder / "queries.tsv.gz").write_bytes(gzip.compress(FRENCH["queries.tsv"].encode())[:-9])
    with pytest.raises(InputError, match="cannot read the file"):
        Melo.read(folder)


def test_the_command_refuses_a_folder_that_is_none_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "melo", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "queries.tsv" in said
    assert said.count("\n") == 1


@pytest.mark.slow
@pytest.mark.shared
def test_french_occupations_are_found_under_their_french_names(
    shared: Path,
    encoder_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    # A tenth of the names, so that it is encoded in seconds: all right ones of forty queries, and every fifth other.
    whole = Melo.read(shared / "benchmarks" / "melo" / "fra_q_fr_c_fr")
    queries = dict(list(whole.queries.items())[::36])
    right = {key for query in queries for key in whole.annotations[query]}
    kept = {key: text for at, (key, text) in enumerate(whole.elements.items()) if key in right or at % 20 == 0}
    folder = write_folder(
        tmp_path / "sample",
        {
            "queries.tsv": "".join(f"{key}\t{text}\n" for key, text in queries.items()),
            "corpus_elements.tsv": "".join(f"{key}\t{text}\n" for key, text in kept.items()),
            "annotations.tsv": "".join(f"{q}\t0\t{key}\t1\n" for q in queries for key in whole.annotations[q]),
            "concept_mapping.tsv": "".join(f"{key}\t{whole.concepts[key]}\n" for key in kept),
        },
    )
    monkeypatch.setenv("PASSERELLE_HOME", str(encoder_home))
    assert main(["evaluate", "melo", str(folder), "--against", "encoder", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["languages"] == {"queries": "fr", "elements": "fr"}
    assert report["mrr"] > 0.85
    assert report["success@1"] <= report["success@5"] <= report["success@10"]
    low, high = report["intervals"]["mrr"]
    assert low < report["mrr"] < high
    assert report["mrr"] - report["against"]["mrr"] == pytest.approx(report["against"]["differences"]["mrr"]["mean"])
