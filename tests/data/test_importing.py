from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing import FileReport, ImportReport, import_files
from data.portals import Refusal
from data.store import Store
from engine.errors import InputError
from tests.data.importing_fakes import TODAY, Lines, NoPlaces, write_lines


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'catalogue.db'}") as opened:
        yield opened


def load(store: Store, *paths: Path, **options: object) -> ImportReport:
    return import_files(store, paths, **{"places": NoPlaces(), "today": TODAY, "portals": (Lines(),)} | options)


def test_the_report_counts_what_became_of_every_record(store: Store, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in" / "a.txt", "1|Soudeur", "2|Soudeuse", "1|Soudeur", "?x", "2|Other")
    refusal = Refusal(where="a.txt:5", code="unreadable", value="x", remedy="write it plainly")
    (first,) = load(store, path).files
    assert first == FileReport(
        path=str(path),
        portal="lines",
        read=5,
        accepted=2,
        refused=1,
        duplicates=2,
        refusals=(refusal,),
        conflicts=("lines:2",),
    )
    write_lines(path, "1|Soudeur", "2|Other", "3|New")
    (second,) = load(store, path).files
    assert (second.read, second.accepted, second.updated, second.unchanged) == (3, 1, 1, 1)
    assert store.get_many(["lines:2"])["lines:2"].title == "Other"


def test_a_second_import_of_the_same_files_changes_nothing(store: Store, tmp_path: Path) -> None:
    write_lines(tmp_path / "in" / "a.txt", *(f"{number}|Kurs {number}" for number in range(1_200)))
    assert load(store, tmp_path / "in").total("accepted") == 1_200
    version = store.version()
    again = load(store, tmp_path / "in")
    assert (again.total("unchanged"), again.total("read"), store.version()) == (1_200, 1_200, version)


def test_folders_are_walked_in_order_without_hidden_files(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt", ".git/x.txt", "a/.b/c.txt"):
        write_lines(folder / name, f"{name}|Kurs")
    paths = [Path(file.path).relative_to(folder).as_posix() for file in load(store, folder).files]
    assert paths == ["a/b/c.txt", "a/z.txt", "b.txt"]


def test_a_file_named_twice_is_imported_once_and_a_hidden_one_when_it_is_named(store: Store, tmp_path: Path) -> None:
    one = write_lines(tmp_path / "in" / "a.txt", "1|Kurs")
    hidden = write_lines(tmp_path / "in" / ".b.txt", "2|Kurs")
    report = load(store, hidden, one, tmp_path / "in", tmp_path / "in" / ".." / "in" / "a.txt")
    assert [file.path for file in report.files] == [str(hidden), str(one)]


def test_a_file_that_no_portal_recognises_is_listed_and_does_no_harm(store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing for us")
    (tmp_path / "empty.txt").touch()
    one = write_lines(tmp_path / "z.txt", "1|Kurs")
    report = load(store, tmp_path / "empty.txt", tmp_path / "notes.txt", one)
    assert [(file.portal, file.read) for file in report.files] == [(None, 0), (None, 0), ("lines", 1)]


def test_a_broken_document_is_refused_whole_and_the_others_go_on(store: Store, tmp_path: Path) -> None:
    broken = write_lines(tmp_path / "a.txt", *(f"{number}|Kurs" for number in range(700)), "?y", "!")
    sound = write_lines(tmp_path / "b.txt", "b|Kurs")
    first, second = load(store, broken, sound).files
    refusal = Refusal(where="a.txt:703", code="broken", value="!", remedy="fetch it again")
    assert first == FileReport(path=str(broken), portal="lines", read=1, refused=1, refusals=(refusal,))
    assert (second.accepted, store.count()) == (1, 1)
    assert [state.last_path for state in store.portals()] == [str(sound)]


def test_a_file_that_two_portals_claim_is_refused_with_their_names(store: Store, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.txt", "1|Kurs")
    (file,) = load(store, path, portals=(Lines("one"), Lines("two"))).files
    assert (file.portal, file.read, file.refused) == (None, 1, 1)
    assert file.refusals[0].value == "one and two"


def test_a_portal_named_is_used_whatever_the_file_looks_like(store: Store, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.txt", "1|Kurs")
    portals = (Lines("one", mark=b"#lines"), Lines("two", mark=b"#other"))
    (file,) = load(store, path, portals=portals, portal="two").files
    assert (file.portal, file.accepted) == ("two", 1)


def test_a_portal_that_does_not_exist_is_answered_with_those_that_do(store: Store, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.txt", "1|Kurs")
    with pytest.raises(InputError, match="use one of one, two") as caught:
        load(store, path, portals=(Lines("two"), Lines("one")), portal="three")
    assert caught.value.value == "three"


def test_a_path_that_does_not_exist_stops_the_import_before_it_begins(store: Store, tmp_path: Path) -> None:
    one = write_lines(tmp_path / "a.txt", "1|Kurs")
    with pytest.raises(InputError, match="no such file") as caught:
        load(store, one, tmp_path / "b.txt")
    assert caught.value.value == str(tmp_path / "b.txt")
    assert store.count() == 0


def test_progress_is_told_as_the_records_are_read(store: Store, tmp_path: Path) -> None:
    one = write_lines(tmp_path / "a.txt", *(f"{number}|Kurs" for number in range(1_100)))
    two = write_lines(tmp_path / "b.txt", "?x")
    told: list[tuple[str, int]] = []
    load(store, one, two, progress=lambda path, read: told.append((Path(path).name, read)))
    assert told == [("a.txt", 500), ("a.txt", 1000), ("a.txt", 1100), ("b.txt", 1)]


def test_the_report_is_written_as_the_contract_says(store: Store, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "métier.txt", "1|Kurs", "?é")
    (tmp_path / "notes.txt").write_text("nothing for us")
    report = load(store, path, tmp_path / "notes.txt")
    target = tmp_path / "reports" / "r.json"
    report.write(target)
    counts = {
        "accepted": 0,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
        "duplicates": 0,
        "skipped": 0,
        "refusals": [],
        "conflicts": [],
    }
    refusals = [{"where": "métier.txt:3", "code": "unreadable", "value": "é", "remedy": "write it plainly"}]
    assert json.loads(target.read_text(encoding="utf-8")) == {
        "files": [
            {"path": str(path), "portal": "lines", "read": 2}
            | counts
            | {"accepted": 1, "refused": 1, "refusals": refusals},
            {"path": str(tmp_path / "notes.txt"), "portal": None, "read": 0} | counts,
        ]
    }
    assert list(target.parent.iterdir()) == [target]


def test_a_report_can_be_written_whatever_it_names(tmp_path: Path) -> None:
    refusal = Refusal(where="\ud800", code="x", value="\x00", remedy="")
    written = ImportReport(files=(FileReport(path="a", read=1, refused=1, refusals=(refusal,)),)).to_json()
    assert json.loads(written)["files"][0]["refusals"][0]["value"] == "\x00"


files = st.lists(
    st.lists(
        st.one_of(
            st.builds("{}|{}".format, st.integers(0, 4), st.sampled_from(("a", "b"))),
            st.just("?refused"),
        ),
        max_size=8,
    ),
    max_size=4,
)


@pytest.mark.slow
@given(files)
@settings(max_examples=10, deadline=None)
def test_every_record_read_is_counted_once(tmp_path_factory: pytest.TempPathFactory, written: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("counted")
    paths = [write_lines(folder / f"{number}.txt", *lines) for number, lines in enumerate(written)]
    with Store.open(f"sqlite:///{folder / 'catalogue.db'}") as store:
        report = load(store, *paths)
        stored: dict[str, str] = {}
        for file, lines in zip(report.files, written, strict=True):
            counts = {name: getattr(file, name) for name in _expected(lines, {})}
            assert counts == _expected(lines, stored)
            assert file.read == len(lines) == sum(counts.values())
            assert len(file.refusals) == file.refused
        kept = {id_: course.title for id_, course in store.get_many([f"lines:{number}" for number in range(5)]).items()}
        assert kept == {f"lines:{number}": title for number, title in stored.items()}


def _expected(lines: list[str], stored: dict[str, str]) -> dict[str, int]:
    """The same counts by the plainest means; ``stored`` is brought up to date."""
    counts = Counter(accepted=0, updated=0, unchanged=0, refused=0, duplicates=0)
    met: set[str] = set()
    for line in lines:
        number, bar, title = line.partition("|")
        if not bar:
            counts["refused"] += 1
        elif number in met:
            counts["duplicates"] += 1
        else:
            counts["accepted" if number not in stored else "unchanged" if stored[number] == title else "updated"] += 1
            stored[number] = title
            met.add(number)
    return dict(counts)
