from __future__ import annotations

from pathlib import Path

import pytest

from models import Encoder, prepare_encoder


@pytest.fixture(scope="session")
def serving_folder(encoder_home: Path) -> Path:
    return prepare_encoder(encoder_home)


@pytest.fixture(scope="session")
def real_encoder(serving_folder: Path) -> Encoder:
    return Encoder.load(serving_folder, threads=1)
