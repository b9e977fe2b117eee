"""The one place that reads the translation catalogues; Flask-Babel reads the same files for templates and forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.support import Translations
from flask_babel import get_locale

from engine.errors import InputError, StateError
from service.contracts import LANGUAGES

FOLDER = Path(__file__).resolve().parents[1] / "translations"
DOMAIN = "messages"
SOURCE_LANGUAGE = "en"


def marked(text: str) -> str:
    """``text`` itself. Imported as ``_``, it marks a text for the catalogues that is translated later."""
    return text


def language_in_force(language: str | None) -> str:
    """``language``, else that of the page being made, else English.

    Raises ``InputError`` for a language that the product does not speak.
    """
    if language is None:
        locale = get_locale()
        return str(locale.language) if locale else SOURCE_LANGUAGE
    if language not in LANGUAGES:
        remedy = f"use one of {', '.join(LANGUAGES)}"
        raise InputError("a language without translations", place="language", value=language, remedy=remedy)
    return language


def translated(text: str, language: str | None = None, values: Mapping[str, object] | None = None) -> str:
    """An English text of the catalogues in ``language``, its ``%(name)s`` filled with ``values``.

    Raises ``StateError`` where the catalogues have not been compiled.
    """
    found = _catalogue(language_in_force(language)).gettext(text)
    return found % values if values else found


@cache
def _catalogue(language: str) -> Translations:
    found = Translations.load(FOLDER, [language], DOMAIN)
    if not isinstance(found, Translations):
        raise StateError(
            "the translations are not compiled",
            place=f"service/translations/{language}",
            value=language,
            remedy="run: pybabel compile --directory service/translations",
        )
    return found
