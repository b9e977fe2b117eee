from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import codec
from engine.domain import Cefr, Course, Group, Mode, Requirements, Session, Source
from engine.errors import InputError, StateError
from tests.data.store.store_samples import METZ, any_course, course


@given(any_course)
@settings(deadline=None)
def test_a_tidy_course_comes_back_as_it_was_and_needs_no_more_tidying(any_one: Course) -> None:
    tidied = codec.tidy(any_one)
    back = codec.decode(codec.document_of(tidied))
    assert back == tidied == codec.tidy(tidied)
    assert codec.hash_of(back) == codec.hash_of(tidied)


@given(st.text())
@settings(deadline=None)
def test_what_is_stored_holds_nothing_that_a_database_refuses(text: str) -> None:
    stored = codec.tidy(course(title=text, requirements=Requirements(languages={text: Cefr.A1}))).title
    assert {unicodedata.category(letter) for letter in stored} & {"Cc", "Cs"} <= {"Cc"}
    assert not [letter for letter in stored if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]


def test_a_course_without_control_characters_is_not_touched() -> None:
    full = course(
        summary='Erste Zeile\nzweite\tSpalte \\u0041 \\b "quoted" é€😀',
        mode=Mode.BLENDED,
        sessions=(Session(starts_on=date(2026, 9, 1), place=METZ),),
        requirements=Requirements(languages={"fr": Cefr.B1, "de": Cefr.A2}),
        target_groups=(Group.NEET,),
        price_eur=99.5,
    )
    assert codec.tidy(full) == full


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\x00b", "a b"),
        ("a\x0bb\x1f", "a b "),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x7fb\x85c", "a b c"),
        ("half \ud83d pair", "half \ufffd pair"),
    ],
)
def test_control_characters_become_spaces(raw: str, stored: str) -> None:
    assert codec.tidy(course(summary=raw)).summary == stored


def test_numbers_that_are_none_are_stored_as_unknown() -> None:
    tidied = codec.tidy(course(price_eur=float("nan"), hours=float("inf")))
    assert (tidied.price_eur, tidied.hours) == (None, None)


def test_the_day_a_source_was_read_is_not_content() -> None:
    source = Source(portal="lheo", native_id="1", retrieved_on=date(2026, 1, 1))
    later = replace(source, retrieved_on=date(2027, 1, 1))
    assert codec.hash_of(course(sources=(source,))) == codec.hash_of(course(sources=(later,)))


@pytest.mark.parametrize(
    "change", [{"title": "Soudeuse"}, {"price_eur": 1.0}, {"sources": ()}, {"taught_in": ("fr", "de")}]
)
def test_everything_else_is_content(change: dict[str, object]) -> None:
    assert codec.hash_of(course(**change)) != codec.hash_of(course())


def test_equal_courses_have_equal_hashes() -> None:
    one = course(price_eur=3, requirements=Requirements(languages={"de": Cefr.B1, "fr": Cefr.A1}))
    other = course(price_eur=3.0, requirements=Requirements(languages={"fr": Cefr.A1, "de": Cefr.B1}))
    assert codec.hash_of(codec.tidy(one)) == codec.hash_of(codec.tidy(other))


def test_a_course_that_breaks_its_type_is_refused_by_name() -> None:
    with pytest.raises(InputError) as caught:
        codec.tidy(course(mode="by-pigeon"))
    assert caught.value.value == "lheo:1"
    assert "$.mode" in str(caught.value)


def test_a_stored_text_of_another_shape_is_a_state_error() -> None:
    with pytest.raises(StateError, match="import it again"):
        codec.decode('{"id": "lheo:1"}')


def test_what_an_index_reads_is_read_without_the_course() -> None:
    asked = Requirements(note="permis B", languages={"fr": Cefr.B1})
    told = codec.excerpt(codec.document_of(course(summary="Souder à l'arc", requirements=asked)))
    assert (told.summary, told.kind, told.requirements.note) == ("Souder à l'arc", "course", "permis B")
    assert list(told.requirements.languages) == ["fr"]


def test_folding_takes_case_and_accents_away() -> None:
    assert codec.fold("MÉTIER Straße Lëtzebuerg") == "metier strasse letzebuerg"
