"""From a sentence to the competences it names, with how sure that is.

A sentence is compared with every competence as a whole and in its parts (``models.parts``): the competence's best name
in any language, dense and by wording, or its name as whole words. The parts' likenesses are added so that the best one
rules and several good ones help; the whole sentence has a say of its own. Weights and confidence were chosen on the
validation files of TECH and HOUSE (English job advertisements, labels of ESCO), nothing else; no vector was trained on
them. Figures: ``passerelle evaluate extraction``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.concepts import ConceptIndex
from models.languages import primary_tag
from models.parts import windows
from models.runtime import FloatArray
from models.tongues import Tongues

# Raised when a rule changes: what was read from a course before is then read again.
RECIPE = "1"

# How a good part rules over the others: 0 would leave the best alone, much would count them.
TEMPERATURE = 0.1
# What the whole sentence weighs beside its parts.
WHOLE_WEIGHT = 0.75
# The competences nearest to a part that are looked at, and the likeness that all others are given.
NEAREST, FAR = 50, 0.3
# English names are used in all five languages.
EVERYWHERE = ("en",)
# Texts compared with all competences in one go, and how many comparisons are remembered: words come again.
CHUNK = 256
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A score as the probability that the competence is meant: its logistic function, never above ``most``."""

    slope: float
    intercept: float
    most: float = 1.0

    def confidence(self, score: FloatArray) -> FloatArray:
        """Float32 of the shape of ``score``, 0 to 1."""
        sure: FloatArray = self.most / (1 + np.exp(-(self.slope * score + self.intercept)))
        return sure.astype(np.float32)


# Fitted by logistic regression on the thirty best candidates of every sentence of the validation files, with and
# without alternative labels, the mean of both. Sentences there bear few of the labels that would fit.
ADVERTISEMENTS = Calibration(slope=5.8, intercept=-9.9)

# Texts and their languages (BCP 47 or None) → vectors.
Encode = Callable[[Sequence[str], Sequence[str | None]], FloatArray]
# Texts and their vectors → float32 (texts, competences).
Likeness = Callable[[Sequence[str], FloatArray], FloatArray]
# The numbers of the nearest competences of a text and their likeness.
Near = tuple[npt.NDArray[np.int64], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence, its parts and its language."""

    text: str
    parts: Sequence[str]
    language: str | None = None

    @classmethod
    def of(cls, sentence: str, language: str | None = None) -> Passage:
        """A sentence with all its windows."""
        return cls(text=sentence, parts=windows(sentence), language=language)

    @property
    def texts(self) -> list[str]:
        """The whole and the parts."""
        return [self.text, *self.parts]


class SkillReader:
    """Reads competences out of passages; ``encode`` is that of an encoder or of its cache.

    ``likeness`` stands in for that of ``skills`` where very many texts are read.
    """

    def __init__(
        self, skills: ConceptIndex, tongues: Tongues, encode: Encode, likeness: Likeness | None = None
    ) -> None:
        self.skills = skills
        self.tongues = tongues
        self._likeness: Likeness = likeness or skills.likeness
        self._encode = encode
        self._about = {number: tongues.about[uri] for number, uri in enumerate(skills.uris) if uri in tongues.about}
        self._near: dict[tuple[str, str | None], Near] = {}

    def scores(self, passages: Sequence[Passage]) -> list[FloatArray]:
        """For each passage float32 (competences,): how much it speaks of each one, about 0.5 to 2.5."""
        self._compare(passages)
        return [self._score(passage) for passage in passages]

    def extract(self, text: str, language: str | None = None, *, limit: int) -> Mapping[str, float]:
        """Competence (URI) → confidence, the surest first, of one sentence."""
        if not text.strip() or not len(self.skills):
            return {}
        (score,) = self.scores([Passage.of(text, language)])
        sure = ADVERTISEMENTS.confidence(score)
        best = np.argsort(-sure, kind="stable")[:limit]
        return {self.skills.uris[at]: round(float(sure[at]), 4) for at in best}

    def _score(self, passage: Passage) -> FloatArray:
        far = np.exp(FAR / TEMPERATURE)
        total = np.full(len(self.skills), max(len(passage.parts), 1) * far, np.float32)
        for part in passage.parts:
            nearest, likeness = self._near[part, passage.language]
            total[nearest] += np.exp(likeness / TEMPERATURE) - far
        whole = np.full(len(self.skills), FAR, np.float32)
        nearest, likeness = self._near[passage.text, passage.language]
        whole[nearest] = likeness
        score: FloatArray = TEMPERATURE * np.log(total) + WHOLE_WEIGHT * whole
        return score

    def _compare(self, passages: Sequence[Passage]) -> None:
        """Finds the nearest competences of every text that is not remembered."""
        wanted = list(dict.fromkeys((text, passage.language) for passage in passages for text in passage.texts))
        if len(self._near) > REMEMBERED:
            self._near.clear()
        new = [key for key in wanted if key not in self._near]
        if not new:
            return
        vectors = self._encode([text for text, _ in new], [language for _, language in new])
        for at in range(0, len(new), CHUNK):
            some = new[at : at + CHUNK]
            likeness = self._likeness([text for text, _ in some], vectors[at : at + CHUNK])
            for key, row in zip(some, likeness, strict=True):
                self._near[key] = self._nearest(*key, row)

    def _nearest(self, text: str, language: str | None, likeness: FloatArray) -> Near:
        if language is not None:
            likeness[self._false_friends(text, primary_tag(language))] = FAR
        kept = min(NEAREST, len(likeness))
        nearest = np.argpartition(-likeness, kept - 1)[:kept] if kept else np.zeros(0, np.int64)
        named = set(self.tongues.named(text))
        # An encoder takes every language for the other: what is about one is meant only where it is named.
        meant = [at for at in nearest.tolist() if at not in self._about or self._about[at] & named]
        chosen = np.array(meant, np.int64)
        return chosen, np.maximum(likeness[chosen], FAR)

    def _false_friends(self, text: str, language: str | None) -> list[int]:
        """The competences whose name the text has only in another language: ``lassen`` is Dutch for welding."""
        names = self.skills.names
        called: dict[int, set[str]] = {}
        for row in self.skills.named_in(text):
            called.setdefault(int(names.concept_of[row]), set()).add(names.language(row))
        return [number for number, spoken in called.items() if not spoken & {language, *EVERYWHERE}]
