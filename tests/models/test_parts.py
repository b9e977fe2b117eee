"""Sentences, clauses and windows of a text: what is compared with the names of competences."""

from __future__ import annotations

from models.parts import chunks, clauses, is_function_word, is_setting, sentences, windows


def test_a_text_falls_into_sentences_lines_and_bullets() -> None:
    text = "Du lernst kochen. Danach z. B. backen!\nEt puis servir • 3 jours"
    assert sentences(text) == ["Du lernst kochen.", "Danach z. B. backen!", "Et puis servir", "3 jours"]


def test_marks_and_conjunctions_of_five_languages_part_clauses() -> None:
    assert clauses("mauern und verputzen, poser et peindre") == ["mauern", "verputzen", "poser", "peindre"]
    assert clauses("lassen en solderen (MIG/MAG)") == ["lassen", "solderen", "MIG", "MAG"]


def test_no_window_begins_or_ends_with_a_function_word() -> None:
    assert windows("care for the elderly") == ["care for the elderly", "care", "elderly"]
    assert windows("prendre soin des bébés") == [
        "prendre soin des bébés",
        "prendre",
        "soin",
        "bébés",
        "prendre soin",
        "soin des bébés",
    ]


def test_a_shorter_limit_gives_shorter_windows() -> None:
    assert windows("safe patient transport", longest=1) == ["safe patient transport", "safe", "patient", "transport"]


def test_chunks_are_runs_of_content_words_and_their_words() -> None:
    assert chunks("apprendre la conduite d'engins de chantier") == ["apprendre", "conduite", "engins", "chantier"]
    assert chunks("Ware mit digitalen Geräten") == ["Ware", "digitalen Geräten", "digitalen", "Geräten"]


def test_what_has_no_letters_is_no_part_and_a_sentence_without_parts_is_its_own() -> None:
    assert windows("2026") == ["2026"]
    assert chunks("Excel 2016") == ["Excel 2016", "Excel"]


def test_an_abbreviation_in_capitals_is_no_function_word() -> None:
    assert is_function_word("it")
    assert not is_function_word("IT")


def test_words_about_the_course_itself_name_no_competence() -> None:
    assert is_setting("Ausbildung für Erwachsene")
    assert is_setting("formation en alternance")
    assert not is_setting("Ausbildung zum Koch")
