"""Courses as JSON-LD in the words of the European Learning Model 3: learning opportunities.

What the portal does not tell is left out and never made up, though the application profile for learning opportunities
(LOQ 1.1) asks for some of it: a field of study (ISCED-F) and an address of the provider are in no portal's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.competences import CourseCompetences
from engine.domain import Course, Mode, Place, Session
from service.addresses import web_address
from service.linked_data import EQF_LEVEL, course_address, duration
from service.messages import Names, concept_text

__all__ = ["learning_opportunities", "learning_opportunity"]

# The namespaces are those of the model and its application profile.
CONTEXT = {
    "elm": "http://data.europa.eu/snb/model/elm/",
    "dc": "http://purl.org/dc/terms/",
    "adms": "http://www.w3.org/ns/adms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
# BCP 47 and ISO 3166-1 alpha-2 → the codes of the EU Publications Office; others are left out.
LANGUAGES = {
    "de": "DEU", "fr": "FRA", "en": "ENG", "lb": "LTZ", "nl": "NLD", "it": "ITA", "es": "SPA", "pt": "POR",
    "pl": "POL", "ar": "ARA", "tr": "TUR", "uk": "UKR", "ru": "RUS", "ro": "RON",
}  # fmt: skip
COUNTRIES = {"DE": "DEU", "FR": "FRA", "LU": "LUX", "BE": "BEL", "NL": "NLD", "AT": "AUT", "CH": "CHE"}
# The model's controlled list of modes of learning; its term for lessons on site is not known here.
MODES = {
    Mode.ONLINE: "http://data.europa.eu/snb/learning-assessment/920fbb3cbe",
    Mode.BLENDED: "http://data.europa.eu/snb/learning-assessment/e92d221e4d",
}
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
Node = dict[str, Any]


def learning_opportunity(
    course: Course, about: CourseCompetences | None = None, *, language: str, names: Names | None = None
) -> Node:
    """A course as ``elm:LearningOpportunity``; competences, also those of ``about``, are named in ``language``.

    One session is its period of time; each of several is a part.
    """
    title = _words(course.title, course.text_language)
    sessions = [(session, period) for session in course.sessions if (period := _period(session))]
    spoken = course.taught_in or (course.text_language,)
    deadlines = dict.fromkeys(session.apply_by for session in course.sessions if session.apply_by)
    address = web_address(course.url)
    return _told(
        {
            "@context": CONTEXT,
            "@type": "elm:LearningOpportunity",
            "@id": course_address(course.id),
            "adms:identifier": {"@type": "elm:Identifier", "skos:notation": course.id},
            "dc:title": title,
            "dc:description": _words(course.summary, course.text_language),
            "foaf:homepage": {"@type": "elm:WebResource", "elm:contentUrl": _typed(address, "anyURI")}
            if address
            else None,
            "elm:providedBy": _organisation(course),
            "elm:location": _location(course.place),
            "elm:mode": _concept(MODES.get(course.mode)) if course.mode else None,
            "elm:defaultLanguage": _language(spoken[0]),
            "elm:priceDetail": _price(course.price_eur),
            "elm:applicationDeadline": [_moment(day) for day in deadlines],
            "dc:temporal": sessions[0][1] if len(sessions) == 1 else None,
            "elm:hasPart": [
                {"@type": "elm:LearningOpportunity", "dc:title": title, "dc:temporal": period}
                | _told({"elm:location": _location(session.place)})
                for session, period in sessions
            ]
            if len(sessions) > 1
            else None,
            "elm:learningAchievementSpecification": _achievement(course, about or CourseCompetences(), language, names),
        }
    )


def learning_opportunities(courses: Sequence[Course], *, language: str, names: Names | None = None) -> Node:
    """Courses as one graph; the model has no lists."""
    told = [learning_opportunity(course, language=language, names=names) for course in courses]
    nodes = [{key: value for key, value in node.items() if key != "@context"} for node in told]
    return {"@context": CONTEXT, "@graph": nodes}


def _achievement(course: Course, about: CourseCompetences, language: str, names: Names | None) -> Node:
    """What one can do afterwards; a qualification where the level is known, as only those have one in the model."""
    outcomes = [_outcome(uri, language, names) for uri in dict.fromkeys((*course.competences, *about.teaches))]
    length = duration(course.hours)
    note = _words(course.requirements.note, course.text_language)
    return _told(
        {
            "@type": "elm:Qualification" if course.eqf_level else "elm:LearningAchievementSpecification",
            "dc:title": _words(course.certificate or course.title, course.text_language),
            "dc:language": [told for tag in course.taught_in if (told := _language(tag))],
            "elm:EQFLevel": _concept(f"{EQF_LEVEL}{course.eqf_level}") if course.eqf_level else None,
            "elm:volumeOfLearning": _typed(length, "duration") if length else None,
            "elm:entryRequirement": {"@type": "elm:Note", "elm:noteLiteral": note} if note else None,
            "elm:learningOutcome": outcomes,
        }
    )


def _outcome(uri: str, language: str, names: Names | None) -> Node:
    related = "elm:relatedESCOSkill" if uri.startswith(ESCO_SKILL) else "elm:relatedSkill"
    name = _words(concept_text(uri, language, names), language)
    return _told({"@type": "elm:LearningOutcome", "dc:title": name, related: _concept(uri)})


def _organisation(course: Course) -> Node | None:
    provider = course.provider
    if provider is None:
        return None
    home = web_address(provider.homepage)
    return _told(
        {
            "@type": "elm:Organisation",
            "rov:legalName": _words(provider.name, course.text_language),
            "foaf:homepage": {"@type": "elm:WebResource", "elm:contentUrl": _typed(home, "anyURI")} if home else None,
        }
    )


def _location(place: Place | None) -> Node | None:
    if place is None:
        return None
    full = f"{place.postal_code or ''} {place.name}".strip()
    country = COUNTRIES.get(place.country)
    # A place name has no language of its own.
    note = {"@type": "elm:Note", "elm:noteLiteral": _words(full, "und")}
    address = _told(
        {
            "@type": "elm:Address",
            "elm:fullAddress": note,
            "elm:countryCode": _concept(f"{_AUTHORITY}/country/{country}") if country else None,
        }
    )
    return {"@type": "dc:Location", "elm:geographicName": _words(place.name, "und"), "elm:address": address}


def _price(price: float | None) -> Node | None:
    if price is None:
        return None
    amount = {
        "@type": "elm:Amount",
        "elm:unit": _concept(f"{_AUTHORITY}/currency/EUR"),
        "rdf:value": _typed(f"{price:.2f}", "decimal"),
    }
    return {"@type": "elm:PriceDetail", "elm:amount": amount}


def _period(session: Session) -> Node | None:
    days = {"elm:startDate": session.starts_on, "elm:endDate": session.ends_on}
    known = {name: _moment(day) for name, day in days.items() if day}
    return {"@type": "dc:PeriodOfTime", **known} if known else None


def _language(tag: str) -> Node | None:
    code = LANGUAGES.get(tag)
    return _concept(f"{_AUTHORITY}/language/{code}") if code else None


def _concept(uri: str | None) -> Node | None:
    return {"@id": uri, "@type": "skos:Concept"} if uri else None


def _words(text: str, language: str) -> Node | None:
    return {"@value": text, "@language": language} if text else None


def _typed(value: str, kind: str) -> Node:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _moment(day: date) -> Node:
    """The model wants a time of day where portals tell a day: its beginning."""
    return _typed(f"{day.isoformat()}T00:00:00", "dateTime")


def _told(facts: Node) -> Node:
    """The facts that are known."""
    nothing: Sequence[object] = (None, "", [], {})
    return {name: value for name, value in facts.items() if value not in nothing}
