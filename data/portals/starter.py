"""Passerelle's own starter catalogue: offers written down by hand, as TOML (``data/starter/``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial

from data.normalise import levels, offers
from data.normalise.languages import language
from data.portals.base import Document, Fact, Fields, RawCourse, Refusal, Vocabulary
from data.portals.folding import dotted, pick
from engine.domain import Cefr, CourseKind, Group, Mode
from engine.errors import InputError

FIELDS: Fields = {
    Fact.NATIVE_ID: ("id",),
    Fact.TITLE: ("title",),
    Fact.TEXT: ("summary",),
    Fact.TEXT_LANGUAGE: ("text_language",),
    Fact.TAUGHT_IN: ("taught_in",),
    Fact.KIND: ("kind",),
    Fact.PROVIDER: ("provider",),
    Fact.HOMEPAGE: ("homepage",),
    Fact.URL: ("homepage",),
    Fact.MODE: ("mode",),
    Fact.HOURS: ("hours",),
    Fact.PRICE: ("price_eur",),
    Fact.LEVEL: ("eqf_level",),
    Fact.CERTIFICATE: ("certificate",),
    Fact.PUBLIC: ("target_groups",),
    Fact.MIN_AGE: ("entry.min_age",),
    Fact.MAX_AGE: ("entry.max_age",),
    Fact.ENTRY_LEVEL: ("entry.eqf_level",),
    Fact.ENTRY_LANGUAGE: ("entry.languages",),
    Fact.ENTRY_NOTE: ("entry.note",),
    Fact.COUNTRY: ("country",),
    Fact.POSTAL_CODE: ("postal_code",),
    Fact.TOWN: ("town",),
}
TABLE = "offer"
KEYS = frozenset(path.partition(".")[0] for paths in FIELDS.values() for path in paths) | {"fields"}
ENTRY_KEYS = frozenset(
    path.partition(".")[2] for paths in FIELDS.values() for path in paths if path.startswith("entry.")
)
# What may stand in these keys; a slip of the pen would otherwise pass for "unknown".
ALLOWED: Mapping[str, frozenset[str]] = {
    "kind": frozenset(CourseKind),
    "mode": frozenset(Mode),
    "target_groups": frozenset(Group),
    "country": frozenset({"BE", "DE", "FR", "LU"}),
    "text_language": frozenset({"de", "fr", "lb", "nl", "en"}),
    "eqf_level": frozenset(map(str, range(levels.LOWEST, levels.HIGHEST + 1))),
    "entry.eqf_level": frozenset(map(str, range(levels.LOWEST, levels.HIGHEST + 1))),
}
REQUIRED = ("kind", "text_language", "taught_in", "provider", "country", "town")
SUFFIX = ".toml"
HEADER = re.compile(rf"^[ \t]*\[\[[ \t]*{TABLE}[ \t]*\]\]", re.MULTILINE)
SIGNATURE = re.compile(HEADER.pattern.encode(), re.MULTILINE)


class Starter:
    """The portal ``starter``."""

    name = "starter"
    label = "Passerelle – starter catalogue (sample offers)"
    licence = "MIT (Passerelle)"
    vocabulary = Vocabulary(
        text_language="en",
        taught_in=(),
        country=None,
        kind=offers.named_kind,
        mode=offers.named_mode,
        level=levels.eqf,
        entry_level=levels.eqf,
        groups=offers.named_groups,
    )

    def identify(self, document: Document) -> bool:
        """Told from the suffix and the tables ``[[offer]]``."""
        return document.suffix == SUFFIX and bool(SIGNATURE.search(document.head))

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        """One record for each ``[[offer]]``."""
        content = document.read_text()
        try:
            listed = tomllib.loads(content).get(TABLE)
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"the document is not TOML: {error}",
                place=document.name,
                remedy="correct the line named",
                code="broken-document",
            ) from None
        lines = [content.count("\n", 0, match.start()) + 1 for match in HEADER.finditer(content)]
        for number, offer in enumerate(listed if isinstance(listed, list) else []):
            where = f"{document.name}:{lines[number]}" if number < len(lines) else f"{document.name}: {TABLE}[{number}]"
            if fault := next(iter(_faults(offer)), None):
                key, value = fault
                yield Refusal(where=where, code="unknown-value", value=f"{key} = {value}", remedy=_remedy(key))
            else:
                yield RawCourse(where=where, facts=pick(FIELDS, partial(dotted, offer)))


def _faults(offer: object) -> Iterator[tuple[str, str]]:
    """Keys that do not exist, are missing, or hold what they may not."""
    if not isinstance(offer, dict):
        yield TABLE, str(offer)
        return
    entry = offer.get("entry", {})
    if not isinstance(entry, dict):
        yield "entry", str(entry)
        return
    yield from ((key, "?") for key in offer if key not in KEYS)
    yield from ((f"entry.{key}", "?") for key in entry if key not in ENTRY_KEYS)
    yield from ((key, "missing") for key in REQUIRED if not offer.get(key))
    for key, allowed in ALLOWED.items():
        yield from ((key, value) for value in dotted(offer, key) if value not in allowed)
    yield from (("taught_in", value) for value in dotted(offer, "taught_in") if language(value) is None)
    for pair in dotted(offer, "entry.languages"):
        name, _, level = pair.partition("=")
        if language(name) is None or level not in Cefr.__members__:
            yield "entry.languages", pair


def _remedy(key: str) -> str:
    allowed = ALLOWED.get(key)
    return f"use one of {', '.join(sorted(allowed))}" if allowed else "see the keys of the other offers"
