"""Occupations and competences by their names; a concept that nobody can name is left as its URI."""

from __future__ import annotations

from collections.abc import Callable, Sequence

# A concept's URI and a language → its name there, empty where it is not known (``Product.concept_name``).
Names = Callable[[str, str], str]

# A sentence names so many concepts and tells how many more there are.
NAMED_IN_A_SENTENCE = 4


def concept_text(uri: str, language: str, names: Names | None) -> str:
    """One concept in words."""
    return (names(uri, language) if names else "") or uri


def concepts_text(value: object, language: str, names: Names | None) -> str:
    """One URI, or several, in words."""
    uris = value if isinstance(value, tuple) else (value,)
    return cut_list([concept_text(str(uri), language, names) for uri in uris])


def cut_list(texts: Sequence[str]) -> str:
    """The first texts, and how many more there are: ``braise, steam, fry, bake (+3)``."""
    more = len(texts) - NAMED_IN_A_SENTENCE
    return ", ".join(texts[:NAMED_IN_A_SENTENCE]) + (f" (+{more})" if more > 0 else "")
