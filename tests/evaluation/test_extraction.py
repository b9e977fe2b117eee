"""Skill extraction measured as its papers define it: files read or refused, labels joined, R-precision and MRR."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.domain import Concept, ConceptKind
from engine.errors import InputError
from evaluation.extraction import Annotated, joined, measured, read_folder, values
from models.runtime import FloatArray
from passerelle import main

ROWS = """sentence,span,sub_span,label
"Knows Java, and cooks",Java,,Java (computer programming)
"Knows Java, and cooks",cooks,,prepare meals
"Knows Java, and cooks",cooks,,prepare meals
Is smart,smart,,LABEL NOT PRESENT
Is vague,vague,,UNDERSPECIFIED
Keeps bees,bees,,keep bees
Flies kites,kites,,fly kites
"""


def skill(number: int, *names: str) -> Concept:
    return Concept(uri=f"skill/{number}", labels={"en": names}, kind=ConceptKind.SKILL)


SKILLS = [
    skill(0, "Java", "JAVA (computer programming)"),
    skill(1, "cook", "prepare meals"),
    skill(2, "prepare meals"),
    skill(3, "keep bees"),
]


def written(folder: Path, content: str = ROWS, name: str = "small_annotations.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def scores(*best: int) -> FloatArray:
    row = np.zeros(4, np.float32)
    row[list(best)] = np.linspace(1, 0.5, len(best))
    return row


def test_sentences_without_a_label_are_left_out_and_labels_counted_once(tmp_path: Path) -> None:
    annotated = Annotated.read(written(tmp_path))
    assert annotated.name == "small"
    assert annotated.labels == {
        "Knows Java, and cooks": ("Java (computer programming)", "prepare meals"),
        "Keeps bees": ("keep bees",),
        "Flies kites": ("fly kites",),
    }


def test_a_file_may_have_only_sentence_and_label(tmp_path: Path) -> None:
    assert Annotated.read(written(tmp_path, "sentence,label\nKeeps bees,keep bees \n")).labels == {
        "Keeps bees": ("keep bees",)
    }


def test_a_label_is_the_competence_that_has_the_name_first(tmp_path: Path) -> None:
    asked = joined(Annotated.read(written(tmp_path)), SKILLS)
    assert asked.gold == {"Knows Java, and cooks": {0, 2}, "Keeps bees": {3}}
    assert asked.coverage == {"labels": pytest.approx(3 / 4), "sentences": pytest.approx(2 / 3)}


def test_r_precision_divides_by_the_fewer_of_cut_and_labels() -> None:
    found = measured(scores(0, 3, 2), frozenset({0, 2}))
    assert found == {"rp@1": 1.0, "rp@5": 1.0, "rp@10": 1.0, "mrr": 1.0}
    many = measured(np.arange(20, dtype=np.float32), frozenset(range(0, 20, 2)))
    assert (many["rp@1"], many["rp@5"], many["rp@10"]) == (0.0, 2 / 5, 5 / 10)
    assert many["mrr"] == 1 / 2


def test_every_sentence_is_worth_the_same(tmp_path: Path) -> None:
    asked = joined(Annotated.read(written(tmp_path)), SKILLS)
    rows = {"Knows Java, and cooks": scores(0, 1, 2), "Keeps bees": scores(0, 1, 2, 3)}

    def system(sentences: Sequence[str]) -> Iterator[FloatArray]:
        yield np.array([rows[sentence] for sentence in sentences])

    found = values(asked, system)
    assert found["mrr"] == {"Knows Java, and cooks": 1.0, "Keeps bees": 1 / 4}
    assert found["rp@1"] == {"Knows Java, and cooks": 1.0, "Keeps bees": 0.0}


def test_a_folder_is_read_by_name_and_one_file_alone(tmp_path: Path) -> None:
    written(tmp_path, name="b_annotations.csv")
    only = written(tmp_path, name="a_annotations.csv")
    assert [annotated.name for annotated in read_folder(tmp_path)] == ["a", "b"]
    assert [annotated.name for annotated in read_folder(only)] == ["a"]


@pytest.mark.parametrize(
    ("content", "said"),
    [("text,label\na,b\n", "expected the columns sentence and label"), ("sentence,label\nalone\n", ":2: expected")],
)
def test_a_broken_file_is_refused_with_its_place(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        read_folder(written(tmp_path, content))


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no"):
        read_folder(tmp_path)


@pytest.mark.shared
def test_the_published_counts_of_labels_are_met(shared: Path) -> None:
    folder = shared / "benchmarks" / "skill_extraction_en"
    found = {annotated.name: sum(map(len, annotated.labels.values())) for annotated in read_folder(folder)}
    assert set(found) == {"house_test", "house_validation", "tech_test", "tech_validation", "techwolf_test"}
    assert found["techwolf_test"] <= 588
    assert found["tech_validation"] <= 152


@pytest.mark.slow
def test_the_product_finds_what_a_sentence_names_in_the_starter_vocabulary(
    starter_product: object,
    encoder_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(encoder_home))
    rows = [
        "You will take care of bookkeeping and welding in our team.,bookkeeping",
        "We want you to do some welding.,welding",
    ]
    written(tmp_path, "\n".join(["sentence,label", *rows, ""]))
    assert main(["evaluate", "extraction", str(tmp_path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["sets"]["small"]
    assert figures["coverage"] == {"labels": 1.0, "sentences": 1.0}
    assert figures["product"]["rp@5"] == 1.0
    assert figures["product"]["mrr"] >= 0.5
    assert {"encoder", "tfidf"} <= set(figures)
