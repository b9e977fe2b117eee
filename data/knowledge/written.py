"""How records and facts are written: the keys of the files and what may stand in them.

``msgspec`` turns a plain tree into these; where one does not fit, ``misfits`` tells everything that is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, Struct, inspect

from data.knowledge.facts import About, FactKind, Unit
from data.knowledge.tree import Path, Plain, Tree
from engine.conditions import Basis
from engine.domain import Group, Region
from engine.errors import InputError
from engine.measures import Abroad, Claim, Confidence, Force, MeasureKind, SourceKind, Stage, Topic, Volatility

Shape = TypeVar("Shape")
WHOLE_REGION = "GR"
Home: TypeAlias = Literal[
    "saarland", "rheinland-pfalz", "luxembourg", "lorraine", "wallonia", "ostbelgien", "GR"
]  # the names of engine.domain.Region, and all six of them
Text: TypeAlias = Annotated[str, Meta(min_length=1)]
MeasureId: TypeAlias = Annotated[str, Meta(pattern="^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")]
FactName: TypeAlias = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*([.][a-z0-9-]+)?$")]
Bound: TypeAlias = Annotated[float, Meta(ge=0, le=1_000_000)]


class Words(Struct, forbid_unknown_fields=True):
    """One text in all five languages."""

    de: Text
    fr: Text
    en: Text
    lb: Text
    nl: Text


def texts_of(words: Words | None) -> dict[str, str]:
    """The texts by language; none where nothing is written."""
    return msgspec.structs.asdict(words) if words else {}


class Names(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Official names, in the languages that have one."""

    de: Text | None = None
    fr: Text | None = None
    en: Text | None = None
    lb: Text | None = None
    nl: Text | None = None


class WrittenFact(Struct, forbid_unknown_fields=True):
    name: FactName
    kind: FactKind
    about: About
    unit: Unit | None = None
    label: Words | None = None
    question: Words | None = None


class WrittenCondition(Struct, forbid_unknown_fields=True):
    """A test of a fact, or ``any`` or ``all`` of several; ``conditions`` of a record are a list that must all hold."""

    fact: str | None = None
    least: Bound | None = None
    most: Bound | None = None
    among: tuple[Text, ...] = ()
    beside: tuple[Text, ...] = ()
    equals: Literal["yes", "no"] | None = None
    basis: Basis | None = None
    any: tuple[WrittenCondition, ...] | None = None
    all: tuple[WrittenCondition, ...] | None = None


class WrittenContact(Struct, forbid_unknown_fields=True):
    name: Text
    url: str = ""
    phone: str = ""
    regions: tuple[Region, ...] = ()


class WrittenSource(Struct, forbid_unknown_fields=True):
    url: Text
    kind: SourceKind
    read: date
    dated: str = ""


class WrittenRecord(Struct, forbid_unknown_fields=True):
    id: MeasureId
    kind: MeasureKind
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1)]
    names: Names
    regions: Annotated[tuple[Home, ...], Meta(min_length=1)]
    confidence: Confidence
    volatility: Volatility
    groups: tuple[Group, ...] = ()
    stages: tuple[Stage, ...] = ()
    claim: Claim = Claim.UNKNOWN
    abroad: Abroad = Abroad.UNKNOWN
    force: Force = Force.IN_FORCE
    summary: Words | None = None
    amount: Words | None = None
    own_share: Words | None = None
    deadline: Words | None = None
    conditions: tuple[WrittenCondition, ...] = ()
    contacts: tuple[WrittenContact, ...] = ()
    legal_basis: str = ""
    homepage: str = ""
    sources: tuple[WrittenSource, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    follows: MeasureId | None = None
    precedes: MeasureId | None = None
    note: str = ""


class WrittenFile(Struct, forbid_unknown_fields=True):
    facts: tuple[WrittenFact, ...] = ()
    records: tuple[WrittenRecord, ...] = ()


# What a value is turned into, and what to do where that fails, by what the field wants.
SCALARS: Mapping[type[inspect.Type], tuple[type, str]] = {
    inspect.DateType: (date, "write a day as 2026-11-22"),
    inspect.FloatType: (float, "write a number"),
    inspect.IntType: (int, "write a whole number"),
    inspect.StrType: (str, "write a text"),
}
PATTERNS: Mapping[str, str] = {
    "id": "write capitals, digits and hyphens, as in LU-CIF",
    "follows": "write the id of a record, as in LU-CIF",
    "precedes": "write the id of a record, as in LU-CIF",
    "name": "write small letters, digits and _, as in months_with_employer or group.disabled",
}


def read_as(shape: type[Shape], tree: Tree, value: Plain, path: Path) -> tuple[Shape | None, tuple[InputError, ...]]:
    """The value at ``path`` as one of these structs, or nothing and every reason why not."""
    try:
        return msgspec.convert(value, shape, strict=False), ()
    except msgspec.ValidationError as error:
        found = tuple(misfits(tree, value, inspect.type_info(shape), path))
        return None, found or (problem(tree, path, str(error), "see how the other records write it", value),)


def misfits(tree: Tree, value: Plain, shape: inspect.Type, path: Path) -> Iterator[InputError]:
    """Everything that keeps the value at ``path`` from being of this shape, each with its line and what to do."""
    match shape:
        case inspect.Metadata():
            yield from misfits(tree, value, shape.type, path)
        case inspect.UnionType():
            written = next(kind for kind in shape.types if not isinstance(kind, inspect.NoneType))
            yield from misfits(tree, value, written, path)
        case inspect.StructType():
            yield from _struct_misfits(tree, value, shape, path)
        case inspect.VarTupleType():
            if not isinstance(value, list):
                yield problem(tree, path, "must be a list", "write it as [one, two]", value)
            elif len(value) < (shape.min_length or 0):
                yield problem(tree, path, "is empty", "write at least one", value)
            else:
                for index, item in enumerate(value):
                    yield from misfits(tree, item, shape.item_type, (*path, index))
        case inspect.DictType() if isinstance(value, dict):
            for key, item in value.items():
                yield from misfits(tree, item, shape.value_type, (*path, key))
        case inspect.EnumType():
            yield from _token_misfits(tree, value, [str(token.value) for token in shape.cls], path)
        case inspect.LiteralType():
            yield from _token_misfits(tree, value, [str(token) for token in shape.values], path)
        case _:
            yield from _scalar_misfits(tree, value, shape, path)


def problem(tree: Tree, path: Path, message: str, remedy: str, value: object = None, code: str = "") -> InputError:
    """A refusal of what stands at ``path``; its message begins with the key, items are counted from 1."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    subject = f"number {path[-1] + 1} of {key}" if path and isinstance(path[-1], int) else key
    return InputError(f"{subject}: {message}", place=tree.place(path), value=value, remedy=remedy, code=code)


def _struct_misfits(tree: Tree, value: Plain, shape: inspect.StructType, path: Path) -> Iterator[InputError]:
    if not isinstance(value, dict):
        yield problem(tree, path, "must be a mapping", f"write its keys: {_listed(shape)}", value)
        return
    fields = {field.encode_name: field for field in shape.fields}
    for key in value:
        if key not in fields:
            remedy = nearest(key, list(fields)) + f"use one of {_listed(shape)}"
            yield problem(tree, (*path, key), "is not a key that is known here", remedy, key, "unknown-key")
    missing = [field.encode_name for field in shape.fields if field.required and field.encode_name not in value]
    if missing:
        yield problem(tree, path, f"lacks {', '.join(missing)}", "write what is missing", missing, "missing")
    for name, field in fields.items():
        if name in value:
            yield from misfits(tree, value[name], field.type, (*path, name))


def _token_misfits(tree: Tree, value: Plain, known: list[str], path: Path) -> Iterator[InputError]:
    if not isinstance(value, str):
        yield problem(tree, path, "must be one word", f"use one of {', '.join(known)}", value)
    elif value not in known:
        remedy = nearest(value, known) + f"use one of {', '.join(known)}"
        yield problem(tree, path, f"cannot be {value!r}", remedy, value, "unknown-value")


def _scalar_misfits(tree: Tree, value: Plain, shape: inspect.Type, path: Path) -> Iterator[InputError]:
    kind, remedy = SCALARS.get(type(shape), (dict, "write it as {one: this, two: that}"))
    try:
        read: Any = msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        yield problem(tree, path, f"cannot be {value!r}", remedy, value)
        return
    match shape:
        case inspect.StrType() if shape.min_length and not value:
            yield problem(tree, path, "is empty", "write a text or leave the key out", value, "missing")
        case inspect.StrType() if shape.pattern and not re.search(shape.pattern, read):
            yield problem(tree, path, f"cannot be {value!r}", PATTERNS[str(path[-1])], value)
        case inspect.FloatType() | inspect.IntType() if not _within(read, shape.ge, shape.le):
            remedy = f"write a number from {shape.ge} to {shape.le}"
            yield problem(tree, path, f"cannot be {value!r}", remedy, value)


def _within(number: float, least: float | None, most: float | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def nearest(word: str, known: Sequence[str]) -> str:
    """A guess at what was meant, as the beginning of a remedy; empty where nothing is near."""
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}? " if near else ""


def _listed(shape: inspect.StructType) -> str:
    return ", ".join(field.encode_name for field in shape.fields)
