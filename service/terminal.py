"""The answer as plain lines, for a terminal. Words come from ``service.messages`` and the texts of the results page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.knowledge import KnowledgeBase
from engine.answer import Gap, LearningPath, Question, Recommendation, RecommendationList, Step, Suggestion, Support
from engine.domain import Finding, Verdict
from service import messages
from service.directory import name_of
from service.messages import Names, translated

# As the results page says it, so that both are translated once.
NOTHING_FITS = "We found nothing that fits"
TO_BECOME = "To work in this job: %(job)s"
IS_THERE, IS_MISSING, IS_USEFUL = "This is there already", "This is still missing", "This helps, too"
STEP_BY_STEP = "Step by step"
JOBS_TO_TRY = "Jobs that could suit you"
# How many records are told of one course: those that refuse are left to the JSON.
SUPPORTS = 5


def answer_text(found: RecommendationList, language: str, knowledge: KnowledgeBase, names: Names | None = None) -> str:
    """``found`` in ``language``: the aim first, the courses with their reasons and help, then what almost fits."""
    say = _Lines(language, knowledge, names)
    lines = [*(messages.widened_text(step, language) for step in found.widened), *say.sentences(found.notes)]
    if found.gap:
        lines += say.gap(found.gap)
    if not found.items:
        lines.append(translated(NOTHING_FITS, language))
    for rank, item in enumerate(found.items, start=1):
        lines += say.item(rank, item)
    lines += say.paths(found.paths)
    lines += say.suggested(found.suggested)
    lines += say.way(found.pathway)
    lines += say.questions(found.questions)
    for near_miss in found.rejected:
        reasons = "; ".join(say.sentences(near_miss.findings))
        lines.append(f"  - {near_miss.course.title} [{near_miss.course.id}]: {reasons}")
    return "\n".join(lines)


class _Lines:
    def __init__(self, language: str, knowledge: KnowledgeBase, names: Names | None) -> None:
        self._language = language
        self._knowledge = knowledge
        self._names = names

    def sentences(self, findings: Sequence[Finding]) -> list[str]:
        return [messages.finding_text(found, self._language, self._names) for found in findings]

    def gap(self, gap: Gap) -> Iterator[str]:
        job = messages.concept_text(gap.occupation, self._language, self._names)
        yield translated(TO_BECOME, self._language, {"job": job})
        for title, uris in ((IS_THERE, gap.has), (IS_MISSING, gap.essential), (IS_USEFUL, gap.optional)):
            if uris:
                yield f"  {translated(title, self._language)} – {self._concepts(uris)}"

    def item(self, rank: int, item: Recommendation) -> list[str]:
        course = item.course
        where = f", {course.place.name} ({course.place.country})" if course.place else ""
        who = f", {course.provider.name}" if course.provider else ""
        texts = self.sentences(item.findings)
        reasons = [f"     {found.verdict.value:<8}{text}" for found, text in zip(item.findings, texts, strict=True)]
        support = [f"     {one.verdict.value:<8}{self._record(one)}" for one in _speaking(item.support)[:SUPPORTS]]
        return [f"{rank:>2}. {item.score:.3f}  {course.title}{who}{where}  [{course.id}]", *reasons, *support]

    def way(self, steps: Sequence[Step]) -> Iterator[str]:
        for number, step in enumerate(steps, start=1):
            told = "; ".join(self._record(one) for one in (*step.here, *step.across))
            courses = ", ".join(step.courses)
            yield f"  {number}. {' – '.join(part for part in (told, courses) if part)}"

    def questions(self, questions: Sequence[Question]) -> Iterator[str]:
        for one in questions:
            fact = self._knowledge.facts.get(one.fact)
            if fact:
                yield f"  ? {fact.question.get(self._language, one.fact)} [{one.fact}]"

    def _record(self, support: Support) -> str:
        return f"{name_of(self._knowledge.get(support.id), self._language)[0]} [{support.id}]"

    def paths(self, paths: Sequence[LearningPath]) -> Iterator[str]:
        for number, path in enumerate(paths, start=1):
            yield f"{translated(STEP_BY_STEP, self._language)} ({number})"
            for place, step in enumerate(path.steps, start=1):
                yield f"  {place}. {step.course.title}  [{step.course.id}]"
            for text in self.sentences(path.findings):
                yield f"     {text}"

    def suggested(self, suggested: Sequence[Suggestion]) -> Iterator[str]:
        if suggested:
            jobs = [messages.concept_text(one.occupation, self._language, self._names) for one in suggested]
            yield f"{translated(JOBS_TO_TRY, self._language)} – {', '.join(jobs)}"

    def _concepts(self, uris: tuple[str, ...]) -> str:
        return messages.concepts_text(uris, self._language, self._names)


def _speaking(supports: Sequence[Support]) -> list[Support]:
    """The records that do not refuse."""
    return [one for one in supports if one.verdict is not Verdict.NOT_MET]
