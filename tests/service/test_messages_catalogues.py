"""The catalogues are complete in all five languages, in step with the sources, and typeset as each language is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from babel.support import Translations

import service
from service.contracts import LANGUAGES
from service.messages.catalogue import SOURCE_LANGUAGE

SERVICE = Path(service.__file__).parent
FOLDER = SERVICE / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%[a-z]")
TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
# How somebody is addressed formally, inside a sentence; never here.
FORMAL = {
    "de": r"[a-zäöüß,] (Sie|Ihnen|Ihre?[mnrs]?)\b",
    "fr": r"\b([Vv]ous|[Vv]otre|[Vv]os)\b",
    "lb": r"[a-zéëä,] (Dir|Iech|Äre?[mnr]?)\b",
    "nl": r"\b([Uu]|[Uu]w)\b",
}
UPDATE = "bring the catalogues up to date as docs/translating.md says"


@cache
def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages_of(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (list, tuple)) else (str(text),)


@cache
def extracted() -> frozenset[object]:
    with (SERVICE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(SERVICE, methods, options, keywords=DEFAULT_KEYWORDS)
    return frozenset(text for _, _, text, _, _ in found)


def test_the_template_is_in_step_with_the_sources() -> None:
    with (FOLDER / "messages.pot").open("rb") as file:
        template = {message.id for message in read_po(file) if message.id}
    assert template == extracted(), UPDATE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_every_text_and_no_other(language: str) -> None:
    assert {message.id for message in messages_of(language)} == extracted(), UPDATE
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_a_guess(language: str) -> None:
    assert not [message.id for message in messages_of(language) if message.fuzzy]


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_untranslated(language: str) -> None:
    expected = catalogue(language).num_plurals
    for message in messages_of(language):
        strings = forms(message.string)
        assert all(strings), message.id
        assert len(strings) == (expected if message.pluralizable else 1), message.id


def test_english_is_the_source_and_stays_empty() -> None:
    assert not [message.id for message in messages_of(SOURCE_LANGUAGE) if any(forms(message.string))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_parameters_of_their_source(language: str) -> None:
    for message in messages_of(language):
        for source, text in zip(forms(message.id), forms(message.string), strict=True):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), message.id


def ending(text: str) -> str:
    """The punctuation mark at the end, if there is one."""
    return text[-1] if text[-1] in ".:?…" else ""


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_end_like_their_source(language: str) -> None:
    for message in messages_of(language):
        for text in forms(message.string):
            assert ending(text) == ending(forms(message.id)[-1]), text
            assert text == re.sub(" +", " ", text).strip()


@pytest.mark.parametrize("language", TRANSLATED)
def test_nobody_is_addressed_formally(language: str) -> None:
    texts = [text for message in messages_of(language) for text in forms(message.string)]
    assert not [text for text in texts if re.search(FORMAL[language], text)]


def test_french_keeps_its_punctuation_together() -> None:
    texts = [text for message in messages_of("fr") for text in forms(message.string)]
    # A colon takes a no-break space, question mark and its like a narrow one; only a word may stand before a full stop.
    assert not [text for text in texts if re.search(r"[^\u00a0]:|[^\u202f][?!;]|'| [.,…]", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_are_typographic(language: str) -> None:
    assert not [message.id for message in messages_of(language) if "'" in "".join(forms(message.string))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_in_step(language: str) -> None:
    compiled = Translations.load(FOLDER, [language])
    assert isinstance(compiled, Translations), "run: pybabel compile --directory service/translations"
    for message in messages_of(language):
        wanted = forms(message.string)[0] or forms(message.id)[0]
        # French and the others count one thing as one.
        got = compiled.ngettext(*message.id, 1) if message.pluralizable else compiled.gettext(str(message.id))
        assert got == wanted, "run: pybabel compile --directory service/translations"
