"""``passerelle knowledge``: check and list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from passerelle import main

RECORD = """\
records:
  - id: LU-X
    kind: institution
    topics: [guidance]
    names: {fr: Bureau, de: Büro}
    regions: [luxembourg]
    confidence: verified
    volatility: high
    summary: {de: a, fr: b, en: c, lb: d, nl: e}
    sources:
      - {url: "https://a.example", kind: official, read: 2026-11-22}
  - id: LU-LEAD
    kind: right
    topics: [leave]
    names: {lb: Congé}
    regions: [GR]
    confidence: general-knowledge
    volatility: low
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lu.yaml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def told(given: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = main(["knowledge", *given, "--folder", str(folder)])
    return code, capsys.readouterr().out.splitlines()


def test_a_clean_base_is_said_to_be_clean_and_ends_with_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = told(["check", "--today", "2026-11-22"], folder, capsys)
    assert code == 0
    assert lines == [
        "lu.yaml:12: note: LU-LEAD: known only in general, never shown (look for an official source; "
        "then raise confidence and write summary, conditions and sources)",
        "2 records, 1 of them public, 0 facts: clean, 0 errors, 0 warnings, 1 note",
    ]


def test_a_warning_is_not_clean_but_no_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = told(["check", "--today", "2027-11-22"], folder, capsys)
    assert code == 0
    assert lines[0].startswith("lu.yaml:10: warning: LU-X: last read on 2026-11-22, more than 183 days ago")
    assert lines[-1] == "2 records, 1 of them public, 0 facts: 0 errors, 1 warning, 1 note"


def test_an_error_ends_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lu.yaml").write_text(RECORD.replace("https://a.example", "a.example"), encoding="utf-8")
    code, lines = told(["check", "--today", "2026-11-22"], folder, capsys)
    assert code == 1
    assert lines[0] == (
        "lu.yaml:10: error: LU-X: a.example is no web address (write the whole address, beginning with https://)"
    )


def test_a_file_that_cannot_be_read_is_told_by_line_and_ends_with_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "be.yaml").write_text("records:\n  - {id: BE-X, kind: rigth}\n", encoding="utf-8")
    code, lines = told(["check"], folder, capsys)
    assert code == 1
    assert lines[0].startswith("be.yaml:2: error: number 1 of records: lacks topics, names,")
    assert lines[1].startswith("be.yaml:2: error: kind: cannot be 'rigth' (did you mean right?")
    assert lines[2] == "the files cannot be used: 2 errors, 0 warnings, 0 notes"


def test_the_same_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["knowledge", "check", "--json", "--today", "2026-11-22", "--folder", str(folder)])
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {key: answer[key] for key in ("records", "public", "facts", "today")} == {
        "records": 2,
        "public": 1,
        "facts": 0,
        "today": "2026-11-22",
    }
    (lead,) = answer["findings"]
    assert sorted(lead) == ["code", "id", "message", "place", "remedy", "severity"]
    assert (lead["severity"], lead["code"], lead["id"], lead["place"]) == ("note", "lead", "LU-LEAD", "lu.yaml:12")


def test_json_tells_what_cannot_be_read_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lu.yaml").write_text("records: [", encoding="utf-8")
    assert main(["knowledge", "check", "--json", "--folder", str(folder)]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["records"] is None
    assert [finding["code"] for finding in answer["findings"]] == ["broken-document"]


def test_the_list_shows_public_records_and_leads_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["list"], folder, capsys) == (
        0,
        ["LU-X  Büro  (institution; luxembourg; in-force, verified)"],
    )
    assert told(["list", "--leads"], folder, capsys) == (
        0,
        ["LU-LEAD  Congé  (right; all regions; in-force, general-knowledge)"],
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (["--kind", "institution"], 1),
        (["--kind", "funding"], 0),
        (["--region", "luxembourg"], 1),
        (["--region", "saarland"], 0),
        (["--leads", "--region", "saarland"], 1),
    ],
)
def test_the_list_is_filtered_by_kind_and_region(
    given: list[str], shown: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = told(["list", *given], folder, capsys)
    assert (code, len(lines)) == (0, shown)


def test_listing_files_that_cannot_be_read_tells_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lu.yaml").write_text("records: {}\n", encoding="utf-8")
    assert main(["knowledge", "list", "--folder", str(folder)]) == 1
    message = capsys.readouterr().err
    assert message == "passerelle knowledge: lu.yaml:1: records: must be a list (write it as [one, two])\n"


def test_a_folder_without_files_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "check", "--folder", str(tmp_path)]) == 1
    assert "no *.yaml files here (name a folder with records)" in capsys.readouterr().err


@pytest.mark.parametrize("given", [[], ["check", "--today", "tomorrow"], ["list", "--kind", "gift"]])
def test_wrong_usage_ends_with_two(given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["knowledge", *given])
    assert ended.value.code == 2
