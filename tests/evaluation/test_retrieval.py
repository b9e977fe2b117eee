"""Judged course search: files read or refused, queries told apart by language, the product's own search over them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.errors import InputError
from evaluation.retrieval import INDEX, Judged, by_language, query_languages, read_corpus, values
from passerelle import main

CORPUS = [
    {"_id": "1", "title": "Schweißer-Lehrgang MAG", "text": "Grundlagen des Schweißens"},
    {"_id": "2", "title": "CAP Cuisine", "text": "Formation de cuisinier", "metadata": {}},
    {"_id": "3", "title": "", "text": "Buchhaltung für Einsteiger"},
]
QUERIES = "welder-de\tSchweißer werden\nwelder-fr\tdevenir soudeur\n"
QRELS = "welder-de 0 1 2\nwelder-fr 0 1 2\nwelder-fr 0 2 0\n"


def written(
    folder: Path, *, corpus: object = CORPUS, queries: str = QUERIES, qrels: str = QRELS
) -> tuple[Path, Path, Path]:
    paths = folder / "c.jsonl", folder / "q.tsv", folder / "r.txt"
    lines = corpus if isinstance(corpus, str) else "".join(json.dumps(row) + "\n" for row in CORPUS)
    for path, content in zip(paths, (lines, queries, qrels), strict=True):
        path.write_text(content, encoding="utf-8")
    return paths


def answers(given: Mapping[str, Mapping[str, float]], judged: Judged) -> Mapping[str, Mapping[str, float]]:
    texts = {text: key for key, text in judged.queries.items()}
    return values(judged, lambda wish: given[texts[wish]])


def test_a_course_without_a_title_is_called_by_its_text(tmp_path: Path) -> None:
    courses = read_corpus(written(tmp_path)[0])
    assert [(course.id, course.title, course.summary) for course in courses][1:] == [
        ("2", "CAP Cuisine", "Formation de cuisinier"),
        ("3", "Buchhaltung für Einsteiger", ""),
    ]


def test_each_language_has_its_own_figures(tmp_path: Path) -> None:
    judged = Judged.read(*written(tmp_path))
    found = answers({"welder-de": {"1": 0.9, "2": 0.1}, "welder-fr": {"2": 0.9, "1": 0.1}}, judged)
    spoken = by_language(judged, found)
    assert {tag: part["mrr"].mean for tag, part in spoken.items()} == {"de": 1.0, "fr": 0.5}
    assert spoken["fr"]["ndcg@10"].mean == pytest.approx(0.6309, abs=1e-4)
    assert spoken["fr"]["recall@50"].mean == 1.0


def test_the_language_of_a_query_is_read_off_its_id_before_it_is_guessed() -> None:
    queries = {"w07_LB": "x", "nl/3": "x", "defr": "Je voudrais devenir infirmière dans un hôpital", "en-12": "x"}
    assert query_languages(queries) == {"w07_LB": "lb", "nl/3": "nl", "en-12": "en", "defr": "fr"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"corpus": "{\n"}, r"c\.jsonl:1: not JSON"),
        ({"corpus": "[1]\n"}, r"c\.jsonl:1: expected an object"),
        ({"corpus": '{"_id": "1"}\n'}, r"c\.jsonl:1: expected _id and a title or a text"),
        ({"corpus": '{"_id": "1", "title": "a"}\n' * 2}, r"c\.jsonl:2: this _id stands in the file twice"),
        ({"corpus": ""}, "the corpus is empty"),
        ({"queries": "welder-de\n"}, r"q\.tsv:1: expected two columns"),
        ({"qrels": "nobody 0 1 1\n"}, "query 'nobody'"),
        ({"qrels": "welder-de 0 77 1\n"}, "document '77'"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(files: Mapping[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        Judged.read(*written(tmp_path, **files))


@pytest.mark.slow
def test_the_products_own_search_finds_across_languages_and_keeps_its_index(
    starter_product: object,
    encoder_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(encoder_home))
    corpus, queries, qrels = map(str, written(tmp_path))
    command = ["evaluate", "retrieval", "--corpus", corpus, "--queries", queries, "--qrels", qrels, "--json"]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["mrr"] == 1.0
    assert set(report["by_language"]) == {"de", "fr"}
    built = (encoder_home / INDEX / "current.json").read_text()
    assert main(command) == 0
    assert (encoder_home / INDEX / "current.json").read_text() == built
