"""Widening: when too little fits, near misses are let in step by step, and the steps taken are told.

A step pardons one kind of broken rule within limits; a pardoned course keeps its NOT_MET finding, so the reader sees
what it would take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.answer import Recommendation
from engine.checks import Case, broken
from engine.domain import Cefr, Finding, Profile, Verdict

ENOUGH = 3
FURTHER = 2.0
NEXT_CEFR, NEXT_EQF = 1, 1

Pardon = Callable[[Case, Finding], bool]


def _further(case: Case, finding: Finding) -> bool:
    """Up to twice the journey the person had in mind."""
    limit = case.profile.max_travel_minutes
    return (
        finding.code == "commute"
        and limit is not None
        and case.journey is not None
        and case.journey.minutes <= FURTHER * limit
    )


def _anywhere_in_the_region(case: Case, finding: Finding) -> bool:
    """Anywhere in the Greater Region, on either side of a border."""
    return finding.code == "commute" and case.journey is not None and case.journey.end.region is not None


def _next_language_level(_: Case, finding: Finding) -> bool:
    """One CEFR level short of what is asked."""
    needed, has = finding.params.get("needed"), finding.params.get("has")
    if finding.code != "language" or not isinstance(needed, str) or not isinstance(has, str):
        return False
    return Cefr[needed] - Cefr[has] <= NEXT_CEFR


def _next_entry_level(case: Case, finding: Finding) -> bool:
    """One EQF level short of what is asked."""
    needed, has = case.course.requirements.eqf_level, case.profile.eqf_level
    return finding.code == "level" and needed is not None and has is not None and needed - has <= NEXT_EQF


# In this order, each on top of the ones before.
STEPS: Mapping[str, Pardon] = {
    "widened-distance": _further,
    "widened-border": _anywhere_in_the_region,
    "widened-language": _next_language_level,
    "widened-level": _next_entry_level,
}


def widen(
    fitting: Sequence[Recommendation], near_misses: Sequence[tuple[Case, Recommendation]], wanted: int, profile: Profile
) -> tuple[tuple[Recommendation, ...], tuple[Finding, ...]]:
    """``fitting`` plus the near misses that the first steps needed to reach ``wanted`` let in, and those steps."""
    found, taken, pardons = list(fitting), [], []
    left = list(near_misses)
    for code, pardon in STEPS.items():
        if len(found) >= min(ENOUGH, wanted):
            break
        pardons.append(pardon)
        let_in = [(case, item) for case, item in left if _pardoned(case, item, pardons)]
        if let_in:
            taken.append(Finding(code=code, verdict=Verdict.MET, params=_told(code, profile)))
            found.extend(item for _, item in let_in)
            left = [pair for pair in left if pair not in let_in]
    return tuple(found), tuple(taken)


def _pardoned(case: Case, item: Recommendation, pardons: Sequence[Pardon]) -> bool:
    return all(any(pardon(case, finding) for pardon in pardons) for finding in broken(item.findings))


def _told(code: str, profile: Profile) -> Mapping[str, object]:
    limit = profile.max_travel_minutes
    if code != "widened-distance" or limit is None:
        return {}
    return {"limit": limit, "to": round(limit * FURTHER)}
