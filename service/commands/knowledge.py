"""``passerelle knowledge``: what the knowledge base holds, and what is wrong, doubtful or due in it."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from data.knowledge import KnowledgeBase, KnowledgeError, Remark, Severity, findings
from engine.domain import Region
from engine.errors import InputError
from engine.measures import Measure, MeasureKind
from service.clock import today
from service.commands.output import say

REFUSED = 1
# The language of a name that is shown first, where a record has several.
NAME_LANGUAGES = ("de", "fr", "en", "lb", "nl")


def arguments(parser: argparse.ArgumentParser) -> None:
    """``check`` and ``list``, each with its options."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="check|list")
    check = verbs.add_parser("check", help="what is expired, due for review, unsourced, contradictory or dead")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="check as on this day (2026-11-22)")
    listing = verbs.add_parser("list", help="the records, a line each")
    listing.add_argument("--kind", choices=[kind.value for kind in MeasureKind], help="only records of this kind")
    listing.add_argument(
        "--region", choices=[region.value for region in Region], help="only records at home in this region"
    )
    listing.add_argument("--leads", action="store_true", help="the leads to check, which are never shown to the public")
    for verb in (check, listing):
        verb.add_argument(
            "--folder", type=Path, metavar="DIR", help="another folder of YAML files than the shipped one"
        )


def run(options: argparse.Namespace) -> int:
    """Check or list; 1 where there is an error or a file cannot be read."""
    return _check(options) if options.what == "check" else _list(options)


def _check(options: argparse.Namespace) -> int:
    day = options.today or today()
    try:
        base = _base(options.folder)
        found = findings(base, day)
    except KnowledgeError as error:
        base, found = None, tuple(map(_unreadable, error.problems))
    say(_as_json(base, found, day) if options.json else "\n".join([*map(_line, found), _summary(base, found)]))
    return REFUSED if any(remark.severity is Severity.ERROR for remark in found) else 0


def _list(options: argparse.Namespace) -> int:
    base = _base(options.folder)
    for measure in base.measures:
        if (
            measure.public is not options.leads
            and options.kind in (None, measure.kind)
            and (options.region is None or options.region in measure.regions)
        ):
            say(_entry(measure))
    return 0


def _base(folder: Path | None) -> KnowledgeBase:
    return KnowledgeBase.load(folder) if folder else KnowledgeBase.shipped()


def _entry(measure: Measure) -> str:
    regions = "all regions" if set(measure.regions) == set(Region) else ", ".join(measure.regions)
    name = next(measure.names[language] for language in NAME_LANGUAGES if language in measure.names)
    return f"{measure.id}  {name}  ({measure.kind}; {regions}; {measure.force}, {measure.confidence})"


def _unreadable(problem: InputError) -> Remark:
    return Remark(
        severity=Severity.ERROR,
        code=problem.code,
        id="",
        message=problem.message,
        remedy=problem.remedy,
        place=problem.place,
    )


def _line(remark: Remark) -> str:
    subject = f"{remark.id}: " if remark.id else ""
    return f"{remark.place}: {remark.severity}: {subject}{remark.message} ({remark.remedy})"


def _summary(base: KnowledgeBase | None, found: Iterable[Remark]) -> str:
    counts = Counter(remark.severity for remark in found)
    told = ", ".join(f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}" for severity in Severity)
    clean = not counts[Severity.ERROR] and not counts[Severity.WARNING]
    if base is None:
        return f"the files cannot be used: {told}"
    held = f"{len(base.measures)} records, {len(base.public)} of them public, {len(base.facts)} facts"
    return f"{held}: {'clean, ' if clean else ''}{told}"


def _as_json(base: KnowledgeBase | None, found: Iterable[Remark], day: date) -> str:
    answer = {
        "records": len(base.measures) if base else None,
        "public": len(base.public) if base else None,
        "facts": len(base.facts) if base else None,
        "today": day.isoformat(),
        "findings": [asdict(remark) for remark in found],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
