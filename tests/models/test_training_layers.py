"""The upper layers in training, with a small random network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.delta import read_delta, with_delta, write_delta
from models.space import LANGUAGES
from models.training import states as states_module
from models.training.layers import LayerTrainer, Settings
from models.training.states import LowerLayers, States, stored_states

pytestmark = pytest.mark.slow  # importing torch alone takes as long as all fast tests

DIMENSION, CONCEPTS = 16, 24
SETTINGS = Settings(steps=120, pairs=24, learning_rate=1e-2, held=0.0, held_english=0.0, share=1.0)


@pytest.fixture(autouse=True)
def one_lower_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states_module, "FIRST_TRAINED", 1)
    monkeypatch.setattr("models.training.layers.FIRST_TRAINED", 1)


def network() -> Any:
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=40,
        hidden_size=DIMENSION,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=48,
    )
    return BertModel(config).train(False)


def letters(texts: list[str], *, truncation: bool, max_length: int) -> dict[str, list[list[int]]]:
    assert truncation
    return {"input_ids": [[1 + ord(letter) % 39 for letter in text][:max_length] for text in texts]}


def material() -> tuple[list[str], np.ndarray]:
    """A name of each concept in two languages, which share no letter."""
    random = np.random.default_rng(3)
    one, other = (random.choice(list(part), (CONCEPTS, 6)) for part in ("abcdefghij", "klmnopqrst"))
    texts = ["".join(row) for row in (*one, *other)]
    return texts, np.repeat([0, 2], CONCEPTS)


def draw(size: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    concepts = random.choice(CONCEPTS, size, replace=False)
    return concepts, concepts + CONCEPTS


def trainer(settings: Settings = SETTINGS) -> LayerTrainer:
    texts, languages = material()
    states = States.of(LowerLayers(network(), letters, "").states(texts))
    phrases = States.of(LowerLayers(network(), letters, "").states(["abc", "klm"] * len(LANGUAGES)))
    spoken = np.repeat(np.arange(len(LANGUAGES)), 2)
    return LayerTrainer(network(), states, texts, languages, phrases, spoken, settings)


def found(of: LayerTrainer, *, trained: bool) -> float:
    texts, languages = material()
    placed = of.vectors(np.arange(len(texts)), trained=trained) - of.centres(trained=trained)[languages]
    placed /= np.linalg.norm(placed, axis=1, keepdims=True)
    return float(np.mean((placed[:CONCEPTS] @ placed[CONCEPTS:].T).argmax(axis=1) == np.arange(CONCEPTS)))


def test_texts_of_one_concept_find_each_other_after_training(tmp_path: Path) -> None:
    of = trainer()
    of.train(draw, tmp_path / "layers.pt", "material")
    assert found(of, trained=True) > found(of, trained=False) + 0.3


def test_a_run_that_was_interrupted_ends_as_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.training.layers.SAVE_EVERY", 4)
    whole, broken = trainer(), trainer()
    whole.train(draw, tmp_path / "whole.pt", "material")
    asked = 0

    def breaking(size: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        nonlocal asked
        asked += 1
        if asked > 10:
            raise KeyboardInterrupt
        return draw(size, random)

    with pytest.raises(KeyboardInterrupt):
        broken.train(breaking, tmp_path / "broken.pt", "material")
    resumed, drawn = trainer(), []
    resumed.train(lambda size, random: drawn.append(size) or draw(size, random), tmp_path / "broken.pt", "material")
    assert len(drawn) == SETTINGS.steps - 8
    assert found(resumed, trained=True) == found(whole, trained=True)
    other = trainer()
    other.train(lambda size, random: drawn.append(size) or draw(size, random), tmp_path / "broken.pt", "other texts")
    assert len(drawn) == 2 * SETTINGS.steps - 8


def test_averaging_goes_only_part_of_the_way(tmp_path: Path) -> None:
    half, whole = trainer(replace(SETTINGS, share=0.5, steps=3)), trainer(replace(SETTINGS, steps=3))
    for name, of in (("half", half), ("whole", whole)):
        of.train(draw, tmp_path / name, "material")
    (before, halfway), (_, there) = half.tensors(), whole.tensors()
    name = "encoder.layer.1.output.dense.weight"
    assert np.allclose(halfway[name] - before[name], (there[name] - before[name]) / 2, atol=1e-6)
    assert np.abs(there[name] - before[name]).max() > 1e-3


def test_a_delta_rebuilds_the_trained_layers_closely(tmp_path: Path) -> None:
    of = trainer(replace(SETTINGS, steps=3))
    of.train(draw, tmp_path / "layers.pt", "material")
    before, after = of.tensors()
    write_delta(before, after, tmp_path / "delta.npz")
    rebuilt = with_delta(before, read_delta(tmp_path / "delta.npz"))
    assert rebuilt.keys() == before.keys()
    for name, tensor in after.items():
        change = np.abs(tensor - before[name]).max()
        assert np.abs(rebuilt[name] - tensor).max() <= max(change / 200, 1e-6)


def test_states_are_padded_to_the_longest_of_the_batch_and_kept_on_disk(tmp_path: Path) -> None:
    lower = LowerLayers(network(), letters, "")
    kept = stored_states(["ab", "abcdef"], lower, tmp_path)
    assert kept.lengths.tolist() == [2, 6]
    hidden, mask = kept.padded(np.array([1, 0]))
    assert hidden.shape == (2, 6, DIMENSION)
    assert mask.sum(1).tolist() == [6, 2]
    assert np.array_equal(hidden[1, :2].numpy(), kept.tokens[:2].astype(np.float32))
    assert not hidden[1, 2:].any()

    def refuses(texts: list[str], **_: object) -> dict[str, list[list[int]]]:
        raise AssertionError("these texts were computed before")

    again = stored_states(["ab", "abcdef"], LowerLayers(network(), refuses, ""), tmp_path)
    assert np.array_equal(again.tokens, kept.tokens)
