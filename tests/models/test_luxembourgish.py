from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import StateError
from models.luxembourgish import to_german
from models.luxembourgish_words import key_of, read_lexicon

SENTENCES = {
    "Ech géif gär Infirmier ginn.": "Ich möchte Krankenpfleger werden.",
    "ech wëll schweessen léieren": "ich will schweißen lernen",
    "Ech schaffe gär mat Kanner an der Crèche": "Ich arbeite gern mit Kindern in der Kinderkrippe",
    "Ech sichen eng Léierplaz als Schräiner": "Ich suche eine Lehrstelle als Schreiner",
    "Ech hu keen Diplom, mee ech wëll schaffen!": "Ich habe keinen Diplom, aber ich will arbeiten!",
    "Kach oder Kellner an engem Hotel?": "Koch oder Kellner in einem Hotel?",
    "Master an Informatik": "Master in Informatik",
    "Ëmschoulung an de Büro": "Umschulung ins Büro",
}

TITLES = {
    "Formatioun fir Metzler a Bäcker": "Ausbildung für Metzger und Bäcker",
    "Botzfra an engem Spidol": "Reinigungskraft in einem Krankenhaus",
    "Éischt Hëllef": "Erste Hilfe",
    "Däitschcours (A2)": "Deutschkurs (A2)",
    "Camionschauffer: Permis C": "LKW-Fahrer: Führerschein C",
    "Franséisch, Niveau A bis B": "Französisch, Niveau A bis B",
    "Verkeefer/Verkeeferin": "Verkäufer/Verkäuferin",
}

COMPOUNDS = {
    "Schweesserformatioun": "Schweißerausbildung",
    "Schweesserformatiounen": "Schweißerausbildungen",
    "Kachléier": "Kochlehre",
    "Schräineratelier": "Schreinerwerkstatt",
    "Holzaarbechter": "Holzarbeiter",
    "Camionsreparatur": "LKW-Reparatur",
    "Beruffsinformatiounszentrum": "Berufsinformationszentrum",
    "Steierrecht": "Steuerrecht",
}

INFLECTED = {
    "schaffe": "arbeiten",
    "schweesst": "schweißen",
    "Floristin": "Floristin",
    "digitalt": "digitales",
    "Kontrollen": "Kontrollen",
}

CORRESPONDENCES = {
    "Konzeptiounen": "Konzeptionen",
    "Sensibilitéit": "Sensibilität",
    "Gesamtheet": "Gesamtheit",
    "optiméieren": "optimieren",
    "asiatesch": "asiatisch",
    "fräiheetlech": "freiheitlich",
}

INFORMAL = {
    "Leierin": "Lehrerin",
    "schrainer": "Schreiner",
    "SCHWEESSER": "Schweißer",
    "letzebuergesch": "Luxemburgisch",
    "ech geif gar hellefen": "ich möchte helfen",
    "Schwesser": "Schweißer",
}


@pytest.fixture(scope="module")
def entries() -> list[tuple[str, str]]:
    return list(read_lexicon())


@pytest.mark.parametrize(("luxembourgish", "german"), [*SENTENCES.items(), *TITLES.items()])
def test_a_sentence_or_title_becomes_understandable_german(luxembourgish: str, german: str) -> None:
    assert to_german(luxembourgish) == german


@pytest.mark.parametrize(("luxembourgish", "german"), COMPOUNDS.items())
def test_a_compound_is_put_together_from_its_known_parts(luxembourgish: str, german: str) -> None:
    assert to_german(luxembourgish) == german


@pytest.mark.parametrize(("luxembourgish", "german"), INFLECTED.items())
def test_an_inflected_form_is_found_through_its_stem(luxembourgish: str, german: str) -> None:
    assert to_german(luxembourgish) == german


@pytest.mark.parametrize(("luxembourgish", "german"), CORRESPONDENCES.items())
def test_an_unknown_word_follows_the_regular_correspondences(luxembourgish: str, german: str) -> None:
    assert to_german(luxembourgish) == german


@pytest.mark.parametrize(("luxembourgish", "german"), INFORMAL.items())
def test_case_accents_and_doubled_letters_do_not_matter(luxembourgish: str, german: str) -> None:
    assert to_german(luxembourgish) == german


@pytest.mark.parametrize("text", ["", "  \n", "CNC 3D (SAP/4) — 24/7!", "Excel Photoshop", "12.000 €"])
def test_what_is_not_luxembourgish_stays(text: str) -> None:
    assert to_german(text) == text


def test_the_clitic_article_is_set_apart_with_either_apostrophe() -> None:
    assert to_german("d'Schoul an d’Aarbecht") == "die Schule in die Arbeit"
    assert to_german("D'Fleeg") == "Die Pflege"


def test_a_phrase_does_not_reach_over_punctuation() -> None:
    assert to_german("fir den Alldag") == "für den Alltag"
    assert to_german("Éischt Hëllef") != to_german("Éischt, Hëllef")


def test_decomposed_accents_are_read_like_composed_ones() -> None:
    assert to_german(unicodedata.normalize("NFD", "Schräinerléier")) == "Schreinerlehre"


def test_the_lexicon_has_at_least_900_entries_without_double_keys(entries: list[tuple[str, str]]) -> None:
    keys = [key for key, _ in entries]
    assert len(keys) >= 900
    assert sorted(keys) == sorted(set(keys))


def test_every_key_is_kept_in_its_normal_form(entries: list[tuple[str, str]]) -> None:
    assert [key for key, _ in entries if key_of(key) != key] == []


def test_german_is_trimmed_and_a_part_of_a_compound_has_its_hyphen_on_both_sides(
    entries: list[tuple[str, str]],
) -> None:
    assert [entry for entry in entries if entry[1] != entry[1].strip()] == []
    assert [(key, german) for key, german in entries if key.endswith("-") != german.endswith("-")] == []
    assert [(key, german) for key, german in entries if key.startswith("-") != german.startswith("-")] == []


def test_every_word_of_the_lexicon_is_glossed_as_the_lexicon_says(entries: list[tuple[str, str]]) -> None:
    words = [(key, german) for key, german in entries if "-" not in key]
    assert [(key, german) for key, german in words if to_german(key) != german] == []


@pytest.mark.parametrize("content", ["lb\tde\nléier\n", "lb\tde\n\tLehre\n", "luxembourgish\tgerman\na\tb\n"])
def test_a_damaged_lexicon_is_refused_by_name(tmp_path: Path, content: str) -> None:
    damaged = tmp_path / "damaged.tsv"
    damaged.write_text(content, encoding="utf-8")
    with pytest.raises(StateError, match="lexicon is unreadable") as refusal:
        list(read_lexicon(damaged))
    assert refusal.value.place == str(damaged)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "schweesser" * 1_000,
        "schoul-" * 1_400,
        "ech géif gär " * 770,
        "d'" * 5_000,
        "A " * 5_000,
        "éieren" * 1_600,
    ],
)
def test_ten_thousand_characters_are_glossed_into_a_text_of_about_their_length(text: str) -> None:
    assert len(text) / 2 <= len(to_german(text).strip()) + text.count(" ") <= 2 * len(text)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_glossed_without_failing_and_twice_alike(text: str) -> None:
    assert to_german(text) == to_german(text)
