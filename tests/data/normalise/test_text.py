"""Markup, entities and lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.text import line, plain, shorten

PLAIN = {
    "<p>Eins.</p><p>Zwei</p>": "Eins.\nZwei",
    "a<br/>b<br>c": "a\nb\nc",
    "<ul><li>MAG</li><li>WIG</li></ul>": "MAG\nWIG",
    "&lt;p&gt;d&amp;#39;acier&lt;/p&gt;": "d'acier",
    "&amp;lt;b&amp;gt;gras&amp;lt;/b&amp;gt;": "gras",
    "Arbeit &amp;amp; Recht": "Arbeit & Recht",
    "C++ <iostream> & Zeiger": "C++ <iostream> & Zeiger",
    "a &lt; b": "a < b",
    "<script>alert(1)</script><b>Kurs</b><!-- geheim -->": "Kurs",
    "  viel \t Luft \r\n\r\n\n unten ": "viel Luft\nunten",
    "un\u00adsicht\u200bbar": "unsichtbar",
    "-": "",
    "<p>k.A.</p>": "",
    "Non renseigné": "",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.items())
def test_markup_becomes_lines_of_plain_text(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_title_is_one_line() -> None:
    assert line("<p>Soudeur<br/>\n assembleur</p>") == "Soudeur assembleur"


SHORTENED = [
    ("kurz", 10, "kurz"),
    ("Ein Satz. Noch ein Satz.", 12, "Ein Satz."),
    ("Ein Satz. Noch ein Satz.", 9, "Ein Satz."),
    ("Überschrift eins\nweiter geht es", 20, "Überschrift eins"),
    ("Ja. Und hier folgt ein langer Satz ohne Ende", 30, "Ja. Und hier folgt ein langer…"),
    ("Geräte, z. B. Laser und Fräsen", 16, "Geräte, z. B…"),
]


@pytest.mark.parametrize(("text", "limit", "expected"), SHORTENED)
def test_texts_are_cut_at_sentence_ends_or_between_words(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@given(st.text(alphabet="ab .!?\n,-<>&;", max_size=200), st.integers(min_value=2, max_value=60))
def test_nothing_is_ever_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(shorten(plain(text), limit)) <= limit


@given(st.text(max_size=80))
def test_plain_text_stays_as_it_is(text: str) -> None:
    once = plain(text.replace("&", "").replace("<", ""))

    assert plain(once) == once
