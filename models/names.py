"""All names of all concepts as one table: which concept, which language, and who has this very name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.domain import Concept
from models.digests import Digests, digests_of, load_arrays, positions_in, save_arrays
from models.forms import forms_of
from models.languages import primary_tag
from models.lexical import prepare

# Languages by number, in the order in which a name is looked for where the reader's own has none.
LANGUAGES = ("en", "de", "fr", "nl", "lb")
# The fewest letters of a word within a German compound.
SHORTEST_PART = 4
_TEXTS = ("texts", "folded")
_WORDS = re.compile(r"\w+")

IntArray = npt.NDArray[np.int64]


def words_of(text: str) -> list[str]:
    """The words of a text as names are compared: no case, no accents, gender forms folded."""
    return _WORDS.findall(prepare(text))


def folded_forms(name: str) -> list[str]:
    """The distinct forms of a name (as a man, a woman, or both are called), each as folded words."""
    return list(dict.fromkeys(" ".join(words_of(form)) for form in forms_of(name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Many texts end to end in UTF-8: text ``i`` is ``letters[begins[i]:begins[i + 1]]``."""

    letters: npt.NDArray[np.uint8]
    begins: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """These texts, in this order."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        begins = np.concatenate([[0], np.cumsum([len(text) for text in encoded])]).astype(np.int64)
        return cls(letters=np.frombuffer(b"".join(encoded), np.uint8), begins=begins)

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __getitem__(self, at: int) -> str:
        return self.letters[self.begins[at] : self.begins[at + 1]].tobytes().decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTable:
    """Names sorted by concept: those of concept ``c`` are rows ``starts[c]`` to ``starts[c + 1]``, preferred first.

    ``concept_of`` and ``language_of`` are per name (the language as a number, the last one for any other language).
    ``folded`` holds the folded forms of all names in the order of the names, ``holder`` whose form each is
    (those of name ``i`` from ``forms_from[i]`` on);
    ``digests`` are those of the forms, sorted, and ``rows`` the names that these are forms of; ``parts`` are those of
    the words that may be part of a German compound.
    """

    texts: Texts
    folded: Texts
    holder: npt.NDArray[np.int32]
    forms_from: npt.NDArray[np.int32]
    starts: IntArray
    concept_of: npt.NDArray[np.int32]
    language_of: npt.NDArray[np.uint8]
    digests: Digests
    rows: npt.NDArray[np.int32]
    parts: Digests

    @classmethod
    def build(cls, concepts: Iterable[Concept]) -> NameTable:
        """The table of these concepts, in this order."""
        names: list[str] = []
        languages: list[int] = []
        starts = [0]
        for concept in concepts:
            for language, labels in concept.labels.items():
                names.extend(labels)
                languages.extend([number_of(language)] * len(labels))
            starts.append(len(names))
        forms = [(row, form) for row, name in enumerate(names) for form in folded_forms(name)]
        holder = np.array([row for row, _ in forms], np.int32)
        folded = [form for _, form in forms]
        digests = digests_of(folded)
        order = np.argsort(digests, kind="stable")
        return cls(
            texts=Texts.of(names),
            folded=Texts.of(folded),
            holder=holder,
            forms_from=np.searchsorted(holder, np.arange(len(names) + 1)).astype(np.int32),
            starts=np.array(starts, np.int64),
            concept_of=np.repeat(np.arange(len(starts) - 1), np.diff(starts)).astype(np.int32),
            language_of=np.array(languages, np.uint8),
            digests=digests[order],
            rows=holder[order],
            parts=np.unique(digests_of(_german_words(folded, [languages[row] for row in holder]))),
        )

    def __len__(self) -> int:
        return len(self.texts)

    def language(self, row: int) -> str:
        """The language of a name as a BCP 47 tag, ``und`` for one that is not of the five."""
        number = int(self.language_of[row])
        return LANGUAGES[number] if number < len(LANGUAGES) else "und"

    def is_part(self, word: str) -> bool:
        """Whether a folded word is one of a German name, and so perhaps part of a compound."""
        return bool(positions_in(self.parts, digests_of([word]))[1][0])

    def forms(self, row: int) -> list[str]:
        """The folded forms of a name."""
        return [self.folded[form] for form in range(int(self.forms_from[row]), int(self.forms_from[row + 1]))]

    def preferred(self) -> npt.NDArray[np.bool_]:
        """Bool (names,): whether a name is the first of its concept in its language."""
        both = self.concept_of.astype(np.int64) * (len(LANGUAGES) + 1) + self.language_of
        first = np.zeros(len(self), bool)
        first[np.unique(both, return_index=True)[1]] = True
        return first

    def named(self, phrases: Sequence[str]) -> list[IntArray]:
        """For each phrase (folded words, one space apart) the rows of the names that are it."""
        wanted = digests_of(phrases)
        at, found = positions_in(self.digests, wanted)
        ends = np.searchsorted(self.digests, wanted, side="right")
        return [
            self.rows[begin:end].astype(np.int64) if known else np.zeros(0, np.int64)
            for begin, end, known in zip(at, ends, found, strict=True)
        ]

    def in_language(self, concept: int, language: str | None) -> int | None:
        """The row of a concept's preferred name in the reader's language, else in the next one that has a name."""
        rows = np.arange(self.starts[concept], self.starts[concept + 1])
        spoken = self.language_of[rows]
        for number in (number_of(language), *range(len(LANGUAGES))):
            at = np.flatnonzero(spoken == number)
            if len(at):
                return int(rows[at[0]])
        return int(rows[0]) if len(rows) else None

    def save(self, folder: Path) -> None:
        """Writes plain arrays into ``folder``, which must exist."""
        for name in _TEXTS:
            (folder / name).mkdir()
            save_arrays(folder / name, getattr(self, name))
        save_arrays(folder, self, leaving_out=_TEXTS)

    @classmethod
    def load(cls, folder: Path) -> NameTable:
        """Maps what ``save`` wrote; ``OSError`` or ``ValueError`` when it is damaged."""
        texts, folded = (Texts(**load_arrays(folder / name, Texts)) for name in _TEXTS)
        return cls(texts=texts, folded=folded, **load_arrays(folder, cls, leaving_out=_TEXTS))


def _german_words(folded: Sequence[str], languages: Sequence[int]) -> list[str]:
    german = (text.split() for text, language in zip(folded, languages, strict=True) if language == number_of("de"))
    return sorted({word for words in german for word in words if len(word) >= SHORTEST_PART})


def number_of(language: str | None) -> int:
    """The number of a language in ``LANGUAGES``, the one behind them for any other."""
    tag = primary_tag(language)
    return LANGUAGES.index(tag) if tag in LANGUAGES else len(LANGUAGES)
