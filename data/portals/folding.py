"""From what stands where to one raw course: picking declared fields, folding the runs of one course under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from data.portals.base import Fact, Facts, Fields, RawCourse

PLACE = (Fact.COUNTRY, Fact.POSTAL_CODE, Fact.TOWN, Fact.LATITUDE, Fact.LONGITUDE)
SESSION = (Fact.STARTS, Fact.ENDS, Fact.APPLY_BY, Fact.NOTE)


def pick(fields: Fields, get: Callable[[str], Iterable[str]]) -> Facts:
    """The declared facts that ``get`` (path → strings) finds; blank strings count as not found."""
    found = {fact: tuple(text.strip() for path in paths for text in get(path)) for fact, paths in fields.items()}
    return {fact: kept for fact, texts in found.items() if (kept := tuple(text for text in texts if text))}


def fold(where: str, facts: Facts, runs: Sequence[tuple[Facts, Sequence[Facts]]]) -> RawCourse:
    """One course of ``facts`` and its runs (facts of the run, its sessions).

    What all runs agree on holds for the course; where they differ (two modes, two prices) nothing is said, but for the
    languages of instruction, which all count. The course is where its first placed run is; sessions of runs elsewhere
    carry their own place.
    """
    home = next((place for run, _ in runs if (place := _part(run, PLACE))), {})
    sessions = []
    for run, own in runs:
        place = _part(run, PLACE)
        elsewhere = place if place != home else {}
        for session in own or [{}]:
            told = {**_part(run, SESSION), **elsewhere, **session}
            if told and told not in sessions:
                sessions.append(told)
    return RawCourse(
        where=where, facts={**facts, **_agreed([run for run, _ in runs]), **home}, sessions=tuple(sessions)
    )


def dotted(record: object, path: str) -> Iterator[str]:
    """Strings and numbers at a dotted path into JSON or TOML.

    Lists count with all their elements, a table at the end of the path as ``key=value`` pairs.
    """
    if isinstance(record, list):
        for element in record:
            yield from dotted(element, path)
    elif isinstance(record, dict) and path:
        key, _, rest = path.partition(".")
        yield from dotted(record.get(key), rest)
    elif isinstance(record, dict):
        yield from (f"{key}={value}" for key, value in record.items())
    elif not path and isinstance(record, str | int | float) and not isinstance(record, bool):
        yield str(record)


def _agreed(runs: Sequence[Facts]) -> Facts:
    if not runs:
        return {}
    first, *others = runs
    agreed = {
        fact: texts
        for fact, texts in first.items()
        if fact not in PLACE and fact not in SESSION and all(run.get(fact) == texts for run in others)
    }
    # A course in French here and in German there: both, provided that every run says so.
    taught = [run.get(Fact.TAUGHT_IN, ()) for run in runs]
    return agreed | ({Fact.TAUGHT_IN: tuple(dict.fromkeys(chain(*taught)))} if all(taught) else {})


def _part(facts: Facts, wanted: Sequence[Fact]) -> dict[Fact, tuple[str, ...]]:
    return {fact: facts[fact] for fact in wanted if fact in facts}
