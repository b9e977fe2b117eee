from __future__ import annotations

import pytest

from data.knowledge import KnowledgeBase


@pytest.fixture(scope="session")
def shipped() -> KnowledgeBase:
    """The knowledge base that comes with Passerelle."""
    return KnowledgeBase.shipped()
