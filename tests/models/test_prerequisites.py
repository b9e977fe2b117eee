"""Sentences about what one must bring, and for whom a course is, in five languages."""

from __future__ import annotations

import pytest

from models.prerequisites import demands, demands_nothing, tells_for_whom


@pytest.mark.parametrize(
    "sentence",
    [
        "Voraussetzung: Führerschein B",
        "Gute Vorkenntnisse in Excel",
        "Prérequis : savoir souder",
        "Conditions d'admission : permis B",
        "Entry requirements: basic programming",
        "Viraussetzung ass e Führerschäin",
        "Toelatingsvoorwaarden: rijbewijs B",
    ],
)
def test_a_sentence_that_demands_is_known(sentence: str) -> None:
    assert demands(sentence)
    assert not demands_nothing(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Keine Vorkenntnisse nötig", "Sans prérequis", "No prior knowledge needed", "Geen voorkennis vereist"],
)
def test_a_sentence_that_demands_nothing_is_told_apart(sentence: str) -> None:
    assert demands(sentence)
    assert demands_nothing(sentence)


def test_what_is_taught_demands_nothing() -> None:
    assert not demands("Du lernst kochen und backen.")


def test_a_sentence_about_the_audience_is_known() -> None:
    assert tells_for_whom("Für Jugendliche, die gern draußen sind")
    assert tells_for_whom("Cette formation s'adresse aux adultes")
    assert not tells_for_whom("Kochen für große Gruppen")
