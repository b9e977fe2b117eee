"""Wishes and courses described by the occupations they mean, with a small fake encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.domain import Concept
from models import EncodingCache
from models.concepts import MENTIONS_NAME, ConceptIndex
from models.mentions import HAS_NAME, IS_NAME
from tests.models.fakes import fake_encoder

WELDER = Concept(uri="x:welder", labels={"de": ("Schweißer", "Schweißerin"), "fr": ("soudeur",), "en": ("welder",)})
COOK = Concept(uri="x:cook", labels={"de": ("Koch", "Köchin"), "fr": ("cuisinier",), "en": ("cook",)})
MASON = Concept(uri="x:mason", labels={"de": ("Maurer",), "fr": ("maçon",), "en": ("bricklayer",)})
MANUAL = Concept(
    uri="x:manual", labels={"fr": ("truc manuel", "avec les mains")}, stands_for=("x:welder", "x:mason", "x:unknown")
)


@pytest.fixture
def index(tmp_path: Path) -> ConceptIndex:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path / "cache", encoder) as cache:
        return ConceptIndex.build([WELDER, COOK, MASON, MANUAL], cache)


def likeness(index: ConceptIndex, text: str, more: str = "") -> dict[str, float]:
    encoder, _ = fake_encoder()
    (row,) = index.likeness([text], encoder.encode([text]), [more])
    return dict(zip(index.uris, row.tolist(), strict=True))


def test_a_text_that_is_a_name_in_any_language_means_that_occupation(index: ConceptIndex) -> None:
    for text, uri in (
        ("SCHWEISSERIN", "x:welder"),
        ("soudeur", "x:welder"),
        ("Kochin", "x:cook"),
        ("macon", "x:mason"),
    ):
        found = likeness(index, text)
        assert found[uri] == pytest.approx(IS_NAME)
        assert max(found, key=lambda key: found[key]) == uri


def test_a_name_within_a_sentence_counts_as_whole_words_only(index: ConceptIndex) -> None:
    assert likeness(index, "ich will Maurer werden")["x:mason"] >= HAS_NAME
    assert likeness(index, "Maurerhammer")["x:mason"] < HAS_NAME


def test_a_name_within_a_longer_name_is_not_meant_and_neither_is_one_that_is_denied(index: ConceptIndex) -> None:
    assert likeness(index, "oui avec les mains libres")["x:manual"] >= HAS_NAME
    assert likeness(index, "surtout pas soudeur")["x:welder"] < HAS_NAME
    assert likeness(index, "nicht als Koch arbeiten")["x:cook"] < HAS_NAME
    assert likeness(index, "als Koch arbeiten, nicht am Wochenende")["x:cook"] >= HAS_NAME


def test_what_a_summary_mentions_counts_less_than_a_title(index: ConceptIndex) -> None:
    found = likeness(index, "Ausbildung", more="Danach arbeitest du als Koch.")
    assert found["x:cook"] == pytest.approx(MENTIONS_NAME, abs=0.05)
    assert found["x:welder"] < MENTIONS_NAME


def test_an_interest_in_a_wish_stands_for_its_occupations(index: ConceptIndex) -> None:
    encoder, _ = fake_encoder()
    text = "je veux un truc manuel"
    meant = index.wish(text, encoder.encode([text])[0]).toarray()[0]
    weight = dict(zip(index.uris, meant.tolist(), strict=True))
    assert min(weight["x:welder"], weight["x:mason"]) > 2 * weight["x:cook"]


def test_a_course_means_no_occupation_by_an_interest_alone(index: ConceptIndex) -> None:
    encoder, _ = fake_encoder()
    text = "Atelier : un truc manuel"
    described = index.describe([text], encoder.encode([text])).toarray()[0]
    assert described.max() < 0.5


def test_a_text_that_means_no_occupation_is_described_by_none(index: ConceptIndex) -> None:
    encoder, _ = fake_encoder()
    assert index.describe(["12 34 99"], encoder.encode(["12 34 99"])).nnz == 0


@pytest.mark.parametrize(
    ("text", "is_language"),
    [("Schweißerin", True), ("cuisinier", True), ("Schweiser", True), ("qqqq wwww", False), ("zzz" * 50, False)],
)
def test_a_run_of_keys_is_told_from_words(index: ConceptIndex, text: str, is_language: bool) -> None:
    assert index.intelligible(text) is is_language


def test_saved_and_loaded_it_says_the_same(index: ConceptIndex, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    index.save(folder)
    again = ConceptIndex.load(folder)
    encoder, _ = fake_encoder()
    texts = ["Koch in Trier", "welder", "truc manuel"]
    vectors = encoder.encode(texts)
    np.testing.assert_allclose(again.likeness(texts, vectors), index.likeness(texts, vectors), atol=2e-3)
    wish = again.wish(texts[2], vectors[2]).toarray()
    np.testing.assert_allclose(wish, index.wish(texts[2], vectors[2]).toarray(), atol=2e-2)


def test_without_concepts_nothing_is_described(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path / "cache", encoder) as cache:
        empty = ConceptIndex.build([], cache)
    assert empty.describe(["Koch"], encoder.encode(["Koch"])).shape == (1, 0)
    assert empty.wish("Koch", encoder.encode(["Koch"])[0]).shape == (1, 0)
