from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.runtime import normalised
from models.space import load_adapter
from models.training.linear import PairSampler, train_adapter
from models.training.measure import Samples, cross_language_rank, reciprocal_rank

CONCEPTS, DIMENSION, LANGUAGES_USED = 60, 24, 3


def synthetic(seed: int = 1) -> Samples:
    """Concepts whose names differ between languages only in directions that say nothing about the concept."""
    random = np.random.default_rng(seed)
    meaning = random.normal(size=(CONCEPTS, DIMENSION)) * (np.arange(DIMENSION) < DIMENSION // 2)
    noise = random.normal(size=(CONCEPTS * LANGUAGES_USED, DIMENSION)) * (np.arange(DIMENSION) >= DIMENSION // 2)
    concepts = np.repeat(np.arange(CONCEPTS), LANGUAGES_USED)
    return Samples(
        vectors=normalised((meaning[concepts] + 2 * noise).astype(np.float32)),
        concepts=concepts,
        languages=np.tile(np.arange(LANGUAGES_USED), CONCEPTS),
        occupations=concepts % 2 == 0,
    )


def test_pairs_are_of_one_concept_and_mostly_of_two_languages() -> None:
    samples = synthetic()
    one, other = PairSampler(samples).draw(40, np.random.default_rng(0))
    assert samples.concepts[one].tolist() == samples.concepts[other].tolist()
    assert len(set(samples.concepts[one].tolist())) == 40
    assert np.mean(samples.languages[one] != samples.languages[other]) > 0.5


def test_a_concept_with_one_language_is_never_drawn() -> None:
    samples = synthetic()
    lonely = samples.where((samples.concepts != 3) | (samples.languages == 0))
    sampler = PairSampler(lonely)
    assert sampler.concepts == CONCEPTS - 1
    one, _ = sampler.draw(CONCEPTS - 1, np.random.default_rng(0))
    assert 3 not in lonely.concepts[one]


def test_names_of_one_concept_rank_first_when_they_are_equal() -> None:
    vectors = np.eye(3, dtype=np.float32)[[0, 0, 1, 1, 2, 2]]
    samples = Samples(
        vectors=vectors,
        concepts=np.array([0, 0, 1, 1, 2, 2]),
        languages=np.array([0, 1, 0, 1, 0, 1]),
        occupations=np.ones(6, bool),
    )
    assert reciprocal_rank(samples, 0, 1) == 1.0
    mixed = Samples(
        vectors=vectors[[0, 2, 2, 0, 4, 4]],
        concepts=samples.concepts,
        languages=samples.languages,
        occupations=samples.occupations,
    )
    assert reciprocal_rank(mixed, 0, 1) == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)


def test_languages_without_a_common_concept_give_nan() -> None:
    samples = synthetic().where(synthetic().languages == 0)
    assert np.isnan(reciprocal_rank(samples, 0, 1))


def test_an_adapter_is_used_only_for_the_model_it_was_trained_for(tmp_path: Path) -> None:
    path = tmp_path / "adapter.npz"
    assert load_adapter("some model", 4, path) is None
    np.savez(path, source=np.array("some model"), matrix=np.full((4, 4), 0.5, np.float16))
    matrix = load_adapter("some model", 4, path)
    assert matrix is not None
    assert matrix.tolist() == [[0.5] * 4] * 4
    assert matrix.dtype == np.float32
    assert load_adapter("another model", 4, path) is None
    assert load_adapter("some model", 8, path) is None


@pytest.mark.slow
def test_training_brings_unseen_concepts_together_and_is_reproducible() -> None:
    samples = synthetic()
    held_out = samples.concepts >= CONCEPTS // 2
    matrix = train_adapter(samples.where(~held_out))
    before, _ = cross_language_rank(samples.where(held_out))
    after, _ = cross_language_rank(samples.where(held_out).adapted(matrix))
    assert after > before + 0.2
    assert np.array_equal(matrix, train_adapter(samples.where(~held_out)))
