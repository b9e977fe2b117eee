"""Ten people with a target occupation, the real encoder, the shipped catalogue: do the courses close the gap?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from engine.answer import RecommendationList
from service.bootstrap import Passerelle
from service.schemas import ProfileInput

pytestmark = pytest.mark.slow

# Named by number, home, aim and the language of the reader: ``01-trier-logistics-de.json``.
PROFILES = sorted((Path(__file__).resolve().parents[1] / "golden" / "targets").glob("*.json"))
K, CLOSING = 10, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Of the courses shown: how many there are, close a named part of the gap, and only repeat."""

    shown: int
    closing: int
    repeating: int


def count(found: RecommendationList) -> Count:
    """What became of one profile."""
    codes = [{finding.code for finding in item.findings} for item in found.items]
    return Count(
        shown=len(codes),
        closing=sum("closes" in one for one in codes),
        repeating=sum("repeats" in one for one in codes),
    )


@cache
def answer(product: Passerelle, path: Path) -> RecommendationList:
    profile = ProfileInput.model_validate_json(path.read_bytes()).to_profile(product.places)
    return product.recommend(profile, k=K, language=path.stem[-2:])


@pytest.fixture(params=PROFILES, ids=lambda path: path.stem)
def found(request: pytest.FixtureRequest, starter_product: Passerelle) -> RecommendationList:
    """The answer to one profile."""
    return answer(starter_product, request.param)


def test_there_are_ten_profiles_in_five_languages() -> None:
    assert len(PROFILES) == 10
    assert {path.stem[-2:] for path in PROFILES} == {"de", "fr", "en", "lb", "nl"}


def test_the_target_is_understood_and_something_is_there_and_something_missing(found: RecommendationList) -> None:
    assert found.gap is not None
    assert found.gap.has != ()
    assert found.gap.essential != ()


def test_seven_of_the_first_ten_courses_close_a_named_part_of_the_gap(found: RecommendationList) -> None:
    counted = count(found)
    assert counted.shown == K
    assert counted.closing >= CLOSING


def test_no_course_only_repeats_what_the_person_can_do(found: RecommendationList) -> None:
    assert count(found).repeating == 0
    assert found.gap is not None
    for item in found.items:
        assert not item.teaches or set(item.teaches) - set(found.gap.has)


def test_every_competence_that_is_named_has_a_name_in_the_readers_language(
    found: RecommendationList, starter_product: Passerelle
) -> None:
    assert found.gap is not None
    named = [*found.gap.has, *found.gap.missing, *(uri for item in found.items for uri in item.teaches)]
    assert [uri for uri in named if not starter_product.concept_name(uri, "lb")] == []
