from __future__ import annotations

import pytest

from data.cv.spoken import language_tag, level_of, lowest, spoken_in
from data.cv.tables import rows
from engine.cv import LanguageSkill
from engine.domain import Cefr


def found(text: str) -> dict[str, str | None]:
    return {spoken.tag: spoken.level.name if spoken.level else None for spoken in spoken_in(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deutsch: Muttersprache", {"de": "C2"}),
        (
            "Deutsch (Muttersprache), Französisch fließend, Englisch – Grundkenntnisse",
            {"de": "C2", "fr": "B2", "en": "A2"},
        ),
        ("Englisch verhandlungssicher in Wort und Schrift", {"en": "C1"}),
        ("Français : langue maternelle ; allemand : notions ; anglais courant", {"fr": "C2", "de": "A1", "en": "C1"}),
        ("bilingue français", {"fr": "C2"}),
        ("fluent German, basic French, native Polish", {"de": "C1", "fr": "A2", "pl": "C2"}),
        ("Nederlands (moedertaal), Frans vloeiend, Duits: basiskennis", {"nl": "C2", "fr": "C1", "de": "A2"}),
        ("Lëtzebuergesch: Mammesprooch, Däitsch fléissend, Franséisch gutt", {"lb": "C2", "de": "B2", "fr": "B1"}),
        ("Deutsch, Muttersprache; Französisch, gute Kenntnisse", {"de": "C2", "fr": "B1"}),
        ("Deutsch und Luxemburgisch (Muttersprache)", {"de": "C2", "lb": "C2"}),
        ("ich spreche Deutsch und ein bisschen Französisch", {"de": None, "fr": "A1"}),
        ("Türkçe C1 / عربي", {"tr": "C1"}),
        ("English B1-B2", {"en": "B1"}),
        ("Portugiesisch", {"pt": None}),
        ("Anglais : niveau scolaire", {"en": None}),
        ("Französisch: keine Kenntnisse", {}),
        ("Portugisesch: keng", {}),
        ("Excel, Word", {}),
    ],
)
def test_languages_and_how_well_they_are_spoken(text: str, expected: dict[str, str | None]) -> None:
    assert found(text) == expected


def test_the_five_levels_of_europass_give_the_lowest_but_writing_does_not_count() -> None:
    (english,) = spoken_in("English C1 C1 B2 B2 A1")
    assert (english.level, english.lowest_skill) == (Cefr.B2, LanguageSkill.SPOKEN_INTERACTION)


def test_named_skills_give_the_lowest_of_them() -> None:
    (german,) = spoken_in("Deutsch: Hören B2, Lesen C1, Sprechen B1, Schreiben A2")
    assert (german.level, german.lowest_skill) == (Cefr.B1, LanguageSkill.SPOKEN_PRODUCTION)


def test_where_all_skills_are_alike_none_decides() -> None:
    assert lowest(dict.fromkeys(LanguageSkill, Cefr.B2)) == (Cefr.B2, None)
    assert lowest({}) == (None, None)
    assert lowest({LanguageSkill.WRITING: Cefr.A2}) == (Cefr.A2, None)


@pytest.mark.parametrize(
    ("name", "tag"),
    [("ger", "de"), ("Franséisch", "fr"), ("Oekraïens", "uk"), ("anglais", "en"), ("Português", "pt"), ("fre", "fr"),
     ("de_DE", "de"), ("Klingon", None), ("", None)],
)  # fmt: skip
def test_a_language_is_known_by_code_and_by_name(name: str, tag: str | None) -> None:
    assert language_tag(name) == tag


def test_a_code_counts_more_than_words() -> None:
    word = level_of("fließend (B1)")
    assert word is not None
    assert word.level is Cefr.B1
    assert level_of("seit drei Jahren") is None


def test_every_phrase_has_a_level_or_says_none_and_a_source() -> None:
    for phrase, level, source in rows("spoken.tsv"):
        assert phrase == phrase.casefold().replace("fliess", "fließ") or "ss" in phrase or "ß" in phrase
        assert level in {"-", "!", *Cefr.__members__}
        assert source
