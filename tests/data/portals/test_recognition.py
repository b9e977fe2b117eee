"""Which portal a document belongs to, and what happens when it is damaged."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.portals import PORTALS, Portal, Refusal, identify
from data.portals.base import Document, RawCourse
from engine.errors import InputError

from .conftest import Reader
from .test_golden import GOLDEN, PORTAL_OF

NOBODYS = {
    "nothing": b"",
    "blank": b"\n \n",
    "noise": bytes(range(256)) * 40,
    "half a gzip": gzip.compress(b"x" * 9000)[:20],
    "gzip of noise": gzip.compress(bytes(range(256))),
    "other XML": b'<?xml version="1.0"?><lheo xmlns="http://example.org/other"/>',
    "the schema of LHEO": b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://lheo.gouv.fr/2.3"/>',
    "half an element": b'<lheo xmlns="http://lheo.gouv',
    "other JSON": b'{"_embedded": {"jobs": []}}',
    "a list": b"[1, 2]",
    "other CSV": b"a;b;c\n1;2;3\n",
    "a setting": b"[tool]\nname = 'x'\n",
}


@pytest.mark.parametrize("content", NOBODYS.values(), ids=NOBODYS)
def test_what_no_portal_wrote_is_nobodys(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "document.toml"
    path.write_bytes(content)

    assert identify(path) is None


@pytest.mark.parametrize(("name", "portal"), PORTAL_OF.items())
def test_gzip_changes_nothing(name: str, portal: str, tmp_path: Path, read: Reader) -> None:
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((GOLDEN / name).read_bytes()))

    found = identify(packed)

    assert found is not None
    assert found.name == portal
    assert [_said(record) for record in read(packed)] == [_said(record) for record in read(GOLDEN / name)]


def test_a_document_that_two_portals_claim_is_refused_and_both_are_named(tmp_path: Path) -> None:
    path = tmp_path / "both.json"
    path.write_text('{"_embedded": {"termine": []}}')

    with pytest.raises(InputError, match="ba and greedy") as refused:
        identify(path, portals=(*PORTALS, Greedy()))

    assert refused.value.code == "two-portals"
    assert "--portal" in refused.value.remedy


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json") as refused:
        identify(tmp_path / "gone.json")

    assert refused.value.code == "unreadable"


@pytest.mark.parametrize("name", ["ba_answer.json", "lheo_full.xml", "lheo_index.xml", "starter_offers.toml"])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_a_document_that_breaks_off_is_refused_as_a_whole_with_file_and_position(
    name: str, share: float, tmp_path: Path, read: Reader
) -> None:
    content = (GOLDEN / name).read_bytes()
    cut = tmp_path / name
    # Just after a tag or a string has begun: cut there, no format is well-formed.
    mark = b'= "' if name.endswith("toml") else b"</"
    cut.write_bytes(content[: content.rindex(mark, 0, int(len(content) * share)) + len(mark)])

    with pytest.raises(InputError, match=name) as refused:
        read(cut)

    assert refused.value.code == "broken-document"
    assert refused.value.remedy


def test_a_table_that_breaks_off_inside_quotes_is_refused_as_a_whole(tmp_path: Path, read: Reader) -> None:
    content = (GOLDEN / "onisep_table.csv").read_bytes()
    cut = tmp_path / "onisep.csv"
    cut.write_bytes(content[: content.index(b"deux lignes")])

    with pytest.raises(InputError, match=r"onisep\.csv:5") as refused:
        read(cut)

    assert refused.value.code == "broken-document"


@pytest.mark.parametrize("name", ["ba_answer.json", "onisep_table.csv", "starter_offers.toml"])
def test_a_document_in_another_encoding_is_refused_with_line_and_column(
    name: str, tmp_path: Path, read: Reader
) -> None:
    latin = tmp_path / name
    latin.write_bytes((GOLDEN / name).read_text(encoding="utf-8-sig").encode("latin-1"))

    with pytest.raises(InputError, match=rf"{name}:\d+:\d+.*UTF-8") as refused:
        read(latin)

    assert refused.value.code == "wrong-encoding"


def test_half_a_gzip_is_refused_as_damaged(tmp_path: Path, read: Reader) -> None:
    content = gzip.compress((GOLDEN / "lheo_full.xml").read_bytes())
    half = tmp_path / "lheo.xml.gz"
    half.write_bytes(content[:-200])

    with pytest.raises(InputError, match=r"lheo\.xml\.gz") as refused:
        read(half)

    assert refused.value.code == "damaged"


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.portals.document.MAX_BYTES_AT_ONCE", 10_000)
    bomb = tmp_path / "bomb.json.gz"
    bomb.write_bytes(gzip.compress(b" " * 1_000_000))

    with pytest.raises(InputError, match="more than 10000 bytes"):
        Document(bomb).read_text()


def test_entities_are_neither_resolved_nor_accepted(tmp_path: Path, read: Reader) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not read me")
    document = tmp_path / "lheo.xml"
    document.write_text(
        f'<!DOCTYPE lheo [<!ENTITY secret SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="1"><intitule-formation>&secret;&b;'
        "</intitule-formation></formation></offres></lheo>"
    )

    with pytest.raises(InputError, match="entities") as refused:
        read(document)

    assert "do not read me" not in str(refused.value)


@pytest.mark.parametrize(
    "content", ['{"_embedded": {"termine": [' + "[" * 200_000, '{"_embedded": {"termine": [' + "9" * 9000 + "]}}"]
)
def test_json_that_wants_to_exhaust_the_reader_is_refused(content: str, tmp_path: Path, read: Reader) -> None:
    path = tmp_path / "deep.json"
    path.write_text(content)

    with pytest.raises(InputError, match=r"deep\.json"):
        read(path)


def test_entries_that_are_no_termine_are_refused_one_by_one(tmp_path: Path, read: Reader) -> None:
    path = tmp_path / "odd.json"
    path.write_text(
        json.dumps({"_embedded": {"termine": [7, {"angebot": None}, {"angebot": {"id": 1, "titel": "A"}}]}})
    )

    records = read(path)

    assert sorted(_said(record) for record in records) == ["ba:1", "missing-id", "no-record"]


def _said(record: object) -> str:
    return record.code if isinstance(record, Refusal) else record.id  # type: ignore[attr-defined]  # else a Course


class Greedy:
    """A portal that claims every document."""

    name = "greedy"
    label = "Greedy"
    licence = "none"
    vocabulary = PORTALS[0].vocabulary

    def identify(self, document: Document) -> bool:
        return True

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        yield from ()


def test_every_portal_has_a_name_of_its_own() -> None:
    portals: tuple[Portal, ...] = PORTALS

    assert sorted(portal.name for portal in portals) == ["ba", "lheo", "onisep", "starter"]
