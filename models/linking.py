"""From words to concepts: which occupations or competences a text means, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from engine.competences import Link
from engine.domain import ConceptKind
from models.abbreviations import qualifications_in
from models.calibration import Calibration, load_calibration
from models.concepts import ConceptIndex
from models.encoder import Encoder
from models.evidence import evidence_for
from models.readings import Reading, readings_of, taken_apart

# Probability below which the best concept is not what is meant, and below which a further one is not worth telling.
FOUND, WORTH_TELLING = 0.25, 0.1
# Below this a German compound is taken apart, in case its parts are known.
UNSURE_OF_COMPOUND = 0.6
# What a concept is worth that only one part of a list means.
PART = 0.95


class Linker:
    """Links texts to the concepts of two indexes: one of occupations and interests, one of competences."""

    def __init__(
        self,
        *,
        occupations: ConceptIndex,
        skills: ConceptIndex,
        encoder: Encoder,
        calibration: Mapping[ConceptKind, Calibration] | None = None,
    ) -> None:
        self._indexes = {
            ConceptKind.OCCUPATION: occupations,
            ConceptKind.INTEREST: occupations,
            ConceptKind.SKILL: skills,
        }
        self._encoder = encoder
        self._calibration = calibration or load_calibration()
        self._wanted = {
            kind: np.array([one is kind for one in index.kinds], bool) for kind, index in self._indexes.items()
        }

    def link(self, text: str, *, kind: ConceptKind, limit: int = 5, language: str | None = None) -> tuple[Link, ...]:
        """The concepts of a kind that a text means, the surest first; empty when it means none that is known.

        ``text`` may be a word, a title, a sentence or a list in any of the five languages; ``language`` is a hint for
        texts too short to tell. Implements ``engine.ports.Competences.link``.
        """
        index = self._indexes[kind]
        readings = [
            reading
            for reading in readings_of(text, kind, language, lambda part: self._luxembourgish(part, language))
            if index.intelligible(reading.text)
        ]
        found = self._meant(readings, kind, language)
        if not found or max(sure for sure, _ in found.values()) < UNSURE_OF_COMPOUND:
            for concept, met in self._meant(_apart(readings, index), kind, language).items():
                found[concept] = max(met, found.get(concept, met))
        best = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))[: max(limit, 0)]
        if not best or best[0][1][0] < FOUND:
            return ()
        return tuple(
            Link(
                uri=index.uris[concept],
                kind=kind,
                name=index.names.texts[row],
                language=index.names.language(row),
                confidence=sure,
            )
            for concept, (sure, row) in best
            if sure >= WORTH_TELLING
        )

    def complete(
        self, prefix: str, *, kind: ConceptKind, limit: int = 8, language: str | None = None
    ) -> tuple[Link, ...]:
        """What somebody who has typed ``prefix`` may go on to: one name a concept, the reader's language first.

        The confidence is 1 throughout: somebody will choose.
        """
        index = self._indexes[kind]
        rows = index.completions.complete(prefix, language=language, concepts=self._wanted[kind], limit=limit)
        return tuple(
            Link(
                uri=index.uris[index.names.concept_of[row]],
                kind=kind,
                name=index.names.texts[row],
                language=index.names.language(row),
                confidence=1.0,
            )
            for row in rows
        )

    def name_of(self, uri: str, language: str | None) -> str | None:
        """What a concept is called in a language, else in another one; None for a concept that is not known."""
        found = (self._indexes[kind].name_of(uri, language) for kind in (ConceptKind.OCCUPATION, ConceptKind.SKILL))
        return next((name for name in found if name is not None), None)

    def qualifications(self, text: str) -> Sequence[tuple[str, str]]:
        """The abbreviations in a text that mean a qualification or a scheme and no concept, each written out."""
        return [(found.short, found.text) for found in qualifications_in(text)]

    def _luxembourgish(self, text: str, hint: str | None) -> float:
        return self._encoder.likelihood([text], "lb", hint=hint)[0]

    def _meant(
        self, readings: Sequence[Reading], kind: ConceptKind, language: str | None
    ) -> dict[int, tuple[float, int]]:
        """Concept → how surely one of the readings means it, and the name that met it."""
        if not readings or not len(self._indexes[kind]):
            return {}
        texts, languages = [reading.text for reading in readings], [reading.language for reading in readings]
        meant: dict[int, tuple[float, int]] = {}
        for reading, vector in zip(readings, self._encoder.encode(texts, languages, hint=language), strict=True):
            for concept, sure, row in self._weighed(reading.text, vector, kind):
                weighed = sure * PART if reading.part else sure
                meant[concept] = max((weighed, row), meant.get(concept, (weighed, row)))
        return meant

    def _weighed(self, text: str, vector: npt.NDArray[np.float32], kind: ConceptKind) -> list[tuple[int, float, int]]:
        evidence = evidence_for(self._indexes[kind], text, vector, self._wanted[kind])
        sure = self._calibration[kind].probabilities(evidence.features)
        return list(zip(evidence.concepts.tolist(), sure.tolist(), evidence.rows.tolist(), strict=True))


def _apart(readings: Sequence[Reading], index: ConceptIndex) -> list[Reading]:
    """The readings that have German compounds, with these taken apart."""
    apart = [(taken_apart(reading.text, index.names.is_part), reading.part) for reading in readings]
    return [Reading(text=text, language="de", part=part) for text, part in apart if text is not None]
