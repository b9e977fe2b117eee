"""The probability that a concept is what a text means: a logistic function of the evidence, evened out by steps.

The coefficients are learned by ``models.calibrating`` and kept in ``calibration.json`` with the figures they reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.domain import ConceptKind
from engine.errors import StateError
from models.evidence import FEATURES
from models.runtime import FloatArray

COEFFICIENTS = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A rising function from log odds to probability: the values ``shares`` at ``odds``, straight lines between."""

    odds: FloatArray
    shares: FloatArray

    def __call__(self, odds: FloatArray) -> FloatArray:
        """The probability of each."""
        found: FloatArray = np.interp(odds, self.odds, self.shares).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """``weights`` (features,) and ``bias`` give log odds; the likeliest concept of a text has steps of its own."""

    weights: FloatArray
    bias: float
    first: Steps
    others: Steps

    def probabilities(self, features: FloatArray) -> FloatArray:
        """Float32 (n,), 0 to 1, for the features (n, features) of all concepts that one text may mean."""
        odds = (features @ self.weights + np.float32(self.bias)).astype(np.float32)
        if not len(odds):
            return odds
        likeliest = int(np.argmax(odds))
        first = self.first(odds[likeliest : likeliest + 1])
        sure = np.minimum(self.others(odds), first)
        sure[likeliest] = first[0]
        return sure


def load_calibration(path: Path = COEFFICIENTS) -> dict[ConceptKind, Calibration]:
    """The calibration of each kind of concept; interests are told apart as occupations are."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if tuple(told["features"]) != FEATURES:
            raise ValueError("other features than the running code has")
        kinds = (ConceptKind.OCCUPATION, ConceptKind.SKILL)
        found = {kind: calibration_of(told["kinds"][kind.value]) for kind in kinds}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StateError(
            f"the calibration of the linker is unreadable: {error}",
            place=str(path),
            remedy="install Passerelle again, or run: python -m models.calibrating ESCO_FOLDER",
            code="calibration-missing",
        ) from error
    return found | {ConceptKind.INTEREST: found[ConceptKind.OCCUPATION]}


def calibration_of(told: Mapping[str, Any]) -> Calibration:
    """One kind's part of ``calibration.json``."""
    return Calibration(
        weights=np.array(told["weights"], np.float32),
        bias=float(told["bias"]),
        first=_steps(told["first"]),
        others=_steps(told["others"]),
    )


def _steps(told: Mapping[str, Sequence[float]]) -> Steps:
    return Steps(odds=np.array(told["odds"], np.float32), shares=np.array(told["shares"], np.float32))
