"""The likeness of two columns, with a small encoder that hashes letters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.likeness import BLOCK, RECIPES, TextLikeness
from models import prepare_encoder
from models.space import LANGUAGES, Space
from tests.models.fakes import DIMENSION, HashingRuntime


def likeness(folder: Path, recipe: str = "product", *, language: str = "fr", **changes: object) -> TextLikeness:
    centres = np.zeros((len(LANGUAGES), DIMENSION), np.float32)
    centres[LANGUAGES.index("de")] = 1.0
    chosen = replace(RECIPES[recipe], **changes)  # type: ignore[arg-type]  # changes are fields of the recipe
    return TextLikeness(HashingRuntime(), Space(centres=centres), folder, chosen, language_of=lambda _: language)


def scores(of: TextLikeness, queries: list[str], elements: list[str]) -> np.ndarray:
    return np.concatenate(list(of.blocks(queries, elements)))


def test_the_same_text_is_most_alike_and_the_rows_keep_their_order(tmp_path: Path) -> None:
    names = ["soudeur", "cuisinier", "comptable", "infirmier"]
    found = scores(likeness(tmp_path), names * BLOCK, names)
    assert found.shape == (4 * BLOCK, 4)
    assert found.argmax(axis=1).tolist() == [0, 1, 2, 3] * BLOCK


def test_a_double_form_is_nearer_to_the_womans_name_than_its_letters_are(tmp_path: Path) -> None:
    asked, answers = ["Vendeur / Vendeuse de fruits"], ["Vendeuse de fruits"]
    told = scores(likeness(tmp_path), asked, answers)
    as_written = scores(likeness(tmp_path, forms=False), asked, answers)
    assert told[0, 0] > as_written[0, 0] + 0.02


def test_vectors_have_length_one_and_a_column_in_an_unknown_language_is_centred_by_itself(tmp_path: Path) -> None:
    names = ["svetsare", "kock", "sjuksköterska"]
    known, unknown = (likeness(tmp_path, language=tag).vectors(names, 0.0) for tag in ("fr", "sv"))
    assert np.linalg.norm(unknown, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert np.abs(unknown.mean(axis=0)).max() < np.abs(known.mean(axis=0)).max()


def test_the_language_of_the_column_decides_the_centre(tmp_path: Path) -> None:
    french, german = (likeness(tmp_path, language=tag).vectors(["Koch"], 0.0) for tag in ("fr", "de"))
    assert float(french[0] @ german[0]) < 0.9
    plain = likeness(tmp_path, "encoder", language="de").vectors(["Koch"], 0.0)
    assert float(french[0] @ plain[0]) == pytest.approx(1.0, abs=1e-5)


def test_what_was_seen_is_not_encoded_again(tmp_path: Path) -> None:
    runtime = HashingRuntime()
    space = Space(centres=np.zeros((len(LANGUAGES), DIMENSION), np.float32))
    for _ in range(2):
        of = TextLikeness(runtime, space, tmp_path, RECIPES["product"], language_of=lambda _: "fr")
        of.vectors(["Vendeur / Vendeuse", "comptable"], 0.5)
    assert sorted(runtime.seen) == ["Vendeur", "Vendeur / Vendeuse", "Vendeuse", "comptable"]


def test_the_product_of_two_vectors_is_the_mean_of_plain_and_adapted_cosine(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    adapter = random.normal(size=(DIMENSION, DIMENSION)).astype(np.float32)
    space = Space(centres=np.zeros((len(LANGUAGES), DIMENSION), np.float32), adapter=adapter)
    of = TextLikeness(HashingRuntime(), space, tmp_path, RECIPES["product"], language_of=lambda _: "fr")
    plain, adapted, mixed = (of.vectors(["soudeur", "plombier"], share) for share in (0.0, 1.0, 0.25))
    expected = 0.75 * float(plain[0] @ plain[1]) + 0.25 * float(adapted[0] @ adapted[1])
    assert float(mixed[0] @ mixed[1]) == pytest.approx(expected, abs=1e-5)


@pytest.mark.slow
def test_what_was_trained_is_left_out_where_the_recipe_says_so(encoder_home: Path, tmp_path: Path) -> None:
    serving = prepare_encoder(encoder_home)
    product, untrained, encoder = (
        TextLikeness.open(serving, tmp_path, RECIPES[name], threads=1) for name in ("product", "untrained", "encoder")
    )
    assert product.trained_on.startswith("names and descriptions of ESCO")
    assert untrained.trained_on == encoder.trained_on == "nothing (zero-shot)"
    asked = ["soudeur", "cuisinier", "boulanger", "infirmière", "plombier chauffagiste", "comptable"]
    answers = ["welder", "cook", "baker", "nurse", "plumber and heating engineer", "accountant"]
    likeness_of_each = [
        float(np.mean(np.sum(way.vectors(asked, 1.0) * way.vectors(answers, 1.0), axis=1)))
        for way in (product, untrained)
    ]
    assert likeness_of_each[0] > likeness_of_each[1] + 0.05
