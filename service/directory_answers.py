"""Records of the knowledge base as JSON: what they say in codes for programs, and in words for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.conditions import Test
from engine.measures import Measure
from service import messages
from service.directory import Directory, name_of
from service.messages import ConditionText

BOUNDS = ("least", "most", "among", "beside", "equals")


def measures_answer(measures: Sequence[Measure], total: int, language: str) -> dict[str, Any]:
    """A page of records; ``total`` is how many there are in all."""
    return {"items": [_brief(measure, language) for measure in measures], "total": total}


def measure_answer(measure: Measure, directory: Directory, language: str) -> dict[str, Any]:
    """One record with everything that is known of it; ``follows`` and ``precedes`` name records that are shown, too."""
    tree = messages.conditions_tree(measure.conditions, directory.base.facts, language)
    return _brief(measure, language) | {
        "stages": list(measure.stages),
        "amount": measure.amount.get(language),
        "own_share": measure.own_share.get(language),
        "deadline": measure.deadline.get(language),
        "claim_text": messages.claim_text(measure.claim, language),
        "abroad_text": messages.abroad_text(measure.abroad, language),
        "force_text": messages.force_text(measure.force, language),
        "confidence_text": messages.confidence_text(measure.confidence, language),
        "volatility": measure.volatility,
        "conditions": [_condition(line, language) for line in tree],
        "contacts": [
            {
                "name": contact.name,
                "url": contact.url or None,
                "phone": contact.phone or None,
                "regions": list(contact.regions),
            }
            for contact in measure.contacts
        ],
        "legal_basis": measure.legal_basis or None,
        "homepage": measure.homepage or None,
        "sources": [
            {
                "url": source.url,
                "kind": source.kind,
                "dated": source.dated or None,
                "read_on": source.read_on.isoformat(),
            }
            for source in measure.sources
        ],
        "follows": [one.id for one in directory.before(measure)],
        "precedes": [one.id for one in directory.after(measure)],
        "notice": messages.translated(messages.NO_DECISION, language),
    }


def _brief(measure: Measure, language: str) -> dict[str, Any]:
    return {
        "id": measure.id,
        "kind": measure.kind,
        "name": name_of(measure, language)[0],
        "names": dict(measure.names),
        "topics": list(measure.topics),
        "regions": list(measure.regions),
        "groups": list(measure.groups),
        "summary": measure.summary.get(language),
        "claim": measure.claim,
        "abroad": measure.abroad,
        "force": measure.force,
        "confidence": measure.confidence,
        "valid_from": measure.valid_from.isoformat() if measure.valid_from else None,
        "valid_until": measure.valid_until.isoformat() if measure.valid_until else None,
        "checked_on": measure.checked_on.isoformat() if measure.checked_on else None,
    }


def _condition(line: ConditionText, language: str) -> dict[str, Any]:
    """A test with its fact and bounds, or ``any`` or ``all`` of several; each with its words."""
    if line.test is None:
        return {"text": line.text, line.joins: [_condition(part, language) for part in line.parts]}
    basis = {"basis": line.test.basis, "basis_text": messages.basis_text(line.test.basis, language)}
    return {"text": line.text, "fact": line.test.fact, **_bounds(line.test), **basis}


def _bounds(test: Test) -> dict[str, Any]:
    """The bounds that a test has."""
    return {name: value for name in BOUNDS if (value := getattr(test, name)) not in (None, ())}
