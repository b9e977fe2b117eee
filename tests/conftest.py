"""What every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development documents beside the project; tests that want them skip where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("the development documents (../shared) are not here")
    return SHARED
