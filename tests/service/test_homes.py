from __future__ import annotations

import pytest

from engine.domain import Place
from service.homes import find_home, place_label
from tests.service.fakes import ESCH, NEUNKIRCHEN_DAUN, NEUNKIRCHEN_SAAR, PLACES, SAARBRUECKEN, THIONVILLE, FakePlaces


@pytest.mark.parametrize("place", PLACES)
def test_the_label_of_a_place_leads_back_to_it(place: Place) -> None:
    assert find_home(FakePlaces(), place_label(place)).place == place


def test_a_clear_place_is_taken_without_a_question() -> None:
    assert find_home(FakePlaces(), "thionville").place == THIONVILLE
    assert find_home(FakePlaces(), "4001").place == ESCH


def test_a_name_that_two_towns_share_gives_both_to_choose_from() -> None:
    answer = find_home(FakePlaces(), "Neunkirchen")
    assert answer.place is None
    assert answer.candidates == (NEUNKIRCHEN_SAAR, NEUNKIRCHEN_DAUN)


def test_a_misspelt_town_is_offered_not_assumed() -> None:
    answer = find_home(FakePlaces(), "Saarbrucken")
    assert (answer.place, answer.candidates) == (None, (SAARBRUECKEN,))


def test_a_place_like_no_other_has_no_candidates() -> None:
    assert find_home(FakePlaces(), "Atlantis").candidates == ()
