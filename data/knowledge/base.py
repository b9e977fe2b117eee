"""The knowledge base: every record and every fact of a folder of YAML files, or everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from data.knowledge.fact_book import FactBook
from data.knowledge.facts import About, Fact, FactKind
from data.knowledge.records import RecordReader
from data.knowledge.tree import read_tree
from engine.errors import InputError, NotFound
from engine.measures import Measure

FOLDER = Path(__file__).parent / "records"
PATTERN = "*.yaml"


class KnowledgeError(InputError):
    """Files of a knowledge base that cannot be used; ``problems`` are all that was found, by file and line."""

    code = "unreadable-knowledge"

    def __init__(self, problems: Iterable[InputError]) -> None:
        self.problems = tuple(sorted(problems, key=_position))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """All ``measures`` in the order of the files (leads too), and the ``facts`` by name.

    ``places`` says where things are written, as ``file:line``: by id and field of a record (the field is empty for
    the record itself), by name of a fact and nothing.
    """

    measures: tuple[Measure, ...]
    facts: Mapping[str, Fact]
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _by_id: Mapping[str, Measure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {measure.id: measure for measure in self.measures})

    @classmethod
    def shipped(cls) -> Self:
        """The knowledge base that comes with Passerelle."""
        return cls.load(FOLDER)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Every ``*.yaml`` file of ``folder``, by name; ``KnowledgeError`` with all problems where there are any."""
        paths = sorted(path for path in folder.glob(PATTERN) if path.is_file())
        if not paths:
            raise InputError(f"no {PATTERN} files here", place=str(folder), remedy="name a folder with records")
        read = [read_tree(path.name, path.read_bytes()) for path in paths]
        trees = [tree for tree, _ in read if tree is not None]
        # A condition may name a fact of any file, so all facts are taken first.
        book = FactBook(whole=len(trees) == len(paths))
        for tree in trees:
            book.add(tree)
        records = RecordReader(book=book)
        for tree in trees:
            records.add(tree)
        if problems := [*(problem for _, found in read for problem in found), *book.problems, *records.problems]:
            raise KnowledgeError(problems)
        places = {(name, ""): place for name, place in book.places.items()} | records.places
        return cls(measures=tuple(records.measures), facts=book.facts, places=places)

    @property
    def public(self) -> tuple[Measure, ...]:
        """The measures that may be shown: all but the leads to check."""
        return tuple(measure for measure in self.measures if measure.public)

    @property
    def askable(self) -> frozenset[str]:
        """The facts that a person can be asked for with a yes, a no or a number: about herself or her employer."""
        return frozenset(
            name
            for name, fact in self.facts.items()
            if fact.about is not About.COURSE and fact.kind is not FactKind.WORD
        )

    def get(self, measure_id: str) -> Measure:
        """The record of this id; ``NotFound`` where there is none."""
        try:
            return self._by_id[measure_id]
        except KeyError:
            remedy = "`passerelle knowledge list` names all ids"
            raise NotFound("no such measure", place="id", value=measure_id, remedy=remedy) from None

    def __contains__(self, measure_id: object) -> bool:
        return measure_id in self._by_id

    def place(self, name: str, part: str = "") -> str:
        """Where a record or a fact, or a field of a record, is written: ``file:line``; empty where not known."""
        return self.places.get((name, part)) or self.places.get((name, ""), "")


def _position(problem: InputError) -> tuple[str, int]:
    name, _, line = problem.place.rpartition(":")
    return name, int(line)
