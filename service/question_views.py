"""Questions of which one answer settles something, and the answers given so far, made ready to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.knowledge import Fact, KnowledgeBase
from data.knowledge.facts import FactKind
from engine.answer import Question
from engine.facts import NONE
from engine.support import QUESTIONS
from service import messages
from service.asked import COUNTRIES, FIELDS, Answer, can_be_asked
from service.directory import name_of
from service.messages import support as words
from service.support_views import SupportLine


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question to her: a ``field`` of the form asks it, or else a choice (value and word), or a number.

    ``settles`` are the records that it would settle, by id, name and the language of the name; ``alone`` says whether
    nothing else is open about them.
    """

    fact: str
    text: str
    field: str
    choices: tuple[tuple[str, str], ...]
    unit: str
    settles: tuple[tuple[str, str, str], ...]
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenView:
    """An answer she gave, in words; it can be taken back."""

    fact: str
    text: str


def question_views(
    questions: Sequence[Question],
    lines: Iterable[SupportLine],
    base: KnowledgeBase,
    language: str,
    *,
    in_work: bool = True,
) -> tuple[QuestionView, ...]:
    """What to ask her: first what the ``lines`` beside her courses hang on, then what else one answer settles.

    What the form asks already is asked once; nobody who is not ``in_work`` is asked about her employer.
    """
    asked = {one.fact: (one, alone) for one, alone in _of_lines(lines)}
    asked = {**asked, **{one.fact: (one, True) for one in questions if one.fact not in asked}}
    views: list[QuestionView] = []
    for question, alone in asked.values():
        if question.fact in FIELDS or can_be_asked(question.fact, base.facts, in_work=in_work):
            view = _question(question, alone, base, language)
            if not view.field or all(other.field != view.field for other in views):
                views.append(view)
    return tuple(views[:QUESTIONS])


def _of_lines(lines: Iterable[SupportLine]) -> list[tuple[Question, bool]]:
    """The facts that lines hang on, those that decide most lines first, and whether one answer is all they want."""
    waiting: dict[str, list[SupportLine]] = {}
    for line in lines:
        for fact in line.open_facts:
            waiting.setdefault(fact, []).append(line)
    most = sorted(waiting, key=lambda fact: (-len(waiting[fact]), fact))
    return [
        (
            Question(fact=fact, settles=tuple(dict.fromkeys(line.id for line in waiting[fact]))),
            all(len(line.open_facts) == 1 for line in waiting[fact]),
        )
        for fact in most
    ]


def given_views(answers: Mapping[str, Answer], facts: Mapping[str, Fact], language: str) -> tuple[GivenView, ...]:
    """What she answered so far."""
    return tuple(
        GivenView(fact=name, text=words.known_text(name, value, facts, language))
        for name, value in answers.items()
        if name in facts
    )


def _question(question: Question, alone: bool, base: KnowledgeBase, language: str) -> QuestionView:
    fact = base.facts.get(question.fact)
    field = FIELDS.get(question.fact, "")
    settled = [base.get(key) for key in question.settles if key in base]
    return QuestionView(
        fact=question.fact,
        text=fact.question.get(language, "") if fact and not field else "",
        field=field,
        choices=_choices(fact.kind, language) if fact and not field else (),
        unit=words.unit_name(fact.unit, language) if fact and fact.unit else "",
        settles=tuple((measure.id, *name_of(measure, language)) for measure in settled),
        alone=alone,
    )


def _choices(kind: FactKind, language: str) -> tuple[tuple[str, str], ...]:
    """What can be chosen; nothing where a number is asked for."""
    if kind is FactKind.YES_NO:
        return (("yes", words.yes_or_no(True, language)), ("no", words.yes_or_no(False, language)))
    if kind is FactKind.WORD:
        countries = ((code, messages.country_name(code, language)) for code in COUNTRIES)
        return (*countries, (NONE, words.another_country(language)))
    return ()
