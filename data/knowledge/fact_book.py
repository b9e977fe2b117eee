"""The facts of all files of a knowledge base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.knowledge.facts import Fact, FactKind
from data.knowledge.tree import Path, Tree, section
from data.knowledge.written import WrittenFact, nearest, problem, read_as, texts_of
from engine.domain import Group
from engine.errors import InputError

GROUP_FACT = "group."


@dataclass(slots=True, kw_only=True)
class FactBook:
    """The facts of all files; ``names`` are also those that were declared with a mistake.

    ``whole`` says that every file could be read: only then is a fact that is not there unknown.
    """

    facts: dict[str, Fact] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    problems: list[InputError] = field(default_factory=list)

    def add(self, tree: Tree) -> None:
        """Take the facts of one file."""
        for index, item in enumerate(section(tree, "facts")):
            path: Path = ("facts", index)
            name = str(item.get("name", "")) if isinstance(item, dict) else ""
            if name and name in self.places:
                remedy = f"keep one of them; the other stands at {self.places[name]}"
                self.problems.append(problem(tree, (*path, "name"), f"{name} is taken", remedy, name, "repeated"))
                continue
            self.places[name] = tree.place((*path, "name"))
            fact, found = read_as(WrittenFact, tree, item, path)
            if fact is None:
                self.problems.extend(found)
                continue
            self.problems.extend(_fact_problems(tree, path, fact))
            self.facts[name] = Fact(
                name=fact.name,
                kind=fact.kind,
                about=fact.about,
                unit=fact.unit,
                label=texts_of(fact.label),
                question=texts_of(fact.question),
            )


def _fact_problems(tree: Tree, path: Path, fact: WrittenFact) -> Iterable[InputError]:
    if fact.unit and fact.kind is not FactKind.NUMBER:
        yield problem(tree, (*path, "unit"), "is for numbers only", "leave it out", fact.unit)
    group = fact.name.removeprefix(GROUP_FACT)
    if group != fact.name and group not in list(Group):
        remedy = nearest(group, list(Group)) + f"use one of {', '.join(Group)}"
        yield problem(tree, (*path, "name"), f"{fact.name}: no such group", remedy, fact.name, "unknown-value")
