"""The answer as the contract's JSON. Words come from ``service.messages``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.knowledge import KnowledgeBase
from engine.answer import Gap, Recommendation, RecommendationList
from engine.competences import CourseCompetences
from engine.domain import Course, Finding, Place
from service import messages
from service.messages import Names
from service.support_answers import SupportAnswers

# The parameters of a finding that are lists of concepts; told with their URIs, for programs.
CONCEPTS_OF_A_FINDING = ("competences", "choices")


def api_answer(
    found: RecommendationList, language: str, knowledge: KnowledgeBase, names: Names | None = None
) -> dict[str, Any]:
    """``found`` as the contract's JSON, its reasons in ``language``, its concepts called as ``names`` does.

    ``knowledge`` holds the records that ``found`` speaks of.
    """
    say, about = _Words(language=language, names=names), SupportAnswers(knowledge, language)
    return {
        "items": [
            {
                "course": {**_course_json(item.course), "competences": _competences_json(item, say)},
                "score": item.score,
                "contributions": [
                    {"feature": part.feature, "value": part.value, "weight": part.weight} for part in item.contributions
                ],
                "reasons": say.reasons(item.findings),
                "support": about.supports(item.support),
            }
            for item in found.items
        ],
        "support": about.supports(found.support),
        "pathway": about.pathway(found.pathway),
        "questions": about.questions(found.questions),
        "gates": about.gates(found.gates),
        "rejected": [_short_json(item.course) | {"reasons": say.reasons(item.findings)} for item in found.rejected],
        "widened": [
            {"code": step.code, "verdict": step.verdict.value, "text": messages.widened_text(step, language)}
            for step in found.widened
        ],
        "gap": _gap_json(found.gap, say) if found.gap else None,
        "paths": [
            {
                "steps": [_short_json(step.course) for step in path.steps],
                "closes": path.closes,
                "reasons": say.reasons(path.findings),
            }
            for path in found.paths
        ],
        "suggested": [
            {
                "occupation": say.concept(one.occupation),
                "shared": say.concepts(one.shared),
                "missing": say.concepts(one.missing),
            }
            for one in found.suggested
        ],
        "notes": say.reasons(found.notes),
        "index_version": found.index_version,
        "weights_version": found.weights_version,
    }


def courses_answer(courses: Sequence[Course], total: int) -> dict[str, Any]:
    """A page of the catalogue; ``total`` is how many there are in all."""
    return {"items": [_course_json(course) for course in courses], "total": total}


def course_answer(course: Course, about: CourseCompetences, language: str, names: Names | None) -> dict[str, Any]:
    """One course with what it teaches and requires and where it leads, each with a confidence.

    A competence is ``inherited`` where the offer does not name it: an occupation that it leads to needs it.
    """
    say = _Words(language=language, names=names)
    stated = dict.fromkeys(course.competences, 1.0)
    inherited = about.inherited.difference(stated)
    return _course_json(course) | {
        "competences": [
            told | {"inherited": told["uri"] in inherited} for told in say.sure({**stated, **about.teaches})
        ],
        "requires": say.sure(about.requires),
        "occupations": say.sure(about.occupations),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Findings and concepts in the reader's language."""

    language: str
    names: Names | None

    def reasons(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        return [self._reason(finding) for finding in findings]

    def _reason(self, finding: Finding) -> dict[str, Any]:
        """Code, verdict and text; concepts that somebody may choose from, or that a course is about, beside it."""
        told: dict[str, Any] = {
            "code": finding.code,
            "verdict": finding.verdict.value,
            "text": messages.finding_text(finding, self.language, self.names),
        }
        for key in CONCEPTS_OF_A_FINDING:
            value = finding.params.get(key)
            if isinstance(value, tuple):
                told[key] = self.concepts(value)
        return told

    def concept(self, uri: str) -> dict[str, str]:
        return {"uri": uri, "name": messages.concept_text(uri, self.language, self.names)}

    def sure(self, found: Mapping[str, float]) -> list[dict[str, Any]]:
        return [self.concept(uri) | {"confidence": round(sure, 4)} for uri, sure in found.items()]

    def concepts(self, uris: Sequence[str]) -> list[dict[str, str]]:
        return [self.concept(uri) for uri in uris]


def _competences_json(item: Recommendation, say: _Words) -> list[dict[str, Any]]:
    """What the portal says that a course teaches, what was read from its text, and what it inherited from a job."""
    uris = dict.fromkeys((*item.course.competences, *item.teaches))
    return [say.concept(uri) | {"inherited": uri in item.inherited} for uri in uris]


def _gap_json(gap: Gap, say: _Words) -> dict[str, Any]:
    return {
        "occupation": say.concept(gap.occupation),
        "certainty": gap.certainty,
        "has": say.concepts(gap.has),
        "missing": [
            *({**say.concept(uri), "essential": True} for uri in gap.essential),
            *({**say.concept(uri), "essential": False} for uri in gap.optional),
        ],
    }


def _short_json(course: Course) -> dict[str, Any]:
    return {"course": {"id": course.id, "title": course.title}}


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
