"""What an adviser sees: every record that was checked, with each condition, what is known of it, and its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.knowledge import Fact, KnowledgeBase
from engine.answer import Outcome, Recommendation, RecommendationList, Support
from engine.conditions import All, Basis, Condition, Facts, Test
from engine.domain import Verdict
from engine.measures import Measure, Topic
from service import messages
from service.directory import name_of
from service.messages import ConditionText
from service.messages import support as words
from service.sheets import ContactView, SourceView, contact_view, source_view
from service.support_views import PRIORITY, asks_of_course, contact_of, whatever_the_course

# The order in which topics are told, all of them.
TOPICS = (*PRIORITY, Topic.GUIDANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """One condition with its own verdict and what is known, or a heading over ``parts``."""

    text: str
    verdict: str
    says: str
    known: str
    basis: str
    parts: tuple[ConditionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedView:
    """One record as it was checked; ``elsewhere`` when no course can change it and it is told in full only once."""

    id: str
    name: str
    name_language: str
    verdict: str
    says: str
    claim: str
    doubt: str
    missing: str
    amount: str
    own_share: str
    deadline: str
    conditions: tuple[ConditionView, ...]
    sources: tuple[SourceView, ...]
    checked: str
    contacts: tuple[ContactView, ...]
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedView:
    """A record that does not apply, and the conditions that refuse."""

    id: str
    name: str
    name_language: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTopic:
    """The records about one topic: those that may apply in full, those that do not with their reason."""

    topic: str
    note: str
    records: tuple[CheckedView, ...]
    refused: tuple[RefusedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All that was checked: for the person whatever the course, and for each offer in the order of the answer."""

    person: tuple[CheckedTopic, ...]
    offers: tuple[tuple[CheckedTopic, ...], ...]


def checked_view(found: RecommendationList, base: KnowledgeBase, language: str) -> Checked:
    """Everything that the answer says of the records of ``base``, in ``language``."""
    of_person = whatever_the_course(found)
    told = frozenset(one.id for one in of_person)
    return Checked(
        person=_topics(of_person, base, language, {}, frozenset()),
        offers=tuple(_of_course(item, base, language, told) for item in found.items),
    )


def _of_course(
    item: Recommendation, base: KnowledgeBase, language: str, told: frozenset[str]
) -> tuple[CheckedTopic, ...]:
    """The records for one course; across a border it is said when nobody knows whether she may attend."""
    across = any(finding.code == "border" for finding in item.findings)
    note = _access_note(item, base, language) if across else ""
    return _topics(item.support, base, language, {Topic.ACCESS: note} if note else {}, told)


def _access_note(item: Recommendation, base: KnowledgeBase, language: str) -> str:
    """What to say where no record about access holds: whom to ask and why; nothing where one does."""
    about = [one for one in item.support if one.id in base and Topic.ACCESS in base.get(one.id).topics]
    if any(one.verdict is Verdict.MET for one in about):
        return ""
    nearest = next((one for one in about if one.verdict is Verdict.UNKNOWN), None)
    provider = item.course.provider.name if item.course.provider else ""
    if nearest is None:
        return words.access_not_known(provider, "", language)
    contact = contact_of(base.get(nearest.id), language)
    reason = words.doubt_text(nearest.doubt, language) or words.missing_text(nearest.missing, base.facts, language)
    return words.access_not_known(contact.name if contact else provider, reason, language)


def _topics(
    supports: Sequence[Support],
    base: KnowledgeBase,
    language: str,
    notes: Mapping[Topic, str],
    told: frozenset[str],
) -> tuple[CheckedTopic, ...]:
    by_topic: dict[Topic, list[tuple[Measure, Support]]] = {topic: [] for topic in TOPICS}
    for support in supports:
        if support.id in base:
            measure = base.get(support.id)
            by_topic[min(measure.topics, key=TOPICS.index)].append((measure, support))
    return tuple(
        CheckedTopic(
            topic=messages.topic_name(topic, language),
            note=notes.get(topic, ""),
            records=tuple(
                _checked(measure, support, base.facts, language, told)
                for measure, support in pairs
                if support.verdict is not Verdict.NOT_MET
            ),
            refused=tuple(
                _refused(measure, support, base.facts, language)
                for measure, support in pairs
                if support.verdict is Verdict.NOT_MET
            ),
        )
        for topic, pairs in by_topic.items()
        if pairs or topic in notes
    )


def _checked(
    measure: Measure, support: Support, facts: Mapping[str, Fact], language: str, told: frozenset[str]
) -> CheckedView:
    outcomes = {outcome.test: outcome for outcome in support.outcomes}
    name, name_language = name_of(measure, language)
    return CheckedView(
        id=measure.id,
        name=name,
        name_language=name_language,
        verdict=support.verdict.value,
        says=words.record_verdict(support.verdict, language),
        claim=messages.claim_text(measure.claim, language),
        doubt=words.doubt_text(support.doubt, language),
        missing=", ".join(messages.fact_name(fact, facts, language) for fact in support.missing),
        amount=measure.amount.get(language, ""),
        own_share=measure.own_share.get(language, ""),
        deadline=measure.deadline.get(language, ""),
        conditions=tuple(
            _condition(line, outcomes, facts, language)
            for line in messages.conditions_tree(measure.conditions, facts, language)
        ),
        sources=tuple(source_view(source, language) for source in measure.sources),
        checked=messages.date_text(measure.checked_on, language) if measure.checked_on else "",
        contacts=tuple(contact_view(contact, language) for contact in measure.contacts),
        elsewhere=measure.id in told and not asks_of_course(support),
    )


def _condition(
    line: ConditionText, outcomes: Mapping[Test, Outcome], facts: Mapping[str, Fact], language: str
) -> ConditionView:
    outcome = outcomes.get(line.test) if line.test else None
    known = ""
    if outcome and outcome.known is not None and not _says_it(line, outcome, facts, language):
        known = words.known_value(outcome.test.fact, outcome.known, facts, language)
    return ConditionView(
        text=line.text,
        verdict=outcome.verdict.value if outcome else "",
        says=words.condition_verdict(outcome.verdict, language) if outcome else "",
        known=known,
        # What was read needs no remark; the page says so once.
        basis=messages.basis_text(line.basis, language) if line.basis not in (None, Basis.READ) else "",
        parts=tuple(_condition(part, outcomes, facts, language) for part in line.parts),
    )


def _says_it(line: ConditionText, outcome: Outcome, facts: Mapping[str, Fact], language: str) -> bool:
    """Whether the condition asks for just what is known, so that it need not be said twice."""
    return outcome.known is not None and line.text == words.known_text(
        outcome.test.fact, outcome.known, facts, language
    )


def _refused(measure: Measure, support: Support, facts: Mapping[str, Fact], language: str) -> RefusedView:
    name, name_language = name_of(measure, language)
    tests = _refusing(measure.conditions, support.facts)
    return RefusedView(
        id=measure.id,
        name=name,
        name_language=name_language,
        reasons=tuple(messages.test_text(test, facts, language) for test in dict.fromkeys(tests)),
    )


def _refusing(condition: Condition, facts: Facts) -> list[Test]:
    """The tests that make a condition fail: the first that does, and of alternatives each."""
    if condition.verdict(facts) is not Verdict.NOT_MET:
        return []
    if isinstance(condition, Test):
        return [condition]
    failing = [part for part in condition.parts if part.verdict(facts) is Verdict.NOT_MET]
    chosen = failing[:1] if isinstance(condition, All) else failing
    return [test for part in chosen for test in _refusing(part, facts)]
