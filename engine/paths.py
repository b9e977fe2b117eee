"""Two-step paths: first this course, then that one, where no course closes the gap alone.

Counted is what is surely enough taught to be named: how sure that is must not make a path out of one course that does.
Four reasons make a path: the second course asks for a language, a level or competences that the first one gives, or
both together close clearly more than either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from engine.answer import Gap, LearningPath, Recommendation
from engine.checks import Case, broken, usual_entry
from engine.domain import Finding, Verdict
from engine.gap import Cover, Effect, closed_share, closes_finding, covered, named, requirements_verdict

MOST_PATHS = 3
# Why one course comes before another, the most pressing reason first.
REASONS = ("path-language", "path-level", "path-requirements", "path-together")
# The best course that fits closes the gap alone from this share of what is missing on.
ALONE = 0.6
# What two courses close together must be more than what the better one closes, by at least this share of the gap.
CLEARLY_MORE = 0.08
# A second course is worth a first one when it closes at least this share of the gap.
WORTH_A_DETOUR = 0.05
# How like the wish (0 to 1) the second course must be; and of two that add up, the one, and the other.
ANSWERS, HELPS = 0.51, 0.26
# A first course must teach at least this share of what the second one asks for.
OPENS = 0.5
# How many courses, those that close most, are tried with each other.
TRIED = 30
# What a course without known hours counts when the shorter of two comes first.
UNKNOWN_HOURS = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A course looked at for somebody: how it was judged, what it does for her, what it teaches (URI → how sure)."""

    case: Case
    item: Recommendation
    effect: Effect
    teaches: Mapping[str, float]

    @property
    def key(self) -> str:
        """The id of the course."""
        return self.item.course.id


def wanted(gap: Gap, fitting: Sequence[Option]) -> bool:
    """Whether paths are worth looking for: the best course leaves much open, or asks for what she does not have."""
    if not gap.missing:
        return False
    best = max(fitting, key=lambda option: (_closed(gap, option), option.effect.share), default=None)
    if best is None or _closed(gap, best) < ALONE:
        return True
    return _asks_too_much(best)


def languages_in_the_way(near_misses: Sequence[Option]) -> tuple[str, ...]:
    """The languages that alone keep her from a course worth a detour, the best course first."""
    worth_it = [option for option in near_misses if option.effect.share >= WORTH_A_DETOUR]
    by_share = sorted(worth_it, key=lambda option: (-option.effect.share, option.key))
    found = dict.fromkeys(
        str(rule.params["language"]) for option in by_share if (rule := only_broken(option, "language")) is not None
    )
    return tuple(found)


def paths(
    gap: Gap,
    fitting: Sequence[Option],
    near_misses: Sequence[Option],
    language_courses: Sequence[Option],
    cover: Cover,
) -> tuple[LearningPath, ...]:
    """The best paths, at most ``MOST_PATHS``, each with another second course.

    Every first course fits; the second one fits too, but for what the first one gives.
    """
    if not wanted(gap, fitting):
        return ()
    found = [
        *_by_language(gap, near_misses, language_courses),
        *_by_level(gap, fitting, near_misses),
        *_by_requirements(gap, fitting, cover),
        *_by_both(gap, fitting),
    ]
    chosen: list[LearningPath] = []
    for path in sorted(found, key=_best_first):
        if len(chosen) < MOST_PATHS and not any(_alike(path, other) for other in chosen):
            chosen.append(path)
    return tuple(chosen)


def _by_language(gap: Gap, near_misses: Sequence[Option], language_courses: Sequence[Option]) -> Iterator[LearningPath]:
    """First the language that alone keeps her from the second course."""
    for then in near_misses:
        rule = only_broken(then, "language")
        if rule is None:
            continue
        teaching = [option for option in language_courses if rule.params["language"] in option.item.course.taught_in]
        if first := _best_way_to(gap, then, teaching):
            told = {"language": rule.params["language"], "needed": rule.params["needed"]}
            yield _path(gap, first, then, "path-language", told)


def _by_level(gap: Gap, fitting: Sequence[Option], near_misses: Sequence[Option]) -> Iterator[LearningPath]:
    """First a course of the same field that leads to the level the second one asks for, or usually wants."""
    short_of_it = [option for option in near_misses if only_broken(option, "level")]
    for then in (*short_of_it, *(option for option in fitting if _level_in_doubt(option))):
        needed = usual_entry(then.item.course)
        lifting = [
            option
            for option in fitting
            if needed is not None
            and (option.item.course.eqf_level or 0) >= needed
            and not _level_in_doubt(option)
            and named(option.effect.closes)
        ]
        if first := _best_way_to(gap, then, lifting):
            yield _path(gap, first, then, "path-level", {"needed": needed})


def _by_requirements(gap: Gap, fitting: Sequence[Option], cover: Cover) -> Iterator[LearningPath]:
    """First what the second course wants her to bring."""
    for then in fitting:
        lacking = then.effect.lacking
        if not _asks_too_much(then):
            continue
        opening = [option for option in fitting if len(_opened(option, lacking, cover)) >= OPENS * len(lacking)]
        if first := _best_way_to(gap, then, opening):
            yield _path(gap, first, then, "path-requirements", {"competences": _opened(first, lacking, cover)})


def _by_both(gap: Gap, fitting: Sequence[Option]) -> Iterator[LearningPath]:
    """Two courses that together close clearly more, the one that is easier to begin first."""
    best = sorted(fitting, key=lambda option: (-option.effect.share, option.key))[:TRIED]
    for pair in combinations(best, 2):
        alone = max(_closed(gap, option) for option in pair)
        helps, answers = sorted(map(_relevance, pair))
        if _closed(gap, *pair) < alone + CLEARLY_MORE or answers < ANSWERS or helps < HELPS:
            continue
        first, then = sorted(pair, key=_easier_first)
        yield _path(gap, first, then, "path-together", {})


def _best_way_to(gap: Gap, then: Option, firsts: Sequence[Option]) -> Option | None:
    """The best of ``firsts`` after which ``then`` is still worth the way, if there is one."""
    if then.effect.share < WORTH_A_DETOUR or _relevance(then) < ANSWERS:
        return None
    others = [
        option
        for option in firsts
        if option.key != then.key and _closed(gap, option, then) >= _closed(gap, option) + WORTH_A_DETOUR
    ]
    return min(others, key=lambda option: (-option.item.score, option.key), default=None)


def _named(options: Sequence[Option]) -> frozenset[str]:
    """What all of these close surely enough to be named."""
    return frozenset(uri for option in options for uri in named(option.effect.closes))


def _closed(gap: Gap, *options: Option) -> float:
    """The share of the gap that has a name among what these close."""
    return closed_share(gap, dict.fromkeys(_named(options), 1.0))


def _relevance(option: Option) -> float:
    """How like the wish the course is, 0 to 1."""
    return max((part.value for part in option.item.contributions if part.feature == "relevance"), default=0.0)


def _path(gap: Gap, first: Option, then: Option, code: str, told: Mapping[str, object]) -> LearningPath:
    closing = _named((first, then))
    in_order = tuple(uri for uri in gap.missing if uri in closing)
    reasons = [Finding(code=code, verdict=Verdict.MET, params=told)]
    if in_order:
        reasons.append(closes_finding(in_order, gap))
    return LearningPath(steps=(first.item, then.item), findings=tuple(reasons), closes=_closed(gap, first, then))


def _best_first(path: LearningPath) -> tuple[float, int, float, str, str]:
    """What closes most; of what closes as much, the way that is needed before the one that only adds up."""
    first, then = path.steps
    needed = REASONS.index(path.findings[0].code)
    return -path.closes, needed, -(first.score + then.score), first.course.id, then.course.id


def _alike(path: LearningPath, other: LearningPath) -> bool:
    """They end with the same course, or are the same two in another order."""
    ends_alike = path.steps[1].course.id == other.steps[1].course.id
    return ends_alike or {step.course.id for step in path.steps} == {step.course.id for step in other.steps}


def only_broken(option: Option, code: str) -> Finding | None:
    """The rule ``code``, where it is the only hard one that the course breaks."""
    rules = broken(option.item.findings)
    return rules[0] if len(rules) == 1 and rules[0].code == code else None


def _level_in_doubt(option: Option) -> bool:
    """She holds less than such courses usually want."""
    return any(found.code == "level" and found.params.get("missing") == "course" for found in option.item.findings)


def _asks_too_much(option: Option) -> bool:
    return bool(option.effect.lacking) and requirements_verdict(option.effect) is not Verdict.MET


def _opened(first: Option, lacking: Sequence[str], cover: Cover) -> tuple[str, ...]:
    """Which of the lacking competences the first course surely teaches."""
    after = covered(named(first.teaches), cover)
    return tuple(uri for uri in lacking if uri in after)


def _easier_first(option: Option) -> tuple[int, int, float, float, str]:
    course = option.item.course
    hours = course.hours if course.hours is not None else UNKNOWN_HOURS
    return usual_entry(course) or 0, course.eqf_level or 0, hours, option.effect.share, option.key
