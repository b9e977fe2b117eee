"""What the knowledge base costs: a recommendation with and without it, turn by turn in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.knowledge import KnowledgeBase
from engine.answer import RecommendationList
from engine.domain import Profile
from engine.pathways import pathway
from engine.support import ABOUT_A_PERSON, Reasoner
from evaluation.timing import Timing, in_turns
from service.bootstrap import Passerelle

# Many more courses than are shown: as if all that are looked at were reasoned about.
CANDIDATES = 200
RESULTS = 10
# A regulated occupation, so that the rules about those are tested as well.
OCCUPATIONS = ("2221",)
ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningReport:
    """What is served with the knowledge base and without it; and, beside the latter, the whole reasoning about
    ``candidates`` courses and all ``records`` (``added_ms``: its difference at the median).
    """

    records: int
    candidates: int
    served: Timing
    without: Timing
    with_all: Timing
    added_ms: float


def measured(product: Passerelle, profiles: Sequence[Profile]) -> ReasoningReport:
    """The same wishes, answered with the knowledge base, with an empty one, and with many courses reasoned about."""
    reasoner = Reasoner(product.knowledge.public, product.knowledge.askable)
    courses, _ = product.courses("", country=None, language=None, competence=None, limit=CANDIDATES, offset=0)
    with Passerelle.open(product.settings, knowledge=KnowledgeBase(measures=(), facts={})) as bare:

        def answered(by: Passerelle, at: int) -> RecommendationList:
            return by.recommend(profiles[at % len(profiles)], k=RESULTS)

        def reasoned(at: int) -> None:
            profile, found = profiles[at % len(profiles)], answered(bare, at)
            person = reasoner.for_person(profile, date.today())
            supports = [person.for_course(course, OCCUPATIONS) for course in courses]
            # As the product does: what to ask comes from the courses that are shown.
            shown = (support for told in supports[:RESULTS] for support in told)
            reasoner.questions((*person.of_person(ABOUT_A_PERSON), *shown))
            pathway(profile, person, found.items)

        served, without, with_all = in_turns(
            [lambda at: answered(product, at), lambda at: answered(bare, at), reasoned], times=ROUNDS * len(profiles)
        )
    timing, bare_timing, all_timing = Timing.of(served), Timing.of(without), Timing.of(with_all)
    return ReasoningReport(
        records=len(product.knowledge.public),
        candidates=len(courses),
        served=timing,
        without=bare_timing,
        with_all=all_timing,
        added_ms=all_timing.p50_ms - bare_timing.p50_ms,
    )


def rows_of(report: ReasoningReport) -> list[str]:
    """The figures for a terminal."""
    rows = [
        ("  a recommendation with it, p50 ms", report.served.p50_ms, ""),
        ("                  without it", report.without.p50_ms, ""),
        (f"  all of it for {report.candidates} courses adds", report.added_ms, "at most 10"),
    ]
    head = f"the knowledge base: {report.records} records"
    return [head, *(f"{name:<36}{value:>10.1f}{'':>18}  {aim}".rstrip() for name, value, aim in rows)]
