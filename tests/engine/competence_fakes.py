"""What is known about competences, in memory: a small stand-in for the vocabulary and for what is read from courses."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.competences import CourseCompetences, Link, Need
from engine.domain import ConceptKind

VOCABULARY = Path(__file__).resolve().parents[2] / "data" / "vocabulary"
SURE, UNSURE = 0.95, 0.3


@dataclass
class Knowledge:
    """Links a text to the concept that is called so; a text in ``unsure`` means each of its concepts a little."""

    needed: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    narrower: Mapping[str, Collection[str]] = field(default_factory=dict)
    courses: Mapping[str, CourseCompetences] = field(default_factory=dict)
    unsure: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    asked_to_link: list[str] = field(default_factory=list)

    @classmethod
    def shipped(cls, courses: Mapping[str, CourseCompetences] | None = None) -> Knowledge:
        """The needs and names of the starter vocabulary."""
        needed: dict[str, list[Need]] = {}
        for row in _rows("essential.tsv"):
            needed.setdefault(row["occupation"], []).append(
                Need(uri=row["competence"], essential=row["relation"] == "essential")
            )
        tables = ("competences.tsv", *(path.name for path in VOCABULARY.glob("occupations-*.tsv")))
        names = {row["uri"]: row["de"].split("|")[0] for table in tables for row in _rows(table)}
        ordered = {uri: sorted(needs, key=lambda need: not need.essential) for uri, needs in needed.items()}
        return cls(needed=ordered, names=names, courses=courses or {})

    def link(self, text: str, *, kind: ConceptKind, limit: int = 5, language: str | None = None) -> list[Link]:
        self.asked_to_link.append(text)
        of_kind = [
            uri
            for uri, name in self.names.items()
            if name.casefold() in text.casefold().split(", ") and self._is(uri, kind)
        ]
        found = [(uri, SURE) for uri in of_kind]
        found += [(uri, UNSURE) for uri in self.unsure.get(text, ()) if self._is(uri, kind)]
        return [
            Link(uri=uri, kind=kind, name=self.names.get(uri, ""), language="en", confidence=sure)
            for uri, sure in found[:limit]
        ]

    def needs(self, occupation: str) -> Sequence[Need]:
        return self.needed.get(occupation, ())

    def needing(self, competences: Collection[str]) -> Mapping[str, int]:
        counts = {
            occupation: sum(need.essential and need.uri in competences for need in needs)
            for occupation, needs in self.needed.items()
        }
        return {occupation: count for occupation, count in counts.items() if count}

    def name(self, uri: str, language: str | None = None) -> str:
        return self.names.get(uri, "")

    def isco(self, occupation: str) -> str:
        return self.codes.get(occupation, "")

    def related(self, competence: str) -> Collection[str]:
        return {competence, *self.narrower.get(competence, ())}

    def of_courses(self, ids: Collection[str]) -> Mapping[str, CourseCompetences]:
        return {key: self.courses[key] for key in ids if key in self.courses}

    def teaching(self, competences: Collection[str], *, limit: int) -> Mapping[str, float]:
        sums = {
            key: sum(sure for uri, sure in about.teaches.items() if uri in competences)
            for key, about in self.courses.items()
        }
        best = sorted((key for key in sums if sums[key]), key=lambda key: (-sums[key], key))
        return {key: sums[key] for key in best[:limit]}

    def _is(self, uri: str, kind: ConceptKind) -> bool:
        """Whatever no occupation needs, but has a name, counts as an occupation."""
        is_skill = any(need.uri == uri for needs in self.needed.values() for need in needs)
        return is_skill is (kind is ConceptKind.SKILL)


def _rows(name: str) -> list[dict[str, str]]:
    with (VOCABULARY / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
