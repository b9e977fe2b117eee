"""Which names of concepts a text has in it, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from models.names import NameTable, words_of

# Likeness of a text that is a name, and of one that has a name in it as whole words.
IS_NAME, HAS_NAME = 1.2, 1.0
# A name shorter than this is too often another word in one of the five languages.
SHORTEST_NAME_IN_TEXT = 4
LONGEST_NAME_WORDS = 8
# Words that turn a wish around, in the five languages, and how many words before a name they are looked for.
NEGATIONS = frozenset(
    ("nicht", "kein", "keine", "keinen", "pas", "jamais", "not", "no", "never", "net", "keng", "keen", "niet", "geen")
)
NEGATION_REACH = 2
# Words of a text in which names are looked for.
LONGEST_TEXT_WORDS = 400


def names_in(table: NameTable, text: str) -> dict[int, float]:
    """Names that the text is (``IS_NAME``), or has in it as whole words (``HAS_NAME``), by their rows.

    The longest name counts, not one within it. A name right after a negation ("nicht im Büro", "pas avec les
    enfants") is not meant.
    """
    words = words_of(text)[:LONGEST_TEXT_WORDS]
    holders = _holders(table, words)
    found = dict.fromkeys(holders.get((0, len(words)), ()), IS_NAME)
    begin = 0
    while begin < len(words):
        ends = range(min(begin + LONGEST_NAME_WORDS, len(words)), begin, -1)
        end = next((end for end in ends if (begin, end) in holders), begin)
        long_enough = len(" ".join(words[begin:end])) >= SHORTEST_NAME_IN_TEXT
        if long_enough and not NEGATIONS & set(words[max(0, begin - NEGATION_REACH) : begin]):
            for row in holders[begin, end]:
                found.setdefault(row, HAS_NAME)
        begin = max(begin + 1, end if long_enough else begin)
    return found


def _holders(table: NameTable, words: Sequence[str]) -> dict[tuple[int, int], list[int]]:
    """Span of words → the names that it is."""
    spans = [
        (begin, end)
        for begin in range(len(words))
        for end in range(begin + 1, min(begin + LONGEST_NAME_WORDS, len(words)) + 1)
    ]
    if len(words) > LONGEST_NAME_WORDS:
        spans.append((0, len(words)))
    rows = table.named([" ".join(words[begin:end]) for begin, end in spans])
    return {span: held.tolist() for span, held in zip(spans, rows, strict=True) if len(held)}
