"""``passerelle cv`` on a terminal: every find with its words and where they stand."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path

import pytest

from data.cv import read_cv
from engine.errors import InputError
from service.commands.cv import NOTHING_FOUND, arguments, lines, run
from service.cv import propose
from service.messages import translated
from tests.service.cv_fakes import ESCO, LinkingProduct

CV = "Berufserfahrung\n2019 Verkäuferin\n- Kassieren\nSchule\n2012 Brevet des collèges\nSprachen: Deutsch C1, Polnisch"


def told(text: str, language: str) -> list[str]:
    return list(lines(propose(read_cv(text), LinkingProduct(), language), language))


def test_every_find_is_a_line_with_its_words_and_its_place() -> None:
    said = told(CV, "de")
    assert f"  0.91  Kasse bedienen  [{ESCO}skill/cash]  “Kassieren” (line 3)" in said
    assert f"  0.90  Verkäufer/Verkäuferin  [{ESCO}occupation/seller]  “2019 Verkäuferin” (line 2)" in said
    assert any(line.startswith("  Deutsch: C1") and line.endswith("(line 6)") for line in said)


def test_what_is_not_certain_is_asked() -> None:
    said = told(CV, "en")
    assert any(line.startswith("  Polish: Your CV does not say how well.") for line in said)
    assert any("Brevet des collèges: please choose the level yourself" in line for line in said)


def test_an_empty_find_says_nothing() -> None:
    assert told("Lebenslauf", "de") == []


def test_a_file_that_is_not_there_is_refused_with_a_remedy(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    arguments(parser)
    options = parser.parse_args([str(tmp_path / "none.xml"), "--language", "lb", "--format", "json"])
    with pytest.raises(InputError) as refused:
        run(options)
    assert refused.value.remedy == "check the path"


def test_a_file_that_says_nothing_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("service.commands.cv.say", said.append)
    monkeypatch.setattr("service.commands.cv.Passerelle.open", lambda _: nullcontext(LinkingProduct()))
    path = tmp_path / "cv.txt"
    path.write_text("Lebenslauf", encoding="utf-8")
    assert run(argparse.Namespace(file=path, language="de", format="text")) == 0
    assert said == [translated(NOTHING_FOUND, "de")]
