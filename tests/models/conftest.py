from __future__ import annotations

import os
from pathlib import Path

import pytest

from models import Encoder, prepare_encoder


@pytest.fixture(scope="session")
def encoder_home() -> Path:
    """Where the real encoder is built once and reused: PASSERELLE_TEST_HOME, else the project's var/."""
    home = os.environ.get("PASSERELLE_TEST_HOME")
    return Path(home) if home else Path(__file__).resolve().parents[2] / "var"


@pytest.fixture(scope="session")
def serving_folder(encoder_home: Path) -> Path:
    return prepare_encoder(encoder_home)


@pytest.fixture(scope="session")
def real_encoder(serving_folder: Path) -> Encoder:
    return Encoder.load(serving_folder, threads=1)
