"""Golden files: a raw document of each format, and beside it exactly what is to come out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from data.portals import Refusal, identify
from engine.domain import Course

from .conftest import Reader

GOLDEN = Path(__file__).parents[2] / "golden" / "portals"
PORTAL_OF = {
    "ba_answer.json": "ba",
    "lheo_full.xml": "lheo",
    "lheo_index.xml": "lheo",
    "onisep_table.csv": "onisep",
    "starter_offers.toml": "starter",
}


@pytest.mark.parametrize(("name", "portal"), PORTAL_OF.items())
def test_each_document_is_recognised_by_its_portal(name: str, portal: str) -> None:
    found = identify(GOLDEN / name)

    assert found is not None
    assert found.name == portal


@pytest.mark.parametrize("name", PORTAL_OF)
def test_what_comes_out_is_what_stands_in_the_golden_file(name: str, read: Reader) -> None:
    expected = json.loads((GOLDEN / f"{name}.expected").read_text(encoding="utf-8"))

    assert [as_written(record) for record in read(GOLDEN / name)] == expected


@pytest.mark.parametrize("name", PORTAL_OF)
def test_a_second_run_gives_the_same(name: str, read: Reader) -> None:
    assert read(GOLDEN / name) == read(GOLDEN / name)


def as_written(record: Course | Refusal) -> object:
    """``record`` as in a golden file: JSON, without what is empty."""
    kind = "refusal" if isinstance(record, Refusal) else "course"
    return json.loads(json.dumps({kind: _without_empty(asdict(record))}, default=str))


def _without_empty(value: object) -> object:
    if isinstance(value, Mapping):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item not in ("", [], {})}
    if isinstance(value, list | tuple):
        return [_without_empty(item) for item in value]
    return value
