from __future__ import annotations

import numpy as np
import pytest

from models.encoder import Encoder
from models.languages import HINT_ODDS, mixture_of
from models.runtime import batches_by_length
from models.space import LANGUAGES, Space, parallel_phrases
from tests.models.fakes import DIMENSION, HashingRuntime, even_guess, fake_encoder


def test_vectors_have_length_one_and_like_texts_are_nearer() -> None:
    encoder, _ = fake_encoder()
    vectors = encoder.encode(["Schweißer", "Schweißerin", "Buchhaltung"])
    assert vectors.shape == (3, DIMENSION)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_gender_forms_are_folded_before_encoding() -> None:
    encoder, runtime = fake_encoder()
    encoder.encode(["Pfleger/-in (m/w/d)"])
    assert runtime.seen == ["Pfleger"]


def test_no_text_gives_no_vector() -> None:
    encoder, _ = fake_encoder()
    assert encoder.encode([]).shape == (0, DIMENSION)


def test_the_mean_of_the_language_is_taken_away() -> None:
    runtime = HashingRuntime()
    centres = np.zeros((len(LANGUAGES), DIMENSION), np.float32)
    centres[LANGUAGES.index("fr"), 0] = 0.5
    encoder = Encoder(runtime, Space(centres=centres), even_guess)
    raw = encoder.raw(["soudeur"])
    expected = raw[0] - centres[LANGUAGES.index("fr")]
    expected /= np.linalg.norm(expected)
    assert np.allclose(encoder.encode(["soudeur"], ["fr"])[0], expected, atol=1e-6)
    assert np.allclose(encoder.encode(["soudeur"], ["de"])[0], raw[0], atol=1e-6)


def test_a_known_language_is_certain_and_a_region_does_not_matter() -> None:
    mixture = mixture_of(["x", "y"], ["fr-BE", "nl"], None, even_guess)
    assert mixture.tolist() == [[0, 1, 0, 0, 0], [0, 0, 0, 0, 1]]


@pytest.mark.parametrize("language", [None, "pl"])
def test_an_unknown_language_is_guessed(language: str | None) -> None:
    assert mixture_of(["x"], [language], None, even_guess).tolist() == [[0.2] * 5]


def test_a_hint_raises_one_language_and_rows_still_sum_to_one() -> None:
    mixture = mixture_of(["x"], None, "lb", even_guess)
    assert mixture.sum() == pytest.approx(1)
    assert mixture[0, LANGUAGES.index("lb")] / mixture[0, 0] == pytest.approx(HINT_ODDS)


def test_an_adapter_changes_vectors_and_fingerprint_but_not_the_raw_one() -> None:
    runtime = HashingRuntime()
    centres = np.zeros((len(LANGUAGES), DIMENSION), np.float32)
    adapter = np.roll(np.eye(DIMENSION, dtype=np.float32), 1, axis=1)
    plain = Encoder(runtime, Space(centres=centres), even_guess)
    adapted = Encoder(runtime, Space(centres=centres, adapter=adapter), even_guess)
    assert plain.raw_fingerprint == adapted.raw_fingerprint
    assert plain.fingerprint != adapted.fingerprint
    assert not np.allclose(plain.encode(["Koch"]), adapted.encode(["Koch"]))


def test_another_model_has_another_fingerprint() -> None:
    assert fake_encoder("one")[0].raw_fingerprint != fake_encoder("two")[0].raw_fingerprint


def test_batches_hold_like_lengths_within_the_budget_and_lose_nothing() -> None:
    lengths = [5, 50, 6, 300, 7, 5]
    batches = batches_by_length(lengths, budget=60)
    assert sorted(position for batch in batches for position in batch) == list(range(len(lengths)))
    assert batches == [[0, 5, 2, 4], [1], [3]]


def test_the_phrases_are_parallel_and_in_all_five_languages() -> None:
    phrases = parallel_phrases()
    assert tuple(phrases) == LANGUAGES
    assert {len(texts) for texts in phrases.values()} == {120}
    assert all(text and text == text.strip() for texts in phrases.values() for text in texts)
    assert all(len(set(texts)) == len(texts) for texts in phrases.values())
