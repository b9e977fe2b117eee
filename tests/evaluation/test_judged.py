"""The project's own judged wishes: whole, apart, and answered by the product."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pytest

from engine.errors import InputError
from evaluation.files import read_qrels
from evaluation.judged import FOLDER, QRELS, WISHES, read_judged
from evaluation.metrics import figures, values_of
from evaluation.overlap import LANGUAGES
from models import CourseIndex, HybridSearch
from service.bootstrap import Passerelle
from service.upkeep import index_folder


def rows() -> list[dict[str, str]]:
    with (FOLDER / WISHES).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_every_need_is_told_in_five_languages_and_judged() -> None:
    judged = read_qrels(FOLDER / QRELS)
    assert [row["need"] for row in rows() if not all(row[language] for language in LANGUAGES)] == []
    assert {row["need"] for row in rows()} == set(judged)
    assert {grade for grades in judged.values() for grade in grades.values()} == {1, 2, 3}
    assert [row["part"] for row in rows()].count("tuning") == [row["part"] for row in rows()].count("test") == 16


def test_only_courses_that_are_there_count(tmp_path: Path) -> None:
    (tmp_path / WISHES).write_text(
        "part\tneed\tde\tfr\ten\tlb\tnl\n"
        "test\tcook\tKoch\tcuisinier\tcook\tKach\tkok\n"
        "test\tbake\tBäcker\tboulanger\tbaker\tBäcker\tbakker\n"
        "tuning\tsing\tsingen\tchanter\tsing\tsangen\tzingen\n",
        encoding="utf-8",
    )
    (tmp_path / QRELS).write_text("cook 0 a 3\ncook 0 b 1\nbake 0 c 2\nsing 0 a 1\n", encoding="utf-8")
    queries, qrels = read_judged("test", {"a"}, tmp_path)
    assert queries == {
        f"cook-{tag}": words for tag, words in zip(LANGUAGES, ["Koch", "cuisinier", "cook", "Kach", "kok"], strict=True)
    }
    assert qrels["cook-lb"] == {"a": 3}


def test_another_part_is_refused() -> None:
    with pytest.raises(InputError, match="no such part"):
        read_judged("train", set())


@pytest.mark.shared
def test_the_courses_of_onisep_that_were_judged_are_rows_of_its_table(shared: Path) -> None:
    with gzip.open(shared / "samples" / "onisep" / "ideo-formations_initiales_en_france.csv.gz", "rt") as table:
        known = set(re.findall(r"FOR\.\d+", table.read()))
    named = {key for grades in read_qrels(FOLDER / QRELS).values() for key in grades if key.startswith("onisep:")}
    assert len(named) > 1_000
    assert {key.removeprefix("onisep:") for key in named} <= known


@pytest.mark.slow
def test_the_starter_courses_that_answer_a_wish_come_first_in_every_language(starter_product: Passerelle) -> None:
    index = CourseIndex.open(index_folder(starter_product.settings), starter_product.encoder)
    search = HybridSearch(index, starter_product.encoder)
    courses = {row.id for row in starter_product.store.texts()}
    queries, qrels = read_judged("tuning", courses)
    measured = values_of(("ndcg@10",), qrels, ({key: search.search([queries[key]], limit=50)} for key in qrels))
    assert figures(measured)["ndcg@10"].mean > 0.6
    spoken = {tag: [v for key, v in measured["ndcg@10"].items() if key.endswith(tag)] for tag in LANGUAGES}
    means = {tag: sum(found) / len(found) for tag, found in spoken.items()}
    assert means["lb"] > sum(means.values()) / len(means) - 0.05
