"""How well a measure fits a person as a step of her way: near before far, hers before everybody's, sure before not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.answer import Support
from engine.checks import groups_of
from engine.conditions import All, Basis, Condition, Facts, Test, all_of, any_of
from engine.domain import Group, Profile, Region, Verdict
from engine.facts import COURSE_FACTS, IN_EDUCATION, JOBLESS, NO_VOCATION_UP_TO, OVER_50
from engine.measures import Measure, MeasureKind, Stage, Topic
from engine.support import COUNTRY_OF, PersonReasoning

# A certificate of vocational training is held from this level on; below it the way leads through a preparation.
QUALIFIED_FROM = 4
# Below this age (completed years) a way goes through orientation and preparation for young people (EU: NEET 15 to 29).
YOUNG_BELOW = 30
# From which regions a border is near, and to which regions beyond it.
ACROSS_FROM: Mapping[Region, tuple[Region, ...]] = {
    Region.SAARLAND: (Region.LORRAINE, Region.LUXEMBOURG),
    Region.RHEINLAND_PFALZ: (Region.LUXEMBOURG, Region.OSTBELGIEN, Region.LORRAINE),
    Region.LUXEMBOURG: (Region.RHEINLAND_PFALZ, Region.SAARLAND, Region.LORRAINE, Region.WALLONIA, Region.OSTBELGIEN),
    Region.LORRAINE: (Region.LUXEMBOURG, Region.SAARLAND, Region.RHEINLAND_PFALZ, Region.WALLONIA),
    Region.WALLONIA: (Region.LUXEMBOURG, Region.LORRAINE),
    Region.OSTBELGIEN: (Region.RHEINLAND_PFALZ, Region.LUXEMBOURG),
}
# A measure that asks for more than this is a riddle, not a step.
ASKS_AT_MOST = 3
# A way begins with somebody to talk to.
FIRST_MET = (MeasureKind.INSTITUTION, MeasureKind.MEASURE, MeasureKind.RIGHT, MeasureKind.AGREEMENT)
# Elsewhere what one does comes before what only pays.
ONLY_PAYS = frozenset({Topic.FUNDING, Topic.BENEFIT})
# Groups so wide that nearly every measure is made for them: being in one does not bring a measure to the front.
WIDE = frozenset({Group.NEET, Group.NO_DIPLOMA, Group.JOBSEEKER, Group.EMPLOYEE, Group.PUPIL})
# Since when out of work somebody counts as long-term unemployed (months; SGB III § 18, Forem and ADG alike).
LONG_TERM_MONTHS = 12
GROUP = "group."
HOME = frozenset({"home_country", "home_region"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """Who goes the way, and the groups that she named or that follow from what she said."""

    region: Region | None
    groups: frozenset[Group]
    may_become_apprentice: bool


def walker_of(profile: Profile) -> Walker:
    """``profile`` as somebody who goes a way."""
    return Walker(
        region=profile.home.region if profile.home else None,
        groups=groups_of(profile) | _groups_that_follow(profile),
        may_become_apprentice=may_become_apprentice(profile),
    )


def _groups_that_follow(profile: Profile) -> frozenset[Group]:
    """What her situation, age, level and answers say without her naming it."""
    months = profile.answers.get("months_registered")
    follows = {
        Group.NEET: profile.status in JOBLESS and (profile.age is None or profile.age < YOUNG_BELOW),
        Group.NO_DIPLOMA: profile.status not in IN_EDUCATION and _holds_no_vocation(profile),
        Group.OVER_50: profile.age is not None and profile.age >= OVER_50,
        Group.BASIC_INCOME: "jobcenter" in profile.registered_with,
        Group.FRONTIER_WORKER: profile.answers.get("worked_abroad_last") is True,
        Group.LONG_TERM_UNEMPLOYED: isinstance(months, int | float) and months >= LONG_TERM_MONTHS,
        Group.MIGRANT: Group.REFUGEE in profile.groups,
    }
    return frozenset(group for group, holds in follows.items() if holds)


def without_training(profile: Profile) -> bool:
    """She holds no certificate that says she does; nothing said counts as none."""
    return profile.eqf_level is None or profile.eqf_level < QUALIFIED_FROM


def may_become_apprentice(profile: Profile) -> bool:
    """She is young and without vocational training."""
    return without_training(profile) and (profile.age is None or profile.age < YOUNG_BELOW)


def _holds_no_vocation(profile: Profile) -> bool:
    return profile.eqf_level is not None and profile.eqf_level <= NO_VOCATION_UP_TO


def is_across(measure: Measure, region: Region) -> bool:
    """At home beyond a border that is near, or on both sides of one; but a right goes with her wherever she is.

    An agreement is always about the other side.
    """
    if measure.kind is MeasureKind.AGREEMENT:
        return region in measure.regions
    abroad = any(other in measure.regions for other in ACROSS_FROM[region])
    in_own_country = any(COUNTRY_OF[other] == COUNTRY_OF[region] for other in measure.regions)
    if not in_own_country:
        return abroad
    return abroad and region in measure.regions and measure.kind is not MeasureKind.RIGHT


def is_made_for(measure: Measure, walker: Walker) -> bool:
    """For everybody, or for a group she is in; an agreement about apprentices for who is one or may become one."""
    if measure.kind is MeasureKind.AGREEMENT and Group.APPRENTICE in measure.groups:
        return walker.may_become_apprentice or Group.APPRENTICE in walker.groups
    return not measure.groups or not walker.groups.isdisjoint(measure.groups)


def may_be_hers(measure: Measure, walker: Walker, reasoning: PersonReasoning) -> bool:
    """Whether it does not refuse her, even if she is in no group she did not name and if what we infer holds.

    What is inferred about where somebody must live is not held against her: over the border one can ask.
    """
    support = reasoning.of(measure.id)
    if support.verdict is Verdict.NOT_MET or _asked(support) > ASKS_AT_MOST:
        return False
    return _presumed(measure.conditions, reasoning.facts, walker) is not Verdict.NOT_MET


def rank(measure: Measure, stage: Stage, walker: Walker, reasoning: PersonReasoning) -> tuple[object, ...]:
    """What sorts the measures of a step, the fittest first; no two rank alike."""
    support = reasoning.of(measure.id)
    hers = walker.groups.intersection(measure.groups)
    begins = stage is Stage.CONTACT and measure.kind in FIRST_MET
    verdicts = [(test, test.verdict(reasoning.facts)) for test in measure.conditions.tests()]
    met = [test for test, verdict in verdicts if verdict is Verdict.MET]
    return (
        any(test.fact in HOME and _fails_as_inferred(test, verdict, reasoning.facts) for test, verdict in verdicts),
        _borders_away(measure, walker.region),
        FIRST_MET.index(measure.kind) if begins else len(FIRST_MET),
        measure.kind is not MeasureKind.AGREEMENT,
        hers <= WIDE,
        only_pays(measure),
        not any(test.fact == "age" and test.most is not None for test in met),
        all(test.fact in HOME for test in met),
        support.doubt == "assumed",
        support.verdict is not Verdict.MET,
        bool(support.doubt),
        _asked(support),
        -len(hers),
        measure.id,
    )


def only_pays(measure: Measure) -> bool:
    """Money alone: it says who pays for a step, it is none itself."""
    return ONLY_PAYS.issuperset(measure.topics)


def _asked(support: Support) -> int:
    """How much is to be found out about her; what a course decides is found out with the course."""
    return sum(fact not in COURSE_FACTS for fact in support.missing)


def _borders_away(measure: Measure, region: Region | None) -> int:
    """Over the border the place of its nearest region among those that are near; zero on her own side."""
    if region is None or not is_across(measure, region):
        return 0
    return next((place for place, other in enumerate(ACROSS_FROM[region]) if other in measure.regions), 0)


def _presumed(condition: Condition, facts: Facts, walker: Walker) -> Verdict:
    """The verdict if what was inferred counted as read, and if she is in no group but those we know."""
    if not isinstance(condition, Test):
        verdicts = (_presumed(part, facts, walker) for part in condition.parts)
        return all_of(verdicts) if isinstance(condition, All) else any_of(verdicts)
    if condition.fact in HOME:
        return Verdict.UNKNOWN
    if condition.fact.startswith(GROUP) and condition.fact not in facts:
        known = condition.fact.removeprefix(GROUP) in walker.groups
        return Verdict.MET if known is condition.equals else Verdict.NOT_MET
    verdict = condition.verdict(facts)
    return Verdict.NOT_MET if _fails_as_inferred(condition, verdict, facts) else verdict


def _fails_as_inferred(test: Test, verdict: Verdict, facts: Facts) -> bool:
    """Whether it is unknown only because the condition was inferred: what is known is not as it must be."""
    return verdict is Verdict.UNKNOWN and test.basis is Basis.INFERRED and test.fact in facts
