"""Conditions in words: ``Alter: 16 bis 25 Jahre``, ``bei der ADEM gemeldet: ja``, each with where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.knowledge.facts import Fact, Unit
from engine.conditions import All, Basis, Condition, Test
from engine.domain import Cefr, Group
from engine.facts import NONE
from service.messages.catalogue import language_in_force, translated
from service.messages.catalogue import marked as _
from service.messages.formats import number_text
from service.messages.names import (
    EQF_LEVELS,
    cefr_plain,
    country_name,
    eqf_name,
    group_name,
    kind_name,
    language_name,
    mode_name,
    region_name,
    status_name,
)
from service.messages.occupations import occupation_name

Facts = Mapping[str, Fact]

SPEAKS, GROUP = "speaks.", "group."
LEVELS_OF_CERTIFICATES = frozenset({"eqf_level", "course_eqf"})
# Numbers with their unit, for one and for more.
UNITS: Mapping[Unit, tuple[str, str]] = {
    Unit.MONTHS: (_("%(number)s month"), _("%(number)s months")),
    Unit.YEARS: (_("%(number)s year"), _("%(number)s years")),
    Unit.HOURS: (_("%(number)s hour"), _("%(number)s hours")),
    Unit.WEEKS: (_("%(number)s week"), _("%(number)s weeks")),
    Unit.DAYS: (_("%(number)s day"), _("%(number)s days")),
    Unit.PEOPLE: (_("%(number)s person"), _("%(number)s people")),
    Unit.EUR: (_("%(number)s euros"), _("%(number)s euros")),
    Unit.PERCENT: (_("%(number)s percent"), _("%(number)s percent")),
}
# As many letters of a unit tell that a label names it: "Monate im Betrieb" needs no "6 Monate".
UNIT_LETTERS = 4
# How the words that a fact can be are told, by the end of its name.
WORDS: Mapping[str, Callable[[str, str], str]] = {
    "country": country_name,
    "nationality": country_name,
    "region": region_name,
    "status": status_name,
    "course_kind": kind_name,
    "course_mode": mode_name,
    "course_language": language_name,
    "course_taught_in": language_name,
    "course_isco": occupation_name,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionText:
    """One condition in words: a ``test`` with its ``basis``, or a heading over ``parts``.

    ``joins`` says how many of the parts must hold: ``any`` or ``all``; empty for a test.
    """

    text: str
    joins: str = ""
    basis: Basis | None = None
    test: Test | None = None
    parts: tuple[ConditionText, ...] = ()


def conditions_tree(condition: Condition, facts: Facts, language: str | None = None) -> tuple[ConditionText, ...]:
    """The conditions that must all hold, in their order; alternatives stand below a heading of their own."""
    spoken = language_in_force(language)
    if isinstance(condition, All):
        return tuple(line for part in condition.parts for line in conditions_tree(part, facts, spoken))
    if isinstance(condition, Test):
        return (ConditionText(text=test_text(condition, facts, spoken), basis=condition.basis, test=condition),)
    if len(condition.parts) == 1:
        return conditions_tree(condition.parts[0], facts, spoken)
    ways = tuple(_as_one(conditions_tree(part, facts, spoken), spoken) for part in condition.parts)
    return (ConditionText(text=translated(_("One of these is enough:"), spoken), joins="any", parts=ways),)


def test_text(test: Test, facts: Facts, language: str | None) -> str:
    """What a test asks for, as ``label: value``; begins with a capital letter."""
    spoken = language_in_force(language)
    label = _label(test.fact, facts, spoken)
    line = {"label": label[:1].upper() + label[1:], "value": _wanted(test, facts, label, spoken)}
    return translated(_("%(label)s: %(value)s"), spoken, line)


def fact_name(name: str, facts: Facts, language: str | None = None) -> str:
    """What a fact is called, as in the middle of a sentence; its bare name where nobody gave it words."""
    return _label(name, facts, language_in_force(language))


def _as_one(lines: tuple[ConditionText, ...], language: str) -> ConditionText:
    if len(lines) == 1:
        return lines[0]
    return ConditionText(text=translated(_("All of these together:"), language), joins="all", parts=lines)


def _label(name: str, facts: Facts, language: str) -> str:
    if name.startswith(SPEAKS):
        spoken = {"language": language_name(name.removeprefix(SPEAKS), language)}
        return translated(_("level of %(language)s"), language, spoken)
    fact = facts.get(name)
    if fact and language in fact.label:
        return fact.label[language]
    group = name.removeprefix(GROUP)
    return group_name(group, language) if name.startswith(GROUP) and group in list(Group) else name


def _wanted(test: Test, facts: Facts, label: str, language: str) -> str:
    if test.equals is not None:
        return translated(_("yes") if test.equals else _("no"), language)
    if test.among:
        return either([_word(test.fact, word, language) for word in test.among], language)
    if test.beside:
        words = either([_word(test.fact, word, language) for word in test.beside], language)
        return translated(_("anything but %(words)s"), language, {"words": words})
    return _range(test, facts, label, language)


def _range(test: Test, facts: Facts, label: str, language: str) -> str:
    least, most = test.least, test.most
    if least is not None and most is not None:
        if least == most:
            return _amount(test.fact, most, facts, label, language)
        # The unit is told once, with the second number: "16 bis 25 Jahre".
        first = _amount(test.fact, least, {}, label, language)
        second = _amount(test.fact, most, facts, label, language)
        return translated(_("%(least)s to %(most)s"), language, {"least": first, "most": second})
    if least is not None:
        return translated(
            _("at least %(least)s"), language, {"least": _amount(test.fact, least, facts, label, language)}
        )
    if most is not None:
        return translated(_("at most %(most)s"), language, {"most": _amount(test.fact, most, facts, label, language)})
    return ""


def _amount(name: str, number: float, facts: Facts, label: str, language: str) -> str:
    """A number of a fact: a language level, a level of certificates, or a number with its unit."""
    if name.startswith(SPEAKS) and number in list(Cefr):
        return cefr_plain(Cefr(int(number)), language)
    plain = number_text(number, language)
    if name in LEVELS_OF_CERTIFICATES and number in EQF_LEVELS:
        return f"{plain} – {eqf_name(int(number), language)}"
    fact = facts.get(name)
    if fact is None or fact.unit is None:
        return plain
    one, more = UNITS[fact.unit]
    text = translated(one if number == 1 else more, language, {"number": plain})
    unit = text.removeprefix(plain).strip()
    return plain if unit[:UNIT_LETTERS].casefold() in label.casefold() else text


def _word(fact: str, word: str, language: str) -> str:
    if word == NONE:
        return translated(_("none"), language)
    name = next((name for ending, name in WORDS.items() if fact.endswith(ending)), None)
    return name(word, language) if name else word


def either(words: Sequence[str], language: str | None = None) -> str:
    """``A, B oder C``."""
    if len(words) < 2:
        return "".join(words)
    parts = {"first": ", ".join(words[:-1]), "last": words[-1]}
    return translated(_("%(first)s or %(last)s"), language, parts)
