"""Where somebody is and where she wants to go, made ready to be read: the gap, paths to close it, jobs to try."""

from __future__ import annotations

from dataclasses import dataclass

from engine.answer import Gap, LearningPath, Recommendation, RecommendationList, Suggestion
from engine.domain import Finding
from service import messages
from service.addresses import web_address
from service.messages import Names

# More names than these are no help; how many there are beyond them is told.
NAMED_IN_A_BOX = 12
# Of a card: what its text names, and what is only usual in the job it leads to.
CHIPS, USUAL_CHIPS = 5, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A competence a course teaches; ``missing`` when it is one that she still needs."""

    name: str
    missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What a card says of competences: ``told`` by the offer, and only ``usual`` in the job it leads to."""

    told: tuple[Chip, ...]
    usual: tuple[Chip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedList:
    """The first names of a list, and how many more there are."""

    names: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """The box on top: what the job needs that is there, and that is missing; ``total`` counts the essential parts."""

    occupation: str
    has: NamedList
    essential: NamedList
    optional: NamedList
    held: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One course of a path."""

    title: str
    text_language: str
    provider: str
    town: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathView:
    """First this course, then that one, and why."""

    steps: tuple[StepView, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A job to try, as a link that makes it the aim."""

    uri: str
    name: str
    shared: NamedList
    missing: NamedList


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """Something of her own words that was not understood, and the jobs to choose from."""

    text: str
    choices: tuple[SuggestionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Everything on the results page that is about aims and gaps."""

    gap: GapView | None
    paths: tuple[PathView, ...]
    suggested: tuple[SuggestionView, ...]
    notes: tuple[NoteView, ...]


def outlook(found: RecommendationList, language: str, names: Names | None) -> Outlook:
    """What ``found`` says about aims and gaps, in ``language``."""
    return Outlook(
        gap=_gap(found.gap, language, names) if found.gap else None,
        paths=tuple(_path(path, language, names) for path in found.paths),
        suggested=tuple(_suggestion(one, language, names) for one in found.suggested),
        notes=tuple(_note(note, language, names) for note in found.notes),
    )


def taught(item: Recommendation, gap: Gap | None, language: str, names: Names | None) -> Taught:
    """What a course teaches, what is missing first; competences that nobody can name are left out."""
    closes = next((found.params["competences"] for found in item.findings if found.code == "closes"), ())
    closing = tuple(str(uri) for uri in closes) if isinstance(closes, tuple) else ()
    in_order = dict.fromkeys((*(uri for uri in closing if uri in item.teaches), *item.teaches))
    missing = gap.missing if gap else ()
    named = {uri: name for uri in in_order if (name := names(uri, language) if names else "")}
    chips = {uri: Chip(name=name, missing=uri in missing or uri in closing) for uri, name in named.items()}
    return Taught(
        told=tuple(chip for uri, chip in chips.items() if uri not in item.inherited)[:CHIPS],
        usual=tuple(chip for uri, chip in chips.items() if uri in item.inherited)[:USUAL_CHIPS],
    )


def _gap(gap: Gap, language: str, names: Names | None) -> GapView:
    return GapView(
        occupation=messages.concept_text(gap.occupation, language, names),
        has=_named(gap.has, language, names),
        essential=_named(gap.essential, language, names),
        optional=_named(gap.optional, language, names),
        held=len(gap.has),
        total=len(gap.has) + len(gap.missing),
    )


def _path(path: LearningPath, language: str, names: Names | None) -> PathView:
    return PathView(
        steps=tuple(_step(step) for step in path.steps),
        reasons=tuple(messages.finding_text(found, language, names) for found in path.findings),
    )


def _step(step: Recommendation) -> StepView:
    course = step.course
    return StepView(
        title=course.title,
        text_language=course.text_language,
        provider=course.provider.name if course.provider else "",
        town=course.place.name if course.place else "",
        url=web_address(course.url),
    )


def _suggestion(one: Suggestion, language: str, names: Names | None) -> SuggestionView:
    return SuggestionView(
        uri=one.occupation,
        name=messages.concept_text(one.occupation, language, names),
        shared=_named(one.shared, language, names),
        missing=_named(one.missing, language, names),
    )


def _note(note: Finding, language: str, names: Names | None) -> NoteView:
    choices = note.params.get("choices", ())
    uris = choices if isinstance(choices, tuple) else ()
    return NoteView(
        text=messages.finding_text(note, language, names),
        choices=tuple(_suggestion(Suggestion(occupation=uri), language, names) for uri in uris),
    )


def _named(uris: tuple[str, ...], language: str, names: Names | None) -> NamedList:
    """The names of these concepts; one that nobody can name only counts."""
    texts = tuple(text for uri in uris if (text := names(uri, language) if names else ""))
    shown = texts[:NAMED_IN_A_BOX]
    return NamedList(names=shown, more=len(uris) - len(shown))
