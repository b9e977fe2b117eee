"""Courses as JSON-LD in the words of schema.org: Course, CourseInstance, Offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from engine.competences import CourseCompetences
from engine.domain import Course, Mode, Place, Session
from service.addresses import web_address
from service.messages import Names, concept_text

__all__ = ["MEDIA_TYPE", "course_address", "duration", "schema_org_course", "schema_org_list"]

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"
EQF_SCHEME, EQF_LEVEL = "http://data.europa.eu/snb/eqf/25831c2", "http://data.europa.eu/snb/eqf/"
# Beginning of a concept's URI → the set of terms that it is one of.
ESCO_SETS = {
    "http://data.europa.eu/esco/skill/": "http://data.europa.eu/esco/concept-scheme/skills",
    "http://data.europa.eu/esco/occupation/": "http://data.europa.eu/esco/concept-scheme/occupations",
}


def schema_org_course(
    course: Course, about: CourseCompetences | None = None, *, language: str, names: Names | None = None
) -> dict[str, Any]:
    """A course as a schema.org ``Course``; ``about`` adds what was read from its text, named in ``language``.

    What the portal does not tell is left out.
    """
    known = about or CourseCompetences()
    taught = dict.fromkeys((*course.competences, *known.teaches))
    source = course.sources[0] if course.sources else None
    return _told(
        {
            "@context": CONTEXT,
            "@type": "Course",
            "@id": course_address(course.id),
            "identifier": course.id,
            "name": _in_language(course.title, course.text_language),
            "description": _in_language(course.summary, course.text_language),
            "url": web_address(course.url),
            "inLanguage": list(course.taught_in),
            "learningResourceType": course.kind.value,
            "provider": _organization(course),
            "educationalLevel": _level(course.eqf_level),
            "educationalCredentialAwarded": course.certificate,
            "coursePrerequisites": course.requirements.note,
            "teaches": _terms(taught, language, names),
            "competencyRequired": _terms(known.requires, language, names),
            "about": _terms(known.occupations, language, names),
            "timeRequired": duration(course.hours),
            "offers": _offer(course),
            "hasCourseInstance": [_instance(course, session) for session in course.sessions or (Session(),)],
            "sdPublisher": {"@type": "Organization", "name": source.portal} if source else None,
            "sdLicense": source.licence if source else None,
            "sdDatePublished": source.retrieved_on.isoformat() if source and source.retrieved_on else None,
        }
    )


def schema_org_list(
    courses: Sequence[Course], *, total: int, offset: int, language: str, names: Names | None = None
) -> dict[str, Any]:
    """A page of courses as a schema.org ``ItemList``; positions count from 1 over all pages."""
    told = [schema_org_course(course, language=language, names=names) for course in courses]
    items = [{key: value for key, value in item.items() if key != "@context"} for item in told]
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "numberOfItems": total,
        "itemListElement": [
            {"@type": "ListItem", "position": at, "item": item} for at, item in enumerate(items, start=offset + 1)
        ],
    }


def course_address(course_id: str) -> str:
    """Where this service tells of a course; relative, so that no Host header gets into an answer."""
    return f"/api/v1/courses/{quote(course_id, safe=':/')}"


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that are known."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def _in_language(text: str, language: str) -> dict[str, str] | None:
    return {"@value": text, "@language": language} if text else None


def _organization(course: Course) -> dict[str, Any] | None:
    provider = course.provider
    if provider is None:
        return None
    return _told({"@type": "Organization", "name": provider.name, "url": web_address(provider.homepage)})


def _level(eqf: int | None) -> dict[str, Any] | None:
    if eqf is None:
        return None
    return {
        "@type": "DefinedTerm",
        "@id": f"{EQF_LEVEL}{eqf}",
        "name": f"EQF level {eqf}",
        "termCode": str(eqf),
        "inDefinedTermSet": EQF_SCHEME,
    }


def _terms(uris: Iterable[str], language: str, names: Names | None) -> list[dict[str, Any]]:
    return [
        _told(
            {
                "@type": "DefinedTerm",
                "@id": uri,
                "name": concept_text(uri, language, names),
                "inDefinedTermSet": _set_of(uri),
            }
        )
        for uri in uris
    ]


def _set_of(uri: str) -> str | None:
    return next((terms for start, terms in ESCO_SETS.items() if uri.startswith(start)), None)


def duration(hours: float | None) -> str | None:
    """Hours as an ISO 8601 duration, in minutes where they are not whole."""
    if not hours:
        return None
    return f"PT{int(hours)}H" if hours == int(hours) else f"PT{round(hours * 60)}M"


def _offer(course: Course) -> dict[str, Any] | None:
    if course.price_eur is None:
        return None
    category = "Paid" if course.price_eur else "Free"
    return _told(
        {
            "@type": "Offer",
            "price": f"{course.price_eur:.2f}",
            "priceCurrency": "EUR",
            "category": category,
            "url": web_address(course.url),
        }
    )


def _instance(course: Course, session: Session) -> dict[str, Any]:
    """One run of the course; one without dates where the portal names none."""
    return _told(
        {
            "@type": "CourseInstance",
            "courseMode": course.mode.value if course.mode else None,
            "inLanguage": list(course.taught_in),
            "startDate": session.starts_on.isoformat() if session.starts_on else None,
            "endDate": session.ends_on.isoformat() if session.ends_on else None,
            "description": session.note,
            "courseWorkload": duration(course.hours),
            "location": _locations(session.place or course.place, course),
        }
    )


def _locations(place: Place | None, course: Course) -> Sequence[dict[str, Any]]:
    """Where one goes, where one connects to, or both."""
    found: list[dict[str, Any]] = []
    if place is not None and course.mode is not Mode.ONLINE:
        found.append(_place(place))
    if course.mode in (Mode.ONLINE, Mode.BLENDED):
        found.append(_told({"@type": "VirtualLocation", "url": web_address(course.url)}))
    return found


def _place(place: Place) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressLocality": place.name,
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    return {"@type": "Place", "name": place.name, "address": _told(address)}
