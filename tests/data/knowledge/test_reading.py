"""Files of a knowledge base: what is written is what is read, and what is no knowledge is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from data.knowledge import Fact, KnowledgeBase, KnowledgeError
from data.knowledge.facts import About, FactKind, Unit
from data.knowledge.written import Home
from engine.conditions import All, Any, Basis, Test
from engine.domain import Group, Region
from engine.errors import InputError, NotFound
from engine.measures import (
    Abroad,
    Claim,
    Confidence,
    Contact,
    Force,
    Measure,
    MeasureKind,
    Reference,
    SourceKind,
    Stage,
    Topic,
    Volatility,
)
from tests.data.knowledge.samples import FACTS, FULL, RECORD, load


def test_a_full_record_is_read_as_it_is_written(tmp_path: Path) -> None:
    base = load(tmp_path, lu=FULL)
    assert base.measures == (
        Measure(
            id="LU-CIF",
            kind=MeasureKind.RIGHT,
            topics=(Topic.LEAVE, Topic.FUNDING),
            names={"de": "Individueller Bildungsurlaub", "fr": "Congé individuel de formation"},
            regions=(Region.LUXEMBOURG,),
            groups=(Group.EMPLOYEE, Group.SELF_EMPLOYED),
            stages=(Stage.TRAINING,),
            claim=Claim.ENTITLEMENT,
            abroad=Abroad.YES,
            force=Force.IN_FORCE,
            confidence=Confidence.VERIFIED,
            volatility=Volatility.LOW,
            summary={
                "de": "Freie Tage: bezahlt.",
                "fr": "Des jours libres",
                "en": "Days off",
                "lb": "Fräi Deeg",
                "nl": "Vrije dagen",
            },
            amount={"de": "80 Tage", "fr": "80 jours", "en": "80 days", "lb": "80 Deeg", "nl": "80 dagen"},
            own_share={"de": "nichts", "fr": "rien", "en": "nothing", "lb": "näischt", "nl": "niets"},
            deadline={
                "de": "zwei Monate",
                "fr": "deux mois",
                "en": "two months",
                "lb": "zwee Méint",
                "nl": "twee maanden",
            },
            conditions=All(
                parts=(
                    Test(fact="work_country", among=("LU",)),
                    Any(
                        parts=(
                            All(
                                parts=(
                                    Test(fact="employed", equals=True),
                                    Test(fact="months_with_employer", least=6, most=600),
                                )
                            ),
                            Test(fact="age", most=29, basis=Basis.INFERRED),
                        )
                    ),
                    Test(fact="course_country", beside=("NO",), basis=Basis.UNKNOWN),
                )
            ),
            contacts=(
                Contact(name="Ministère", url="https://men.example", phone="+352 1", regions=(Region.LUXEMBOURG,)),
            ),
            legal_basis="Code du travail",
            homepage="https://guichet.example/cif",
            sources=(
                Reference(
                    url="https://guichet.example/cif",
                    kind=SourceKind.OFFICIAL,
                    read_on=date(2026, 11, 20),
                    dated="2024-05",
                ),
                Reference(url="https://legilux.example", kind=SourceKind.LAW, read_on=date(2026, 11, 22)),
            ),
            valid_from=date(2008, 1, 1),
            valid_until=date(2030, 12, 31),
            follows="LU-OLD",
            precedes="LU-NEW-2",
            note="read in excerpts",
        ),
    )


def test_facts_of_all_files_are_there_by_name(tmp_path: Path) -> None:
    base = load(tmp_path, lu=FULL)
    assert list(base.facts) == ["age", "employed", "work_country", "course_country", "months_with_employer"]
    assert base.facts["age"] == Fact(name="age", kind=FactKind.NUMBER, about=About.PERSON, unit=Unit.YEARS)
    assert base.facts["months_with_employer"].question["fr"] == "Depuis quand ?"


def test_what_is_left_out_is_not_known_rather_than_denied(tmp_path: Path) -> None:
    measure = load(tmp_path, lu=RECORD).get("LU-X")
    assert (measure.claim, measure.abroad, measure.force) == (Claim.UNKNOWN, Abroad.UNKNOWN, Force.IN_FORCE)
    assert measure.conditions == All()


def test_the_whole_region_is_all_six(tmp_path: Path) -> None:
    assert load(tmp_path, eu=RECORD.replace("[luxembourg]", "[GR]")).get("LU-X").regions == tuple(Region)
    assert {*get_args(Home)} == {*Region, "GR"}


def test_records_come_in_the_order_of_the_files_and_leads_are_not_public(tmp_path: Path) -> None:
    lead = RECORD.replace("LU-X", "DE-A").replace("verified", "general-knowledge")
    base = load(tmp_path, lu=RECORD, de=lead)
    assert [measure.id for measure in base.measures] == ["DE-A", "LU-X"]
    assert [measure.id for measure in base.public] == ["LU-X"]


def test_places_are_file_and_line_of_records_fields_and_facts(tmp_path: Path) -> None:
    base = load(tmp_path, lu=FULL)
    assert base.place("LU-CIF") == "lu.yaml:9"
    assert base.place("LU-CIF", "sources") == "lu.yaml:42"
    assert base.place("LU-CIF", "no such field") == "lu.yaml:9"
    assert base.place("employed") == "facts.yaml:3"


def test_an_id_that_is_not_there_is_told_with_a_remedy(tmp_path: Path) -> None:
    base = load(tmp_path, lu=RECORD)
    assert "LU-X" in base
    assert "LU-Y" not in base
    with pytest.raises(NotFound, match="passerelle knowledge list"):
        base.get("LU-Y")


BROKEN = {
    "an open bracket": (b"records:\n  - id: [\n", "de.yaml:3: this is not YAML: "),
    "a colon in a text": (b"records:\n  - id: a: b\n", "de.yaml:2: this is not YAML: "),
    "another encoding": ("records:\n# Ä\n".encode("latin-1"), "de.yaml:2: this is not UTF-8 (save the file as UTF-8)"),
    "a control character": (b"records:\n  - \x07\n", "de.yaml:1: this is not YAML: "),
    "two documents": (b"a: b\n---\na: b\n", "de.yaml:2: this is not YAML: "),
    "a list": (b"- a\n", "de.yaml:1: the file: must be a mapping (write its keys: facts, records)"),
    "a word": (b"records", "de.yaml:1: the file: must be a mapping (write its keys: facts, records)"),
    "records that are no list": (b"\nrecords: {}\n", "de.yaml:2: records: must be a list (write it as [one, two])"),
    "a record that is no mapping": (b"records:\n  - LU-X\n", "de.yaml:2: number 1 of records: must be a mapping (wr"),
    "a list that contains itself": (b"records: &a\n  - *a\n", "de.yaml:1: the same list or mapping is used twice"),
    "a key that is a list": (
        b"records: []\n[a, b]: c\n",
        "de.yaml:2: a key must be a word (write the key as one word)",
    ),
}


@pytest.mark.parametrize("document", BROKEN)
def test_a_file_that_is_no_knowledge_is_refused_with_a_line(document: str, tmp_path: Path) -> None:
    content, told = BROKEN[document]
    (tmp_path / "de.yaml").write_bytes(content)
    with pytest.raises(KnowledgeError) as refused:
        KnowledgeBase.load(tmp_path)
    assert str(refused.value.problems[0]).startswith(told)


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "records: []\n", "facts: []\n"])
def test_a_file_with_nothing_in_it_is_fine(content: str, tmp_path: Path) -> None:
    assert load(tmp_path, de=content).measures == ()


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.yaml files here \(name a folder with records\)"):
        KnowledgeBase.load(tmp_path / "nowhere")


def test_every_problem_names_value_place_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS + "records:\n  - {id: x y}\n")
    with pytest.raises(KnowledgeError) as refused:
        KnowledgeBase.load(tmp_path)
    missing, spelt = refused.value.problems
    assert (missing.code, missing.place) == ("missing", "facts.yaml:7")
    assert (spelt.value, spelt.place, spelt.remedy) == (
        "x y",
        "facts.yaml:7",
        "write capitals, digits and hyphens, as in LU-CIF",
    )
