"""The score: a table one can read aloud. Every feature is a value from 0 (bad) to 1 (good) times its weight.

The contributions of a course add up to its score; an unknown fact has a value in the middle, so that a patchy source
is neither rewarded nor thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from engine.answer import Contribution, Gap
from engine.checks import USUAL_AGE, Case, usual_entry
from engine.domain import Finding, Mode, Verdict
from engine.gap import Effect, named, requirements_verdict

# feature: weight. Relevance leads; the rest decides between courses that answer the wish about equally well.
WEIGHTS: Mapping[str, float] = {
    "relevance": 1.00,
    "gap": 0.60,
    "commute": 0.20,
    "language": 0.12,
    "level": 0.25,
    "group": 0.12,
    "placed": 0.05,
    "price": 0.04,
    "dates": 0.03,
    "variety": 0.05,
    "requirements": 0.05,
    "repeats": 0.30,
}
WEIGHTS_VERSION = blake2b(repr(sorted(WEIGHTS.items())).encode(), digest_size=4).hexdigest()

# Fused relevance (see engine.ports.Candidates): value; linear in between. From .75 on a course surely answers the wish,
# and what is beyond tells the very thing from its neighbours.
RELEVANCE_CURVE = ((0.10, 0.0), (0.75, 0.85), (1.25, 1.0))
# When not even the best course reaches the first value, nothing answers the wish; below the second value, or below that
# share of the best one, a course is noise beside the others.
RELEVANCE_OF_AN_ANSWER, RELEVANCE_FLOOR, SHARE_OF_BEST = 0.25, 0.20, 0.6
STRENGTHS = (("strong", 0.51), ("fair", 0.36), ("weak", 0.0))

# minutes: value; linear in between, 0 beyond the last.
COMMUTE_CURVE = ((0, 1.0), (30, 0.9), (60, 0.6), (90, 0.3), (150, 0.05), (240, 0.0))
UNKNOWN_COMMUTE = 0.2

# level the course leads to minus level held: value. One step up is what training is for.
LEVEL_STEPS = {-2: 0.2, -1: 0.5, 0: 0.8, 1: 1.0, 2: 0.8, 3: 0.4}
LEVEL_BEYOND, LEVEL_BELOW, LEVEL_UNKNOWN, LEVEL_CLOSED = 0.2, 0.1, 0.5, 0.0

# What closing any part of a gap that can be named is worth, and the share of the gap from which on a course closes as
# much of it as one course can.
CLOSES_A_PART, FULL_SHARE = 0.4, 0.5

BY_VERDICT = {Verdict.MET: 1.0, Verdict.UNKNOWN: 0.4, Verdict.NOT_MET: 0.0}


def relevance_value(fused: float) -> float:
    """Fused relevance (about -1 to 1.5) → 0 to 1; never falls with it."""
    before, value = RELEVANCE_CURVE[0]
    for limit, at_limit in RELEVANCE_CURVE[1:]:
        if fused <= limit:
            return value + (at_limit - value) * max(fused - before, 0.0) / (limit - before)
        before, value = limit, at_limit
    return value


def answers(values: Mapping[str, float]) -> Mapping[str, float]:
    """The courses among ``values`` (id → relevance value) that answer the wish; none when all of them are noise."""
    best = max(values.values(), default=0.0)
    if best < RELEVANCE_OF_AN_ANSWER:
        return {}
    least = min(RELEVANCE_FLOOR, SHARE_OF_BEST * best)
    return {key: value for key, value in values.items() if value >= least}


def strength(value: float) -> str:
    """How close a course is to the wish, in three steps."""
    return next(name for name, least in STRENGTHS if value >= least)


def commute_value(minutes: int) -> float:
    """Estimated minutes one way → 1 (next door) to 0 (too far for a day); never rises with the distance."""
    before, value = COMMUTE_CURVE[0]
    for limit, at_limit in COMMUTE_CURVE[1:]:
        if minutes <= limit:
            return value + (at_limit - value) * (minutes - before) / (limit - before)
        before, value = limit, at_limit
    return 0.0


def contributions(case: Case, findings: Sequence[Finding], relevance: float) -> tuple[Contribution, ...]:
    """The features of one case, in the order of the table; ``relevance`` is a value from 0 to 1."""
    verdicts = {finding.code: finding.verdict for finding in findings}
    values = {
        "relevance": relevance,
        "commute": _commute(case),
        "language": BY_VERDICT[verdicts.get("language", Verdict.UNKNOWN)],
        "level": _level(case),
        "group": _group(verdicts),
        "placed": 1.0 if case.course.place or case.course.mode is Mode.ONLINE else 0.0,
        "price": BY_VERDICT[verdicts.get("price", Verdict.UNKNOWN)],
        "dates": BY_VERDICT[verdicts.get("dates", Verdict.UNKNOWN)],
    }
    return tuple(Contribution(feature=name, value=value, weight=WEIGHTS[name]) for name, value in values.items())


def gap_contributions(effect: Effect, gap: Gap) -> tuple[Contribution, ...]:
    """The features of a course for somebody with a gap; an aim that is a guess counts by how sure it is.

    What a course repeats counts against it: the value is minus the share of what it teaches that she can do already.
    """
    values = {
        "gap": gap.certainty * closing_value(effect),
        "requirements": BY_VERDICT[requirements_verdict(effect)],
        "repeats": -gap.certainty * effect.known,
    }
    return tuple(Contribution(feature=name, value=value, weight=WEIGHTS[name]) for name, value in values.items())


def closing_value(effect: Effect) -> float:
    """How well a course closes a gap, 0 to 1; never less where it closes more."""
    more = (1 - CLOSES_A_PART) * min(1.0, effect.share / FULL_SHARE)
    return CLOSES_A_PART + more if named(effect.closes) else min(CLOSES_A_PART, more)


def total(parts: Sequence[Contribution]) -> float:
    """The score that these contributions add up to."""
    return sum(part.amount for part in parts)


def _commute(case: Case) -> float:
    if case.course.mode is Mode.ONLINE:
        return 1.0
    return UNKNOWN_COMMUTE if case.journey is None else commute_value(case.journey.minutes)


def _level(case: Case) -> float:
    """How the level the course leads to, and the one it asks for, suit the level held."""
    has, leads_to, needed = case.profile.eqf_level, case.course.eqf_level, usual_entry(case.course)
    if has is None:
        too_young = case.profile.age is not None and case.profile.age < USUAL_AGE.get(needed or 0, 0)
        return LEVEL_CLOSED if too_young else LEVEL_UNKNOWN
    if needed is not None and has < needed:
        return LEVEL_CLOSED
    if leads_to is None:
        return LEVEL_UNKNOWN
    step = leads_to - has
    return LEVEL_STEPS.get(step, LEVEL_BELOW if step < 0 else LEVEL_BEYOND)


def _group(verdicts: Mapping[str, Verdict]) -> float:
    """Made for her 1, made for others 0, made for everybody in between."""
    verdict = verdicts.get("group")
    if verdict is None:
        return 0.5
    return 1.0 if verdict is Verdict.MET else 0.0
