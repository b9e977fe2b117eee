"""A complete answer as plain text without scores: what a golden file of a person holds, and an advisor can read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from data.knowledge import KnowledgeBase
from engine.answer import Recommendation, RecommendationList, Step, Support
from engine.conditions import Any, Condition, Facts, Test
from engine.domain import Profile, Verdict
from service.support_views import (
    SupportLine,
    asks_of_course,
    ids_on_her_way,
    lines_for_person,
    support_lines,
    whatever_the_course,
)


def written(profile: Profile, found: RecommendationList, base: KnowledgeBase, language: str) -> str:
    """The way, courses with what the records that look at them say, what holds whatever the course, questions, gates.

    What the page tells a young person in a line is marked with ``>``.
    """
    home = profile.home.region if profile.home else None
    lines = [*_person(profile), *_way(found.pathway)]
    for number, item in enumerate(found.items, start=1):
        told = ids(support_lines(item, base, language, home, ids_on_her_way(found)))
        asked = [one for one in item.support if asks_of_course(one)]
        lines += ["", f"{number}. {_course(item)}", *_supports(asked, base, told)]
    lines += ["", "WHATEVER THE COURSE"]
    lines += _supports(whatever_the_course(found), base, ids(lines_for_person(found, base, language, home)))
    return "\n".join([*lines, *_questions(found), ""])


def ids(lines: Iterable[SupportLine]) -> set[str]:
    """The records that these lines are about."""
    return {line.id for line in lines}


def refusing(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The facts that make a condition NOT_MET: of several parts that must hold, the first that does not."""
    if condition.verdict(facts) is not Verdict.NOT_MET:
        return ()
    if isinstance(condition, Test):
        return (condition.fact,)
    parts = [refusing(part, facts) for part in condition.parts]
    named = (fact for part in parts for fact in part)
    return tuple(dict.fromkeys(named if isinstance(condition, Any) else next(filter(None, parts))))


def _person(profile: Profile) -> Iterator[str]:
    home, work = profile.home, profile.works_at
    yield f"“{profile.goal}”"
    said = (
        f"{profile.age}" if profile.age else "",
        f"lives in {home.name} ({home.country})" if home else "",
        f"works in {work.name} ({work.country})" if work else "",
        profile.status or "",
        *profile.groups,
        f"EQF {profile.eqf_level}" if profile.eqf_level else "",
        *(f"{tag} {level.name}" for tag, level in profile.speaks.items()),
        *(f"at {service}" for service in profile.registered_with),
        *(f"{fact}: {value}" for fact, value in profile.answers.items()),
    )
    yield ", ".join(filter(None, said))


def _course(item: Recommendation) -> str:
    place = item.course.place
    return f"{item.course.id}, {place.name} ({place.country})" if place else item.course.id


def _way(steps: Iterable[Step]) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        yield from ("", f"STEP {number}: {step.stage}")
        yield from (f"   here    {_said(one)}" for one in step.here)
        yield from (f"   across  {_said(one)}" for one in step.across)
        yield from (f"   course  {course}" for course in step.courses)


def _questions(found: RecommendationList) -> Iterator[str]:
    yield from ("", "QUESTIONS")
    yield from (f"   {one.fact}: settles {', '.join(one.settles)}" for one in found.questions)
    yield from ("", "GATES")
    for gate in found.gates:
        yield f"   {gate.language}: {gate.opened_by.course.id} opens {', '.join(gate.opens)}"


def _supports(supports: Iterable[Support], base: KnowledgeBase, told: Collection[str]) -> Iterator[str]:
    """What speaks or may speak for her, a line each; what refuses in one line, each with the fact that does."""
    refused = []
    for one in supports:
        if one.verdict is Verdict.NOT_MET:
            refused.append(f"{one.id} ({', '.join(refusing(one.conditions, one.facts))})")
        else:
            topics = f" ({', '.join(base.get(one.id).topics)})"
            yield f" {'>' if one.id in told else ' '} {_said(one, topics)}"
    if refused:
        yield f"   NOT_MET {'; '.join(refused)}"


def _said(one: Support, topics: str = "") -> str:
    doubt = f" [{one.doubt}]" if one.doubt else ""
    ask = f"  ask: {', '.join(one.missing)}" if one.missing else ""
    return f"{one.verdict.value:<7} {one.id}{topics}{doubt}{ask}"
