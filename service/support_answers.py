"""What the knowledge base says, as the contract's JSON: records with verdict, conditions, sources, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.knowledge import KnowledgeBase
from engine.answer import Gate, Outcome, Question, Step, Support
from engine.conditions import Value
from service import messages
from service.directory import name_of

NOT_A_DECISION = "This is information, not a decision."


class SupportAnswers:
    """Puts supports, ways, questions and gates into the reader's language."""

    def __init__(self, knowledge: KnowledgeBase, language: str) -> None:
        self._knowledge = knowledge
        self._language = language

    def supports(self, supports: Sequence[Support]) -> list[dict[str, Any]]:
        """Each record with its verdict, its conditions and where it was read."""
        return [self._support(support) for support in supports]

    def pathway(self, steps: Sequence[Step]) -> list[dict[str, Any]]:
        """The steps of a way into work, the next one first."""
        return [
            {
                "stage": step.stage.value,
                "here": self.supports(step.here),
                "across": self.supports(step.across),
                "courses": list(step.courses),
            }
            for step in steps
        ]

    def questions(self, questions: Sequence[Question]) -> list[dict[str, Any]]:
        """What to ask her; the answer goes into ``answers`` of the profile, under ``fact``."""
        return [self._question(one.fact) | {"settles": list(one.settles)} for one in questions]

    def gates(self, gates: Sequence[Gate]) -> list[dict[str, Any]]:
        """The languages that keep courses closed, each with a course that opens them."""
        return [
            {
                "language": gate.language,
                "opened_by": {"id": gate.opened_by.course.id, "title": gate.opened_by.course.title},
                "opens": list(gate.opens),
            }
            for gate in gates
        ]

    def _support(self, support: Support) -> dict[str, Any]:
        record = self._knowledge.get(support.id)
        source = record.sources[0] if record.sources else None
        return {
            "id": record.id,
            "name": name_of(record, self._language)[0],
            "kind": record.kind.value,
            "topics": [topic.value for topic in record.topics],
            "verdict": support.verdict.value,
            "doubt": support.doubt or None,
            "claim": record.claim.value,
            "abroad": record.abroad.value,
            "text": record.summary.get(self._language, ""),
            "amount": record.amount.get(self._language),
            "own_share": record.own_share.get(self._language),
            "deadline": record.deadline.get(self._language),
            "missing": [self._question(fact) for fact in support.missing],
            "conditions": [self._condition(outcome) for outcome in support.outcomes],
            "contacts": [
                {"name": one.name, "url": one.url or None, "phone": one.phone or None} for one in record.contacts
            ],
            "source_url": source.url if source else None,
            "checked_on": record.checked_on.isoformat() if record.checked_on else None,
            "note": messages.translated(NOT_A_DECISION, self._language),
        }

    def _condition(self, outcome: Outcome) -> dict[str, Any]:
        test = outcome.test
        return {
            "fact": test.fact,
            "text": messages.test_text(test, self._knowledge.facts, self._language),
            "known": _plain(outcome.known),
            "verdict": outcome.verdict.value,
            "basis": test.basis.value,
        }

    def _question(self, fact: str) -> dict[str, Any]:
        known = self._knowledge.facts.get(fact)
        return {
            "fact": fact,
            "kind": known.kind.value if known else None,
            "about": known.about.value if known else None,
            "question": known.question.get(self._language, "") if known else "",
        }


def _plain(value: Value | None) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
