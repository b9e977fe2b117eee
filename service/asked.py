"""Answers to single questions: where they go in the form, and what they say as facts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

from werkzeug.datastructures import MultiDict

from data.knowledge import Fact
from data.knowledge.facts import About, FactKind
from engine.facts import COURSE_FACTS, NONE
from service.contracts import LANGUAGES

Answer: TypeAlias = str | float | bool

# The name of a field that answers a question, before the name of the fact, and the field that takes one back.
ANSWER, FORGET = "answer-", "forget"
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}
COUNTRY = "_country"
# The countries that a question offers; any other one is none of these.
COUNTRIES = ("DE", "FR", "LU", "BE")
LARGEST = 1_000_000
# Facts that a question of the form asks already, and better: its field.
FIELDS: Mapping[str, str] = {
    "age": "age",
    "status": "situation",
    "employed": "situation",
    "jobless": "situation",
    "in_education": "situation",
    "eqf_level": "certificate",
    "school_certificate": "certificate",
    "home_country": "home",
    "home_region": "home",
    "work_country": "works_at",
    "work_region": "works_at",
    "frontier_worker": "works_at",
    **{f"speaks.{tag}": f"speaks_{tag}" for tag in LANGUAGES},
}
# Groups are named in the form or not at all; what an office or a provider has approved she cannot know.
NOT_ASKED = ("group.", "approved.")


def filled_in(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent, with the answers that belong into fields of the form written there, where these are empty."""
    filled = MultiDict(sent)
    for fact, field in FIELDS.items():
        answer = next((text for text in sent.getlist(ANSWER + fact) if text.strip()), "")
        if answer and not filled.get(field, "").strip():
            filled[field] = answer
    return filled


def answers_from(sent: MultiDict[str, str], facts: Mapping[str, Fact]) -> dict[str, Answer]:
    """The facts that she answered and did not take back; what is no answer to its question is left out."""
    forgotten = set(sent.getlist(FORGET))
    answers: dict[str, Answer] = {}
    for key in dict.fromkeys(sent):
        name = key.removeprefix(ANSWER)
        if key == name or name in forgotten or not can_be_asked(name, facts):
            continue
        # The newest answer stands behind the one that was kept from before.
        text = next((text.strip() for text in reversed(sent.getlist(key)) if text.strip()), "")
        if (value := _value(facts[name], text)) is not None:
            answers[name] = value
    return answers


def can_be_asked(name: str, facts: Mapping[str, Fact], *, in_work: bool = True) -> bool:
    """Whether one answer of hers to a question of its own can say this fact; about an employer when she has one."""
    fact = facts.get(name)
    if fact is None or name in COURSE_FACTS or name in FIELDS or name.startswith(NOT_ASKED):
        return False
    if fact.about is About.COURSE or (fact.about is About.EMPLOYER and not in_work):
        return False
    return fact.kind is not FactKind.WORD or name.endswith(COUNTRY)


def written(answer: Answer) -> str:
    """An answer as a field of the form holds it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer if isinstance(answer, str) else f"{answer:g}"


def _value(fact: Fact, text: str) -> Answer | None:
    if fact.kind is FactKind.YES_NO:
        return YES_NO.get(text)
    if fact.kind is FactKind.WORD:
        return text if text in (*COUNTRIES, NONE) else None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= LARGEST else None
