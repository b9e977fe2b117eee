"""Wording is cut as scikit-learn cuts it, without scikit-learn in the serving process."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from models.lexical import NGRAMS, ngrams_of, prepare


@given(st.text(alphabet="abcäßé -\n'", max_size=40))
def test_words_are_cut_as_the_library_cuts_them(text: str) -> None:
    library = TfidfVectorizer(
        analyzer="char_wb", ngram_range=NGRAMS, lowercase=False, preprocessor=prepare
    ).build_analyzer()
    assert sorted(ngrams_of(text)) == sorted(library(text))
