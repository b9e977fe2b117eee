"""One candidate judged: checks, score and what it does about a gap; and the candidates sorted by what came of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from engine.answer import Recommendation, Rejection
from engine.checks import Case, broken, check_all
from engine.competences import CourseCompetences
from engine.domain import Finding, Verdict
from engine.gap import SURE_ENOUGH, Cover, Effect, effect_of, findings_of
from engine.paths import Option
from engine.ranking import contributions, gap_contributions, strength, total
from engine.target import Aim

NEAR_MISSES = 10
# A near miss breaks few rules; a course that breaks more would be noise.
RULES_A_NEAR_MISS_BREAKS = 2
# What does not fit must at least be what was asked for.
RELEVANCE_OF_A_NEAR_MISS = 0.43


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The candidates, sorted; ``repeating`` ones fit, but teach nothing that she cannot do already."""

    fitting: list[Option] = field(default_factory=list)
    near_misses: list[Option] = field(default_factory=list)
    repeating: list[Option] = field(default_factory=list)

    def add(self, option: Option) -> None:
        """Put a candidate where it belongs; one that breaks many rules belongs nowhere."""
        rules = len(broken(option.item.findings))
        if rules == 0:
            (self.repeating if option.effect.repeats else self.fitting).append(option)
        elif rules <= RULES_A_NEAR_MISS_BREAKS and not option.effect.repeats:
            self.near_misses.append(option)


def judged(case: Case, relevance: float, aim: Aim, about: CourseCompetences, cover: Cover) -> Option:
    """``case`` with its findings and contributions; those about the gap only where there is one."""
    closeness = Finding(code="relevance", verdict=Verdict.MET, params={"strength": strength(relevance)})
    findings = (closeness, *check_all(case))
    parts = contributions(case, findings, relevance)
    effect = Effect()
    if aim.gap is not None:
        effect = effect_of(about, case.course.kind, aim.gap, aim.can, cover)
        findings = (findings[0], *findings_of(effect, aim.gap), *findings[1:])
        parts = (*parts, *gap_contributions(effect, aim.gap))
    item = Recommendation(course=case.course, score=total(parts), contributions=parts, findings=findings)
    return Option(case=case, item=with_competences(item, about), effect=effect, teaches=about.teaches)


def with_competences(item: Recommendation, about: CourseCompetences) -> Recommendation:
    """``item`` with what is surely enough taught to be told; what its source states is never said to be inherited."""
    told = tuple(uri for uri, sure in about.teaches.items() if sure >= SURE_ENOUGH)
    inherited = about.inherited.intersection(told).difference(item.course.competences)
    return replace(item, teaches=told, inherited=inherited)


def rejections(candidates: Judged, found: Iterable[Recommendation]) -> tuple[Rejection, ...]:
    """The best near misses that were not let in, each with what is in the way."""
    in_the_list = {item.course.id for item in found}
    out = [
        option.item
        for option in (*candidates.near_misses, *candidates.repeating)
        if option.key not in in_the_list and _answers_well(option.item)
    ]
    best = sorted(out, key=lambda item: (-item.score, item.course.id))[:NEAR_MISSES]
    return tuple(Rejection(course=item.course, findings=_in_the_way(item.findings)) for item in best)


def _in_the_way(findings: Collection[Finding]) -> tuple[Finding, ...]:
    return broken(findings) or tuple(found for found in findings if found.code == "repeats")


def _answers_well(item: Recommendation) -> bool:
    """Close enough to the wish that it is worth telling what is in the way."""
    relevance = next(part.value for part in item.contributions if part.feature == "relevance")
    return relevance >= RELEVANCE_OF_A_NEAR_MISS
