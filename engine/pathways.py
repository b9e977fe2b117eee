"""A way into work: from somebody to talk to, by orientation, basics and preparation, to training and a job.

For young people who are in neither work nor training, and in the same manner for everybody whom the market leaves out.
Every step names the measures on her side of the border and those over it; a step she does not need is left out.
Groups are never guessed: a measure that is only for a group she did not name is no step of hers, and what is made for
people in another situation is named only where she would have nobody to talk to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.answer import Recommendation, Step, Support
from engine.domain import Cefr, CourseKind, Group, Profile, Region, Status
from engine.fitting import (
    Walker,
    is_across,
    is_made_for,
    may_be_hers,
    may_become_apprentice,
    only_pays,
    rank,
    walker_of,
    without_training,
)
from engine.measures import Measure, MeasureKind, Stage
from engine.support import PersonReasoning

# Whom a way is shown: the situations and groups for which measures are made. Who is at school still will leave it.
SITUATIONS = frozenset({Status.NEET, Status.UNEMPLOYED, Status.PUPIL})
GROUPS = frozenset(
    {
        Group.NEET,
        Group.NO_DIPLOMA,
        Group.REFUGEE,
        Group.RETURNER,
        Group.LONG_TERM_UNEMPLOYED,
        Group.BASIC_INCOME,
        Group.HOMELESS,
        Group.OVER_50,
        Group.DISABLED,
        Group.SINGLE_PARENT,
    }
)
# The languages of work of each region, and the level from which one gets by at work.
LANGUAGES_OF: Mapping[Region, tuple[str, ...]] = {
    Region.SAARLAND: ("de",),
    Region.RHEINLAND_PFALZ: ("de",),
    Region.LUXEMBOURG: ("fr", "de", "lb"),
    Region.LORRAINE: ("fr",),
    Region.WALLONIA: ("fr",),
    Region.OSTBELGIEN: ("de", "fr"),
}
GETS_BY = Cefr.B1
# How many alternatives a step names on either side, and how many courses.
HERE, ACROSS, COURSES = 3, 2, 3
NO_STEP = frozenset({MeasureKind.PORTAL, MeasureKind.RECOGNITION})
COURSE_STAGES: Mapping[CourseKind, Stage] = {
    CourseKind.ORIENTATION: Stage.ORIENTATION,
    CourseKind.LANGUAGE: Stage.BASICS,
    CourseKind.COURSE: Stage.TRAINING,
    CourseKind.APPRENTICESHIP: Stage.TRAINING,
    CourseKind.SCHOOL: Stage.TRAINING,
    CourseKind.STUDY: Stage.TRAINING,
}


def wants_a_way(profile: Profile) -> bool:
    """Whether a way is worth showing: she is out of work or about to leave school, or names such a group."""
    return profile.status in SITUATIONS or bool(GROUPS & set(profile.groups))


def pathway(profile: Profile, reasoning: PersonReasoning, items: Sequence[Recommendation]) -> tuple[Step, ...]:
    """The steps of her way, in their order; empty for somebody who needs none, or where nothing is known for her."""
    if not wants_a_way(profile):
        return ()
    walker = walker_of(profile)
    records = _open_to(walker, reasoning)
    told: set[str] = set()
    steps = []
    for stage in Stage:
        if _NEEDED[stage](profile, walker.region):
            step = _step(stage, [one for one in records if one.id not in told], walker, reasoning, items)
            told.update(support.id for support in (*step.here, *step.across))
            steps.append(step)
    return tuple(step for step in steps if step.here or step.across or step.courses)


def _open_to(walker: Walker, reasoning: PersonReasoning) -> list[Measure]:
    """The measures on either side of her border that can be a step, and may be hers."""
    return [
        one
        for one in reasoning.measures.values()
        if one.stages
        and one.kind not in NO_STEP
        and (_is_here(one, walker) or _is_over(one, walker))
        and may_be_hers(one, walker, reasoning)
    ]


def _is_over(measure: Measure, walker: Walker) -> bool:
    """Something to do over the border: who pays is settled where she lives or works."""
    return walker.region is not None and is_across(measure, walker.region) and not only_pays(measure)


def _is_here(measure: Measure, walker: Walker) -> bool:
    """At home where she lives; everywhere while that is not known."""
    return walker.region is None or (walker.region in measure.regions and not is_across(measure, walker.region))


def _step(
    stage: Stage,
    records: Sequence[Measure],
    walker: Walker,
    reasoning: PersonReasoning,
    items: Sequence[Recommendation],
) -> Step:
    """One step out of ``records``, which no earlier step has named."""
    of_stage = [one for one in records if stage in one.stages]
    return Step(
        stage=stage,
        here=_best([one for one in of_stage if _is_here(one, walker)], stage, walker, reasoning)[:HERE],
        across=_best([one for one in of_stage if _is_over(one, walker)], stage, walker, reasoning)[:ACROSS],
        courses=tuple(item.course.id for item in items if COURSE_STAGES[item.course.kind] is stage)[:COURSES],
    )


def _best(measures: Sequence[Measure], stage: Stage, walker: Walker, reasoning: PersonReasoning) -> tuple[Support, ...]:
    """The fittest first; at the beginning, where none is made for her, those made for others."""
    fitting = [one for one in measures if is_made_for(one, walker)]
    chosen = fitting or (measures if stage is Stage.CONTACT else ())
    best = sorted(chosen, key=lambda one: rank(one, stage, walker, reasoning))
    return tuple(reasoning.of(one.id) for one in best)


def _always(_profile: Profile, _region: Region | None) -> bool:
    return True


def _looks_for_direction(profile: Profile, _region: Region | None) -> bool:
    return without_training(profile) and not profile.target_occupation


def _needs_basics(profile: Profile, region: Region | None) -> bool:
    """She does not get by in a language of the place, or has no school certificate."""
    if Group.NO_DIPLOMA in profile.groups or (profile.eqf_level is not None and profile.eqf_level <= 1):
        return True
    if not profile.speaks or region is None:
        return bool({Group.REFUGEE, Group.MIGRANT} & set(profile.groups))
    return all(profile.speaks.get(tag, 0) < GETS_BY for tag in LANGUAGES_OF[region])


def _needs_preparation(profile: Profile, _region: Region | None) -> bool:
    return may_become_apprentice(profile) and profile.status is not Status.PUPIL


def _needs_a_job(profile: Profile, _region: Region | None) -> bool:
    return profile.status is not Status.PUPIL


_NEEDED: Mapping[Stage, Callable[[Profile, Region | None], bool]] = {
    Stage.CONTACT: _always,
    Stage.ORIENTATION: _looks_for_direction,
    Stage.BASICS: _needs_basics,
    Stage.PREPARATION: _needs_preparation,
    Stage.TRAINING: _always,
    Stage.JOB: _needs_a_job,
}
