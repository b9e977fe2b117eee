"""What a record of the knowledge base means for one person, in plain words: never more certain than the record."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from data.knowledge.facts import About, Fact, Unit
from engine.conditions import Test, Value
from engine.domain import Verdict
from engine.measures import Claim, Stage, Topic
from service.messages.catalogue import language_in_force, translated
from service.messages.catalogue import marked as _
from service.messages.conditions import UNITS, fact_name, test_text


class Strength(StrEnum):
    """How sure a record speaks for somebody: a right, open to her, possible, to be asked about, or not known."""

    RIGHT = "right"
    OPEN = "open"
    POSSIBLE = "possible"
    TO_ASK = "to-ask"
    PERHAPS = "perhaps"


STRENGTH_OF_CLAIM: Mapping[Claim, Strength] = {
    Claim.ENTITLEMENT: Strength.RIGHT,
    Claim.OPEN: Strength.OPEN,
    Claim.DISCRETION: Strength.POSSIBLE,
    Claim.UNKNOWN: Strength.TO_ASK,
}
# The word beside the sign, for nobody should have to tell colours apart.
SIGNS: Mapping[Strength, str] = {
    Strength.RIGHT: _("Yes"),
    Strength.OPEN: _("Yes"),
    Strength.POSSIBLE: _("Possible"),
    Strength.TO_ASK: _("Possible"),
    Strength.PERHAPS: _("Perhaps"),
}
# The word where a record tells how things are rather than what she gets or may do.
GOOD_TO_KNOW = _("Good to know")
GETS = frozenset({Topic.FUNDING, Topic.LEAVE, Topic.ACCESS})
_TO_ASK = _("It fits as far as we know. Ask whether you get it.")
# Topics without sentences of their own are told in the first sentence of the record.
SENTENCES: Mapping[Topic, Mapping[Strength, str]] = {
    Topic.FUNDING: {
        Strength.RIGHT: _("You have a right to this money."),
        Strength.OPEN: _("This money is there for you."),
        Strength.POSSIBLE: _("This can pay for you. It is decided case by case: ask early."),
        Strength.TO_ASK: _TO_ASK,
        Strength.PERHAPS: _("Perhaps this pays for you."),
    },
    Topic.LEAVE: {
        Strength.RIGHT: _("You have a right to time off for it."),
        Strength.OPEN: _("You can take time off for it."),
        Strength.POSSIBLE: _("You can get time off for it. It is decided case by case: ask early."),
        Strength.TO_ASK: _TO_ASK,
        Strength.PERHAPS: _("Perhaps you get time off for it."),
    },
}
# What to say of a step of her way.
STEP_SENTENCES: Mapping[Strength, str] = {
    Strength.RIGHT: _("You have a right to this."),
    Strength.OPEN: _("This is open to you."),
    Strength.POSSIBLE: _("The conditions fit. It is decided case by case."),
    Strength.TO_ASK: _("The conditions fit as far as we know. Ask."),
    Strength.PERHAPS: _("Ask whether this is for you."),
}
# Why nothing that she could answer would make it certain.
DOUBTS: Mapping[str, str] = {
    "partly": _("We could check only a part of it. Ask first."),
    "uncertain": _("It is not certain that it still runs. Ask first."),
    "assumed": _("The rules that we read do not say whether this holds for you. Ask first."),
}
# What is missing, by whom to ask.
MISSING: Mapping[About, str] = {
    About.PERSON: _("It depends on this: %(facts)s."),
    About.EMPLOYER: _("Ask at work: %(question)s"),
    About.COURSE: _("Ask the provider: %(question)s"),
}
STAGES: Mapping[Stage, str] = {
    Stage.CONTACT: _("Talk to somebody"),
    Stage.ORIENTATION: _("Find out what suits you"),
    Stage.BASICS: _("Language and basics"),
    Stage.PREPARATION: _("Get ready for a training"),
    Stage.TRAINING: _("Learn a job"),
    Stage.JOB: _("Start to work"),
}
# For advisers: what a record and one condition of it say.
RECORD_VERDICTS: Mapping[Verdict, str] = {
    Verdict.MET: _("All conditions are met"),
    Verdict.UNKNOWN: _("Not certain"),
    Verdict.NOT_MET: _("Does not apply"),
}
CONDITION_VERDICTS: Mapping[Verdict, str] = {
    Verdict.MET: _("met"),
    Verdict.UNKNOWN: _("not known"),
    Verdict.NOT_MET: _("not met"),
}
_YES, _NO, _ANOTHER_COUNTRY = _("Yes"), _("No"), _("Another country")
_ACCESS_ASK = _("Whether people from across the border may attend is not known. Ask: %(whom)s.")
_NO_RULE = _("We know no rule for this border that speaks for it.")
_PROVIDER = _("the provider")


def strength_of(verdict: Verdict, claim: Claim) -> Strength:
    """How sure it is; only what is MET can be more than perhaps."""
    return STRENGTH_OF_CLAIM[claim] if verdict is Verdict.MET else Strength.PERHAPS


def sign_text(topic: Topic, strength: Strength, language: str | None = None) -> str:
    """One word: ``Ja``, ``Möglich``, ``Vielleicht``; for what she does not get but should know: ``Gut zu wissen``."""
    tells = topic not in GETS and strength is not Strength.PERHAPS
    return translated(GOOD_TO_KNOW if tells else SIGNS[strength], language)


def support_sentence(topic: Topic, strength: Strength, language: str | None = None) -> str:
    """What a record about ``topic`` means for her; empty for topics that the record itself tells better."""
    sentence = SENTENCES.get(topic, {}).get(strength)
    return translated(sentence, language) if sentence else ""


def step_sentence(strength: Strength, language: str | None = None) -> str:
    """How open a step of her way is to her."""
    return translated(STEP_SENTENCES[strength], language)


def doubt_text(doubt: str, language: str | None = None) -> str:
    """Why it stays uncertain whatever she answers; empty where there is no doubt."""
    return translated(DOUBTS[doubt], language) if doubt else ""


def missing_text(names: tuple[str, ...], facts: Mapping[str, Fact], language: str | None = None) -> str:
    """What to find out, and from whom: questions for the provider or at work, else what it depends on."""
    spoken = language_in_force(language)
    asked = {
        about: [facts[name] for name in names if name in facts and facts[name].about is about]
        for about in (About.EMPLOYER, About.COURSE)
    }
    own = [fact_name(name, facts, spoken) for name in names if name not in facts or facts[name].about is About.PERSON]
    texts = [translated(MISSING[About.PERSON], spoken, {"facts": ", ".join(own)})] if own else []
    for about, known in asked.items():
        questions = " ".join(fact.question.get(spoken, "") for fact in known)
        if questions:
            texts.append(translated(MISSING[about], spoken, {"question": questions}))
    return " ".join(texts)


def stage_name(stage: Stage, language: str | None = None) -> str:
    """A step of a way into work."""
    return translated(STAGES[stage], language)


def record_verdict(verdict: Verdict, language: str | None = None) -> str:
    """What the conditions of a record come to."""
    return translated(RECORD_VERDICTS[verdict], language)


def condition_verdict(verdict: Verdict, language: str | None = None) -> str:
    """What one condition comes to."""
    return translated(CONDITION_VERDICTS[verdict], language)


def known_text(name: str, value: Value, facts: Mapping[str, Fact], language: str | None = None) -> str:
    """What is known, as ``label: value``."""
    if isinstance(value, bool):
        test = Test(fact=name, equals=value)
    elif isinstance(value, int | float):
        test = Test(fact=name, least=value, most=value)
    else:
        test = Test(fact=name, among=tuple(sorted(value)) if isinstance(value, frozenset) else (value,))
    return test_text(test, facts, language)


def known_value(name: str, value: Value, facts: Mapping[str, Fact], language: str | None = None) -> str:
    """What is known, without its label."""
    label = fact_name(name, facts, language)
    return known_text(name, value, facts, language)[len(label) :].lstrip(" :\N{NO-BREAK SPACE}")


def access_not_known(whom: str, reason: str, language: str | None = None) -> str:
    """Nobody knows whether she may attend: whom to ask, and why it is open."""
    asked = translated(_ACCESS_ASK, language, {"whom": whom or translated(_PROVIDER, language)})
    return f"{asked} {reason or translated(_NO_RULE, language)}"


def yes_or_no(yes: bool, language: str | None = None) -> str:
    """The two answers to most questions."""
    return translated(_YES if yes else _NO, language)


def another_country(language: str | None = None) -> str:
    """None of the countries that were offered."""
    return translated(_ANOTHER_COUNTRY, language)


def unit_name(unit: Unit, language: str | None = None) -> str:
    """What a number counts, to stand beside its field: ``Monate``."""
    return translated(UNITS[unit][1], language, {"number": ""}).strip()
