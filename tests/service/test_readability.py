"""What a young person reads is written plainly: short sentences and few long words, in each of the five languages.

The measure is LIX (Björnsson 1968): words in a sentence, and words of more than six letters in a hundred. German and
Luxembourgish join words that others write apart, so a language is compared with its own limit only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pytest

from data.knowledge import KnowledgeBase
from service.contracts import LANGUAGES
from tests.service.test_messages_catalogues import catalogue, forms

# Reads every text of five languages: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

# The pages of the young person, with what their forms say.
PAGES = frozenset(
    f"templates/{name}.html"
    for name in (
        "wish", "_wish_form", "results", "_offer", "_map", "_pathway", "_questions", "_support", "_outlook",
        "_take_along", "_tips", "none_fits", "offers", "_macros", "error",
    )
) | {
    "forms.py", "none_fits.py", "presenters.py", "messages/everyday.py", "messages/findings.py", "messages/support.py",
}  # fmt: skip
LONG_WORD, VERY_LONG_WORD = 6, 13
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…:](?:\s|$)")
MARKUP = re.compile(r"%\(\w+\)s")

# Language → LIX of the pages, words in the longest sentence there, very long words in a hundred.
PAGE_LIMITS = {"de": (28, 17, 2), "fr": (32, 15, 1), "en": (18, 15, 1), "lb": (25, 18, 2), "nl": (24, 15, 2)}
# Language → LIX of the summaries of the knowledge base, words in their sentences on average.
SUMMARY_LIMITS = {"de": (37, 12), "fr": (40, 13), "en": (33, 13), "lb": (35, 12), "nl": (34, 12)}


def words(text: str) -> list[str]:
    return WORD.findall(MARKUP.sub(" ", text))


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a text without a full stop is one."""
    return [found for part in SENTENCE_END.split(text) if (found := words(part))]


def lix(texts: Iterable[str]) -> float:
    """Words in a sentence on average, and words of more than six letters in a hundred."""
    all_sentences = [sentence for text in texts for sentence in sentences(text)]
    all_words = [word for sentence in all_sentences for word in sentence]
    return len(all_words) / len(all_sentences) + 100 * sum(len(word) > LONG_WORD for word in all_words) / len(all_words)


def mean_length(texts: Iterable[str]) -> float:
    lengths = [len(sentence) for text in texts for sentence in sentences(text)]
    return sum(lengths) / len(lengths)


def share_of_very_long(texts: Iterable[str]) -> float:
    """Words of ``VERY_LONG_WORD`` letters and more, in a hundred."""
    found = [word for text in texts for word in words(text)]
    return 100 * sum(len(word) >= VERY_LONG_WORD for word in found) / len(found)


@cache
def page_texts(language: str) -> tuple[str, ...]:
    """Her pages in a language, a text a message; English is the language of the ids."""
    found = [
        message
        for message in catalogue(language)
        if message.id and any(name.removeprefix("service/") in PAGES for name, _ in message.locations)
    ]
    return tuple(text for message in found for text in forms(message.id if language == "en" else message.string))


@cache
def summaries(language: str) -> tuple[str, ...]:
    base = KnowledgeBase.shipped()
    return tuple(text for measure in base.measures if (text := measure.summary.get(language, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_young_person_are_plain(language: str) -> None:
    texts = page_texts(language)
    assert len(texts) > 150
    index, longest, very_long = PAGE_LIMITS[language]
    too_long = [text for text in texts if max(map(len, sentences(text)), default=0) > longest]
    assert too_long == [], "cut these sentences in two"
    assert lix(texts) <= index
    assert share_of_very_long(texts) <= very_long


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summaries_of_what_may_help_are_plain_enough(language: str) -> None:
    texts = summaries(language)
    assert len(texts) > 100
    index, length = SUMMARY_LIMITS[language]
    assert lix(texts) <= index
    assert mean_length(texts) <= length


def test_the_measure_counts_as_it_is_defined() -> None:
    # Two sentences of three and five words; two of the eight words have more than six letters.
    assert lix(["Das ist gut. Wir suchen zusammen eine Ausbildung."]) == 8 / 2 + 100 * 2 / 8
    assert share_of_very_long(["Wir zahlen Berufsausbildungsbeihilfe"]) == pytest.approx(100 / 3)
