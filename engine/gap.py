"""The gap: what an occupation needs minus what a person can do, and what a course does about it.

Concepts are URIs throughout. What somebody holds, or has learnt in a course, covers itself and whatever counts as the
same (``engine.ports.Competences.related``), so a course is judged by the very rule by which a person is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.answer import Gap
from engine.competences import CourseCompetences, Need
from engine.domain import CourseKind, Finding, Verdict

ESSENTIAL_WEIGHT, OPTIONAL_WEIGHT = 1.0, 0.3
# What was read from a course less surely than this is not told, and does not make a course one that repeats.
SURE_ENOUGH = 0.3
# A whole training that surely leads to an occupation teaches what is essential to it, whether its text says so or not.
WHOLE_TRAININGS = frozenset({CourseKind.APPRENTICESHIP, CourseKind.SCHOOL, CourseKind.STUDY})
LEADS_TO_SURE, LEADS_TO_TEACHES = 0.5, 0.8
# From this share of what a course asks for on, its requirements count as met.
ENOUGH_OF_THE_REQUIREMENTS = 0.5

Cover = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a course does for a person with a gap.

    ``closes`` is missing competence → how surely it is taught, the essential and surest first; ``share`` the weighted
    share of the gap that is (0 to 1); ``known`` the share of what it teaches that she can do already; ``repeats`` that
    it teaches nothing else; ``asked`` and ``lacking`` the competences it wants, and those of them she does not have.
    """

    closes: Mapping[str, float] = field(default_factory=dict)
    share: float = 0.0
    leads_there: bool = False
    known: float = 0.0
    repeats: bool = False
    asked: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def covered(competences: Iterable[str], cover: Cover) -> frozenset[str]:
    """Everything that counts as held by somebody who holds these."""
    return frozenset(uri for competence in competences for uri in (competence, *cover(competence)))


def gap_of(occupation: str, needs: Sequence[Need], can: Collection[str], *, certainty: float = 1.0) -> Gap:
    """What ``occupation`` needs, divided into what she can do and what is missing."""
    return Gap(
        occupation=occupation,
        certainty=certainty,
        has=tuple(need.uri for need in needs if need.uri in can),
        essential=tuple(need.uri for need in needs if need.essential and need.uri not in can),
        optional=tuple(need.uri for need in needs if not need.essential and need.uri not in can),
    )


def taught(about: CourseCompetences, kind: CourseKind, gap: Gap, cover: Cover) -> Mapping[str, float]:
    """Missing competence → how surely (0 to 1) somebody has it after the course, the essential and surest first."""
    after: dict[str, float] = {}
    for competence, sure in about.teaches.items():
        for uri in (competence, *cover(competence)):
            after[uri] = max(after.get(uri, 0.0), sure)
    if leads_to(about, kind, gap.occupation):
        whole = LEADS_TO_TEACHES * about.occupations[gap.occupation]
        for uri in gap.essential:
            after[uri] = max(after.get(uri, 0.0), whole)
    # Sorting is stable: where two are equally sure, the order of the gap decides.
    missing = [*_surest(gap.essential, after), *_surest(gap.optional, after)]
    return {uri: after[uri] for uri in missing}


def leads_to(about: CourseCompetences, kind: CourseKind, occupation: str) -> bool:
    """Whether this is a whole training for ``occupation``."""
    return kind in WHOLE_TRAININGS and about.occupations.get(occupation, 0.0) >= LEADS_TO_SURE


def closed_share(gap: Gap, closes: Mapping[str, float]) -> float:
    """The share of the gap (0 to 1, the essential weighing more) that is closed, each part counted by its sureness."""
    whole = ESSENTIAL_WEIGHT * len(gap.essential) + OPTIONAL_WEIGHT * len(gap.optional)
    if not whole:
        return 0.0
    essential = sum(closes.get(uri, 0.0) for uri in gap.essential)
    optional = sum(closes.get(uri, 0.0) for uri in gap.optional)
    return min(1.0, (ESSENTIAL_WEIGHT * essential + OPTIONAL_WEIGHT * optional) / whole)


def effect_of(about: CourseCompetences, kind: CourseKind, gap: Gap, can: Collection[str], cover: Cover) -> Effect:
    """What a course does for somebody with this gap who can do ``can``."""
    closes = taught(about, kind, gap, cover)
    surely = [uri for uri, sure in about.teaches.items() if sure >= SURE_ENOUGH]
    known = sum(uri in can for uri in surely) / len(surely) if surely else 0.0
    asked = tuple(uri for uri, sure in about.requires.items() if sure >= SURE_ENOUGH)
    aims_there = about.occupations.get(gap.occupation, 0.0) >= LEADS_TO_SURE
    return Effect(
        closes=closes,
        share=closed_share(gap, closes),
        leads_there=leads_to(about, kind, gap.occupation),
        known=known,
        repeats=bool(surely) and known == 1.0 and not named(closes) and not aims_there,
        asked=asked,
        lacking=tuple(uri for uri in asked if uri not in can),
    )


def named(closes: Mapping[str, float]) -> tuple[str, ...]:
    """The competences that are closed surely enough to be named."""
    return tuple(uri for uri, sure in closes.items() if sure >= SURE_ENOUGH)


def findings_of(effect: Effect, gap: Gap) -> tuple[Finding, ...]:
    """What the effect of a course tells the reader; none of it rejects."""
    found = []
    if effect.leads_there:
        found.append(Finding(code="leads-to", verdict=Verdict.MET, params={"occupation": gap.occupation}))
    if closing := named(effect.closes):
        found.append(closes_finding(closing, gap))
    if effect.repeats:
        found.append(Finding(code="repeats", verdict=Verdict.NOT_MET, params={}))
    if effect.asked:
        verdict = requirements_verdict(effect)
        told = effect.asked if verdict is Verdict.MET else effect.lacking
        found.append(Finding(code="requirements", verdict=verdict, params={"competences": told}))
    return tuple(found)


def closes_finding(closing: tuple[str, ...], gap: Gap) -> Finding:
    """That these missing competences are taught; ``essential`` is how many of them are."""
    essential = sum(uri in gap.essential for uri in closing)
    return Finding(code="closes", verdict=Verdict.MET, params={"competences": closing, "essential": essential})


def requirements_verdict(effect: Effect) -> Verdict:
    """Whether she brings what the course wants; what was read from a text is never reason enough to say no."""
    if not effect.asked:
        return Verdict.UNKNOWN
    met = 1 - len(effect.lacking) / len(effect.asked)
    return Verdict.MET if met > ENOUGH_OF_THE_REQUIREMENTS else Verdict.UNKNOWN


def _surest(missing: Sequence[str], after: Mapping[str, float]) -> list[str]:
    return sorted((uri for uri in missing if after.get(uri, 0.0) > 0), key=lambda uri: -after[uri])
