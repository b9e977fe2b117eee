"""Glosses Luxembourgish into German, word by word, so that an encoder that never learnt Luxembourgish understands it.

What a single word or phrase means is found by ``models.luxembourgish_words``; anything it cannot explain stays as it
was.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from models.luxembourgish_words import TOKEN, Lexicon, gloss_word, key_of, lexicon
from models.wording import fold_letters

# Characters before a single capital in which the end of a sentence is looked for.
LOOK_BACK = 4

_SENTENCE_ENDS = frozenset(".!?:;\n")
_PHRASE_GAPS = ("", " ", "-", "\u00a0")


def to_german(text: str) -> str:
    """The text with every Luxembourgish word or phrase that can be explained replaced by German, longest phrase first.

    Case and accents do not matter for finding a word; a capital at its beginning is kept and German nouns get theirs.
    Punctuation, digits, white space and unknown words stay. Takes time in proportion to the length of the text.
    Raises ``StateError`` when the lexicon is missing or damaged.
    """
    plain = unicodedata.normalize("NFC", text)
    known = lexicon()
    tokens = list(TOKEN.finditer(plain))
    pieces: list[str] = []
    end = position = 0
    while position < len(tokens):
        taken, german = _gloss_at(plain, tokens, position, known)
        first, last = tokens[position], tokens[position + taken - 1]
        pieces += [plain[end : first.start()], german]
        end = last.end()
        if last.group().endswith(("'", "’")) and end < len(plain) and not plain[end].isspace():
            pieces.append(" ")
        position += taken
    return "".join([*pieces, plain[end:]])


def _gloss_at(text: str, tokens: list[re.Match[str]], position: int, known: Lexicon) -> tuple[int, str]:
    """How many tokens from ``position`` on are explained together, and their German."""
    source = tokens[position].group().replace("’", "'")
    for count in known.phrase_words.get(fold_letters(source), ()):
        phrase = tokens[position : position + count]
        gaps = (text[one.end() : other.start()] for one, other in pairwise(phrase))
        symbols = any(_is_a_symbol(text, token) for token in phrase[1:])
        if len(phrase) == count and not symbols and all(gap in _PHRASE_GAPS for gap in gaps):
            german = known.find(key_of(text[phrase[0].start() : phrase[-1].end()]))
            if german is not None:
                return count, _with_case_of(source, german)
    german = None if _is_a_symbol(text, tokens[position]) else gloss_word(source.lower())
    return 1, tokens[position].group() if german is None else _with_case_of(source, german)


def _is_a_symbol(text: str, token: re.Match[str]) -> bool:
    """A single capital within a sentence: a class of driving licence, a level, not the article ``e``."""
    if len(token.group()) > 1 or not token.group().isupper():
        return False
    before = text[max(0, token.start() - LOOK_BACK) : token.start()].rstrip(" ")
    return before != "" and before[-1] not in _SENTENCE_ENDS


def _with_case_of(source: str, german: str) -> str:
    """Keeps a capital at the beginning; a word written all in capitals does not count as one."""
    if source[0].isupper() and (len(source.rstrip("'")) == 1 or not source.isupper()):
        return german[0].upper() + german[1:]
    return german
