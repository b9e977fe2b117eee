"""From written records to the measures of the engine, with every problem and its place."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from data.knowledge.conditions import ConditionReader
from data.knowledge.fact_book import FactBook
from data.knowledge.tree import Path, Plain, Tree, part_of, section
from data.knowledge.written import (
    WHOLE_REGION,
    WrittenContact,
    WrittenFile,
    WrittenRecord,
    WrittenSource,
    problem,
    read_as,
    texts_of,
)
from engine.domain import Region
from engine.errors import InputError
from engine.measures import Contact, Measure, Reference


@dataclass(slots=True, kw_only=True)
class RecordReader:
    """Turns records into measures, file by file; ``places`` says by id and field where each is written."""

    book: FactBook
    measures: list[Measure] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[InputError] = field(default_factory=list)

    def add(self, tree: Tree) -> None:
        """Take the records of one file."""
        _, found = read_as(WrittenFile, tree, _keys(tree.content), ())
        self.problems.extend(found)
        for index, item in enumerate(section(tree, "records")):
            path: Path = ("records", index)
            keys = item if isinstance(item, dict) else {}
            name = str(keys.get("id", ""))
            if name and (name, "") in self.places:
                remedy = f"keep one of them; the other stands at {self.places[name, '']}"
                self.problems.append(problem(tree, (*path, "id"), f"{name} is taken", remedy, name, "repeated"))
                continue
            self.places[name, ""] = tree.place((*path, "id"))
            self.places.update({(name, key): tree.place((*path, key)) for key in keys})
            reading = _Reading(tree=tree, conditions=ConditionReader(tree=tree, book=self.book))
            measure = reading.measure(item, path)
            if measure is not None:
                self.measures.append(measure)
            self.problems.extend((*reading.problems, *reading.conditions.problems))


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One record being read; what is wrong gathers in ``problems``."""

    tree: Tree
    conditions: ConditionReader
    problems: list[InputError] = field(default_factory=list)

    def measure(self, item: Plain, path: Path) -> Measure | None:
        """The measure written at ``path``; none where its keys or values are not as they must be."""
        record, found = read_as(WrittenRecord, self.tree, item, path)
        if record is None:
            self.problems.extend(found)
            self.conditions.look_at(part_of(item, "conditions"), (*path, "conditions"))
            return None
        return self._built(record, path)

    def _built(self, record: WrittenRecord, path: Path) -> Measure:
        names = {language: name for language, name in msgspec.structs.asdict(record.names).items() if name}
        if not names:
            remedy = "write the official name in one language at least"
            self.problems.append(problem(self.tree, (*path, "names"), "is empty", remedy, code="missing"))
        return Measure(
            id=record.id,
            kind=record.kind,
            topics=record.topics,
            names=names,
            regions=tuple(Region) if WHOLE_REGION in record.regions else tuple(map(Region, record.regions)),
            confidence=record.confidence,
            volatility=record.volatility,
            force=record.force,
            claim=record.claim,
            abroad=record.abroad,
            stages=record.stages,
            groups=record.groups,
            summary=texts_of(record.summary),
            amount=texts_of(record.amount),
            own_share=texts_of(record.own_share),
            deadline=texts_of(record.deadline),
            conditions=self.conditions.all_of(record.conditions, (*path, "conditions")),
            contacts=tuple(map(_contact, record.contacts)),
            sources=tuple(map(_reference, record.sources)),
            legal_basis=record.legal_basis,
            homepage=record.homepage,
            valid_from=record.valid_from,
            valid_until=record.valid_until,
            follows=record.follows or "",
            precedes=record.precedes or "",
            note=record.note,
        )


def _keys(content: Plain) -> Plain:
    """The file without what is in its lists, which is looked at piece by piece."""
    if not isinstance(content, dict):
        return content
    return {key: [] if isinstance(value, list) else value for key, value in content.items()}


def _contact(written: WrittenContact) -> Contact:
    return Contact(name=written.name, url=written.url, phone=written.phone, regions=written.regions)


def _reference(written: WrittenSource) -> Reference:
    return Reference(url=written.url, kind=written.kind, read_on=written.read, dated=written.dated)
