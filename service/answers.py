"""The answer as the contract's JSON. Words come from ``service.messages``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.domain import Course, Finding, Place, RecommendationList, Support
from service import messages


def api_answer(found: RecommendationList, language: str) -> dict[str, Any]:
    """``found`` as the contract's JSON, its reasons in ``language``."""
    return {
        "items": [
            {
                "course": _course_json(item.course),
                "score": item.score,
                "contributions": [
                    {"feature": part.feature, "value": part.value, "weight": part.weight} for part in item.contributions
                ],
                "reasons": _reasons_json(item.findings, language),
                "support": _support_json(item.support),
            }
            for item in found.items
        ],
        "support": _support_json(found.support),
        "rejected": [
            {
                "course": {"id": item.course.id, "title": item.course.title},
                "reasons": _reasons_json(item.findings, language),
            }
            for item in found.rejected
        ],
        "widened": [
            {"code": step.code, "verdict": step.verdict.value, "text": messages.widened_text(step)}
            for step in found.widened
        ],
        "index_version": found.index_version,
        "weights_version": found.weights_version,
    }


def _reasons_json(findings: Sequence[Finding], language: str) -> list[dict[str, str]]:
    return [
        {
            "code": finding.code,
            "verdict": finding.verdict.value,
            "text": messages.finding_text(finding, language),
        }
        for finding in findings
    ]


def _support_json(support: Sequence[Support]) -> list[dict[str, Any]]:
    return [{"id": measure.id, "verdict": measure.verdict.value, **measure.params} for measure in support]


def _course_json(course: Course) -> dict[str, Any]:
    provider, place, mode = course.provider, course.place, course.mode
    return {
        "id": course.id,
        "kind": course.kind.value,
        "title": course.title,
        "summary": course.summary,
        "provider": {"name": provider.name, "homepage": provider.homepage} if provider else None,
        "place": place_json(place) if place else None,
        "taught_in": list(course.taught_in),
        "mode": mode.value if mode else None,
        "eqf_level": course.eqf_level,
        "price_eur": course.price_eur,
        "url": course.url,
        "sources": [
            {
                "portal": source.portal,
                "native_id": source.native_id,
                "retrieved_on": source.retrieved_on.isoformat() if source.retrieved_on else None,
                "licence": source.licence,
                "url": source.url,
            }
            for source in course.sources
        ],
    }


def place_json(place: Place) -> dict[str, Any]:
    """A place as the API tells it, without coordinates."""
    return {
        "name": place.name,
        "country": place.country,
        "postal_code": place.postal_code,
        "region": place.region.value if place.region else None,
    }
