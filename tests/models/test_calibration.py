"""How sure a link is: rising with the evidence, read from a file that must fit the code."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.domain import ConceptKind
from engine.errors import StateError
from models.abbreviations import read_abbreviations, without_qualifications, written_out
from models.calibrating import mistyped, nonsense
from models.calibration import COEFFICIENTS, calibration_of, load_calibration
from models.evidence import FEATURES

TOLD = {
    "weights": [1.0, *([0.0] * (len(FEATURES) - 1))],
    "bias": -1.0,
    "first": {"odds": [-2.0, 2.0], "shares": [0.0, 1.0]},
    "others": {"odds": [-2.0, 2.0], "shares": [0.0, 0.5]},
}


def features(*meanings: float) -> np.ndarray:
    found = np.zeros((len(meanings), len(FEATURES)), np.float32)
    found[:, 0] = meanings
    return found


def test_the_likeliest_concept_has_steps_of_its_own_and_none_is_surer() -> None:
    sure = calibration_of(TOLD).probabilities(features(0.0, 2.0, 1.0))
    np.testing.assert_allclose(sure, [0.125, 0.75, 0.25])
    assert calibration_of(TOLD).probabilities(features()).shape == (0,)


def test_the_shipped_calibration_is_well_calibrated_on_concepts_it_was_not_fitted_on() -> None:
    told = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))
    assert set(load_calibration()) == set(ConceptKind)
    for part in told["kinds"].values():
        assert part["figures"]["expected calibration error, first link"] <= 0.06
        assert part["figures"]["expected calibration error, first five"] <= 0.03


def test_a_calibration_for_other_features_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(json.dumps({"features": ["meaning"], "kinds": {}}), encoding="utf-8")
    for path in (tmp_path / "c.json", tmp_path / "absent.json"):
        with pytest.raises(StateError, match="calibrating"):
            load_calibration(path)


def test_a_typing_mistake_changes_a_letter_or_two_and_chance_is_repeatable() -> None:
    made = {mistyped("Schweißer", np.random.default_rng(seed)) for seed in range(30)}
    assert "Schweißer" in made or len(made) > 10
    assert all(abs(len(text) - len("Schweißer")) <= 1 for text in made)
    assert mistyped("Koch", np.random.default_rng(1)) == "Koch"
    assert nonsense(np.random.default_rng(1)) == nonsense(np.random.default_rng(1))


def test_at_least_eighty_abbreviations_each_with_one_meaning_a_kind() -> None:
    table = read_abbreviations()
    assert len({row.short for row in table}) >= 80
    assert len({(row.short.casefold(), row.kind) for row in table}) == len(table)
    assert {row.language for row in table} <= {"de", "fr", "en", "nl", "lb"}


def test_an_abbreviation_is_written_out_where_it_is_written_as_one() -> None:
    assert written_out("Formation CACES R489", ConceptKind.SKILL)[0] == (
        "Formation conduire un chariot élévateur R489", "fr"
    )  # fmt: skip
    assert written_out("caces", ConceptKind.SKILL) == [("conduire un chariot élévateur", "fr")]
    assert written_out("it works as it should", ConceptKind.SKILL) == []
    assert without_qualifications("CAP cuisine (IHK)") == "cuisine"
    assert without_qualifications("un cap à passer") == "un cap à passer"
