"""The language gate: which language alone keeps somebody from courses, and the language course that opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.answer import Gate
from engine.paths import Option, only_broken

# How many languages are worth naming, and how many courses behind each.
MOST_GATES, MOST_BEHIND = 2, 3


def closed_gates(near_misses: Sequence[Option]) -> Mapping[str, tuple[str, ...]]:
    """Language → the ids of the courses that nothing but this language keeps her from, the best first."""
    behind: dict[str, list[str]] = {}
    for option in sorted(near_misses, key=lambda option: (-option.item.score, option.key)):
        rule = only_broken(option, "language")
        if rule is not None:
            behind.setdefault(str(rule.params["language"]), []).append(option.key)
    return {tag: tuple(behind[tag][:MOST_BEHIND]) for tag in list(behind)[:MOST_GATES]}


def gate(language: str, opens: tuple[str, ...], courses: Sequence[Option]) -> Gate | None:
    """The gate of ``language`` with the best of these language courses; ``None`` where there is no such course."""
    best = min(courses, key=lambda option: (-option.item.score, option.key), default=None)
    return Gate(language=language, opened_by=best.item, opens=opens) if best else None
