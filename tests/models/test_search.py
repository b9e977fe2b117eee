from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.errors import StateError
from models import CourseIndex, CourseText, Encoder, EncodingCache, HybridSearch
from models.folders import MANIFEST
from models.index import POINTER, VECTORS, IndexReport
from models.lexical import LexicalIndex
from models.search import SOURCE_WEIGHTS
from tests.models.fakes import fake_encoder

COURSES = [
    CourseText(id="a", title="Schweißen lernen", summary="MAG, WIG und Elektrode", language="de"),
    CourseText(id="b", title="Formation de soudeur", language="fr"),
    CourseText(id="c", title="Pfleger/-in (m/w/d)", summary="Arbeiten im Krankenhaus", language="de"),
    CourseText(id="d", title="Opleiding tot kok", language="nl"),
    CourseText(id="e", title="Buchhaltung", summary="Grundlagen des Schweißens gehören nicht dazu", language="de"),
]


def build(folder: Path, encoder: Encoder, courses: list[CourseText] = COURSES, version: str = "v1") -> IndexReport:
    with EncodingCache(folder / "cache", encoder) as cache:
        return CourseIndex.build(courses, encoder, cache, folder / "index", version)


def opened(folder: Path, encoder: Encoder) -> HybridSearch:
    return HybridSearch(CourseIndex.open(folder / "index", encoder), encoder)


def test_the_course_that_says_it_comes_first(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    assert build(tmp_path, encoder) == IndexReport(encoded=8, reused=0, courses=5, texts=8)
    search = opened(tmp_path, encoder)
    assert next(iter(search.search(["schweißen"], limit=3))) == "a"
    assert next(iter(search.search(["Soudeur"], limit=3))) == "b"
    assert next(iter(search.search(["Pflegerin", "Pfleger"], limit=3))) == "c"


def test_scores_fall_and_the_limit_is_kept(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    hits = opened(tmp_path, encoder).search(["schweißen"], limit=3)
    assert len(hits) == 3
    assert list(hits.values()) == sorted(hits.values(), reverse=True)


def test_without_concepts_a_score_is_the_best_cosine_and_the_wording_each_with_its_weight(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    hits = opened(tmp_path, encoder).search(["Schweißer"], limit=5)
    query = encoder.encode(["Schweißer"])[0]
    texts = encoder.encode(["Schweißen lernen", "Schweißen lernen. MAG, WIG und Elektrode"], ["de", "de"])
    lexical = LexicalIndex.build([c.title for c in COURSES], [c.summary for c in COURSES])
    expected = SOURCE_WEIGHTS["meaning"] * float((texts @ query).max())
    expected += SOURCE_WEIGHTS["wording"] * float(lexical.scores("Schweißer")[0])
    assert hits["a"] == pytest.approx(expected, abs=1e-3)


def test_the_best_of_several_wishes_counts(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    search = opened(tmp_path, encoder)
    alone, together = search.search(["kok"], limit=5), search.search(["kok", "Buchhaltung"], limit=5)
    other = search.search(["Buchhaltung"], limit=5)
    assert together == pytest.approx({key: max(alone[key], other[key]) for key in together})
    assert {*list(together)[:2]} == {"d", "e"}


def test_what_is_nearby_gets_places_of_its_own_with_the_same_scores(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    search = HybridSearch(CourseIndex.open(tmp_path / "index", encoder), encoder)
    everywhere = search.search(["schweißen"], limit=5)
    best = next(iter(everywhere))
    last = list(everywhere)[-1]
    some = search.search(["schweißen"], limit=1, nearby={last, "never seen"})
    assert list(some) == [best, last]
    assert some[last] == pytest.approx(everywhere[last])
    assert list(search.search(["schweißen"], limit=1)) == [best]


@pytest.mark.parametrize("wishes", [[], [""], ["   "]])
def test_no_wish_finds_nothing(tmp_path: Path, wishes: list[str]) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    assert opened(tmp_path, encoder).search(wishes, limit=5) == {}


def test_an_empty_catalogue_finds_nothing(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    assert build(tmp_path, encoder, []) == IndexReport(encoded=0, reused=0, courses=0, texts=0)
    assert opened(tmp_path, encoder).search(["Koch"], limit=5) == {}


def test_saving_and_opening_again_gives_identical_hits(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    first = opened(tmp_path, encoder).search(["schweißen", "kok"], limit=5)
    report = build(tmp_path, encoder)
    second = opened(tmp_path, encoder).search(["schweißen", "kok"], limit=5)
    assert (report.encoded, report.reused) == (0, 8)
    assert list(first.items()) == list(second.items())


def test_a_changed_course_costs_only_its_own_texts(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    changed = [*COURSES[:-1], CourseText(id="e", title="Steuerrecht", language="de")]
    report = build(tmp_path, encoder, changed, "v2")
    assert (report.encoded, report.reused) == (1, 6)
    assert next(iter(opened(tmp_path, encoder).search(["Steuerrecht"], limit=1))) == "e"


def test_the_version_tells_encoder_and_catalogue(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    first = opened(tmp_path, encoder).version
    build(tmp_path, encoder, version="v2")
    assert first == f"{encoder.fingerprint}-v1"
    assert opened(tmp_path, encoder).version == f"{encoder.fingerprint}-v2"


def test_only_the_last_two_builds_are_kept(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    for number in range(4):
        build(tmp_path, encoder, version=f"v{number}")
    assert len(list((tmp_path / "index").glob("index-*"))) == 2


def test_a_missing_index_names_the_remedy(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with pytest.raises(StateError) as refusal:
        CourseIndex.open(tmp_path / "index", encoder)
    assert refusal.value.code == "index-missing"
    assert "passerelle index" in refusal.value.remedy


@pytest.mark.parametrize(("name", "dimension"), [("other", 64), ("hashing", 32)])
def test_an_index_of_another_encoder_is_refused_with_both_values(tmp_path: Path, name: str, dimension: int) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    other, _ = fake_encoder(name, dimension)
    with pytest.raises(StateError) as refusal:
        CourseIndex.open(tmp_path / "index", other)
    assert refusal.value.code == "index-mismatch"
    assert encoder.fingerprint in refusal.value.message
    assert other.fingerprint in refusal.value.message
    assert "passerelle index" in refusal.value.remedy


def test_an_index_of_another_catalogue_is_refused_with_both_values(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    assert CourseIndex.open(tmp_path / "index", encoder, "v1").ids == ["a", "b", "c", "d", "e"]
    with pytest.raises(StateError, match=r"'v1'.*'v2'"):
        CourseIndex.open(tmp_path / "index", encoder, "v2")


@pytest.mark.parametrize("name", [VECTORS, "lexical.npz", "ngrams.json", "courses.json"])
@pytest.mark.parametrize("damage", ["removed", "changed"])
def test_a_damaged_index_is_refused_by_file_name(tmp_path: Path, name: str, damage: str) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    (file,) = (tmp_path / "index").glob(f"index-*/{name}")
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-3] + b"xyz")
    with pytest.raises(StateError, match=name) as refusal:
        CourseIndex.open(tmp_path / "index", encoder)
    assert refusal.value.code == "index-damaged"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"folder": "../../elsewhere"}'])
def test_a_damaged_pointer_is_a_missing_index(tmp_path: Path, content: str) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    (tmp_path / "index" / POINTER).write_text(content)
    with pytest.raises(StateError) as refusal:
        CourseIndex.open(tmp_path / "index", encoder)
    assert refusal.value.code == "index-missing"


def test_an_interrupted_build_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)

    def die(self: LexicalIndex, folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LexicalIndex, "save", die)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, encoder, COURSES[:2], "v2")
    assert CourseIndex.open(tmp_path / "index", encoder, "v1").ids == ["a", "b", "c", "d", "e"]
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def test_an_intact_index_of_the_same_catalogue_and_encoder_is_kept(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    pointer = tmp_path / "index" / POINTER
    first = pointer.read_text()
    assert build(tmp_path, encoder) == IndexReport(encoded=0, reused=8, courses=5, texts=8)
    assert pointer.read_text() == first
    next((tmp_path / "index").glob(f"index-*/{VECTORS}")).write_bytes(b"damaged")
    build(tmp_path, encoder)
    assert pointer.read_text() != first
    assert CourseIndex.open(tmp_path / "index", encoder).ids == ["a", "b", "c", "d", "e"]


def test_the_manifest_says_what_the_index_was_built_from(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    build(tmp_path, encoder)
    (manifest,) = (tmp_path / "index").glob(f"index-*/{MANIFEST}")
    files = set(json.loads(manifest.read_text())["files"])
    assert {name for name in files if "/" not in name} == {
        VECTORS,
        "lexical.npz",
        "ngrams.json",
        "courses.json",
        "bridge.npz",
        "skill-bridge.npz",
        "competences.npz",
        "competences.json",
    }
    assert {name.partition("/")[0] for name in files if "/" in name} == {"concepts", "skills"}
    assert CourseIndex.built_from(tmp_path / "index") == {
        "format": 5,
        "encoder": encoder.fingerprint,
        "dimension": 64,
        "catalogue_version": "v1",
        "concepts": "4f53cda18c2baa0c",
        "skills": "4f53cda18c2baa0c",
        "relations": "4f53cda18c2baa0c",
        "courses": 5,
        "texts": 8,
    }


def test_wording_weighs_the_title_above_the_summary() -> None:
    lexical = LexicalIndex.build(["Schweißen", "Metall"], ["Metall", "Schweißen"])
    first, second = lexical.scores("schweissen")
    assert first > second > 0


def test_wording_forgives_case_accents_inflection_and_compounds() -> None:
    lexical = LexicalIndex.build(["Infirmière", "Krankenpflegerin", "Tischler"], ["", "", ""])
    assert np.argmax(lexical.scores("INFIRMIER")) == 0
    assert np.argmax(lexical.scores("Pflege für Kranke")) == 1
    assert lexical.scores("xyz").tolist() == [0, 0, 0]


def test_wording_of_equal_texts_is_one() -> None:
    lexical = LexicalIndex.build(["Tischler", "Koch"], ["", ""])
    assert lexical.scores("Tischler")[0] == pytest.approx(1, abs=1e-5)
