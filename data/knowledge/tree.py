"""YAML files as plain lists, mappings and texts, each with the line it stands on.

Every scalar is a text (``yes``, ``2026-11-22`` and ``29`` too): what a value must be is said by the field it stands
in, so none of YAML's guesses about types can bite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.errors import InputError

# Where a value stands in its file: keys and indexes from the top.
Path: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"]
# The parser of libyaml: 0.1 s for all records, the one in Python takes 1.5 s.
LOADER = yaml.CBaseLoader


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The content of one file and the line (from 1) of everything in it."""

    name: str
    content: Plain
    lines: Mapping[Path, int]

    def place(self, path: Path) -> str:
        """``file:line`` of what stands at ``path``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def read_tree(name: str, raw: bytes) -> tuple[Tree | None, tuple[InputError, ...]]:
    """One file; no tree where it is not YAML at all, and every problem with the place it has."""
    try:
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=LOADER)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, (_problem(f"{name}:{line}", "this is not UTF-8", "save the file as UTF-8", "broken-document"),)
    except yaml.YAMLError as error:
        return None, (_not_yaml(name, error),)
    if node is None:
        return Tree(name=name, content={}, lines={}), ()
    walk = _Walk(name=name)
    content = walk.plain(node, ())
    return Tree(name=name, content=content, lines=walk.lines), tuple(walk.problems)


def part_of(plain: Plain, key: str) -> Plain:
    """What stands after ``key``; an empty text where there is nothing of that name."""
    return plain.get(key, "") if isinstance(plain, dict) else ""


def section(tree: Tree, key: str) -> list[Plain]:
    """The items of one of the lists of a file."""
    listed = part_of(tree.content, key)
    return listed if isinstance(listed, list) else []


def _not_yaml(name: str, error: yaml.YAMLError) -> InputError:
    # The line of the problem where libyaml knows it, else of what it was reading, else the first.
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    place = f"{name}:{mark.line + 1 if mark else 1}"
    remedy = "correct this line or the one before it; put quotes around texts with ': ' or ' #' in them"
    return _problem(place, f"this is not YAML: {reason}", remedy, "broken-document")


def _problem(place: str, message: str, remedy: str, code: str, value: object = None) -> InputError:
    return InputError(message, place=place, value=value, remedy=remedy, code=code)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Turns nodes into plain values and notes lines and problems on the way."""

    name: str
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[InputError] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def plain(self, node: Node, path: Path) -> Plain:
        """The value of ``node``."""
        if isinstance(node, ScalarNode):
            return str(node.value)
        if id(node) in self.seen:
            # A list that contains itself would never end.
            self._note(node, "the same list or mapping is used twice (an alias)", "write it out", "alias")
            return ""
        self.seen.add(id(node))
        if isinstance(node, SequenceNode):
            return list(self._items(node, path))
        return dict(self._pairs(node, path))

    def _items(self, node: SequenceNode, path: Path) -> Iterator[Plain]:
        for index, item in enumerate(node.value):
            self.lines[(*path, index)] = item.start_mark.line + 1
            yield self.plain(item, (*path, index))

    def _pairs(self, node: Node, path: Path) -> Iterator[tuple[str, Plain]]:
        known: set[str] = set()
        pairs = node.value if isinstance(node, MappingNode) else ()
        for key, value in pairs:
            if not isinstance(key, ScalarNode):
                self._note(key, "a key must be a word", "write the key as one word", "unknown-key")
                continue
            name = str(key.value)
            if name in known:
                self._note(key, f"{name} is there twice", "keep one of them", "repeated-key", name)
                continue
            known.add(name)
            self.lines[(*path, name)] = key.start_mark.line + 1
            yield name, self.plain(value, (*path, name))

    def _note(self, node: Node, message: str, remedy: str, code: str, value: object = None) -> None:
        self.problems.append(_problem(f"{self.name}:{node.start_mark.line + 1}", message, remedy, code, value))
