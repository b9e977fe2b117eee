"""A product that answers at once, without catalogue, encoder or place table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from data.knowledge import KnowledgeBase
from engine.answer import Contribution, Gap, LearningPath, Recommendation, RecommendationList, Rejection, Suggestion
from engine.competences import CourseCompetences, Link
from engine.domain import (
    ConceptKind,
    Course,
    CourseKind,
    Finding,
    Mode,
    Place,
    Profile,
    Provider,
    Region,
    Session,
    Source,
    Verdict,
)
from engine.errors import InputError, NotFound
from service.contracts import Health
from service.homes import place_label
from tests.service.knowledge_samples import BASE

TODAY = date(2026, 11, 23)

THIONVILLE = Place(name="Thionville", country="FR", postal_code="57100", region=Region.LORRAINE)
SAARBRUECKEN = Place(name="Saarbrücken", country="DE", postal_code="66111", region=Region.SAARLAND)
ESCH = Place(name="Esch-sur-Alzette", country="LU", postal_code="4001", region=Region.LUXEMBOURG)
NEUNKIRCHEN_SAAR = Place(name="Neunkirchen", country="DE", postal_code="66538", region=Region.SAARLAND)
NEUNKIRCHEN_DAUN = Place(name="Neunkirchen", country="DE", postal_code="54550", region=Region.RHEINLAND_PFALZ)
PLACES = (THIONVILLE, SAARBRUECKEN, ESCH, NEUNKIRCHEN_SAAR, NEUNKIRCHEN_DAUN)

WELL = Health(ok=True, database=True, index=True, courses=6, sample_only=False, index_version="fake-1")


@dataclass
class FakePlaces:
    """Five places, each found by its name, its postal code or both; suggested by the first three letters."""

    known: tuple[Place, ...] = PLACES

    def find(self, text: str, *, country: str | None = None, limit: int = 8) -> tuple[Place, ...]:
        wanted = text.casefold()[:3]
        found = [p for p in self.known if wanted in (p.name.casefold()[:3], (p.postal_code or "")[:3])]
        return tuple(found[:limit])

    def resolve(self, *, country: str | None = None, postal_code: str | None = None, name: str | None = None) -> Place:
        written = (name or "").casefold()
        found = [
            place
            for place in self.known
            if country in (None, place.country)
            and postal_code in (None, place.postal_code)
            and written in ("", place.name.casefold(), place.postal_code, place_label(place).casefold())
        ]
        if len(found) == 1:
            return found[0]
        raise InputError("not one place", place="home", code="place", remedy="give the postal code and the country")


def finding(code: str, verdict: Verdict = Verdict.MET, **params: object) -> Finding:
    return Finding(code=code, verdict=verdict, params=params)


def course(number: int, **changes: object) -> Course:
    """A care course in Luxembourg, told in French, unless ``changes`` say otherwise."""
    facts: dict[str, object] = {
        "id": f"starter:{number}",
        "kind": CourseKind.APPRENTICESHIP,
        "title": f"Aide-soignant en alternance {number}",
        "summary": "Apprendre un métier du soin, en entreprise et à l'école.",
        "text_language": "fr",
        "taught_in": ("fr", "lb"),
        "provider": Provider(name="Lycée de santé", homepage="https://lycee.example"),
        "place": ESCH,
        "mode": Mode.ONSITE,
        "sources": (Source(portal="starter", native_id=str(number), licence="MIT"),),
    }
    return Course(**{**facts, **changes})  # type: ignore[arg-type]  # test data, checked by the tests themselves


def recommended(item: Course, *findings: Finding, score: float = 1.23) -> Recommendation:
    parts = (
        Contribution(feature="relevance", value=0.9, weight=1.0),
        Contribution(feature="commute", value=(score - 0.9) / 0.2, weight=0.2),
    )
    return Recommendation(course=item, score=score, contributions=parts, findings=findings)


ACROSS = (
    finding("relevance", strength="strong"),
    finding("language", language="fr", needed=None, has="C2"),
    finding("commute", minutes=37, limit=60, **{"from": "Thionville", "to": "Esch-sur-Alzette"}),
    finding("border", **{"from": "FR", "to": "LU"}),
    finding("price", Verdict.UNKNOWN, missing="price"),
    finding("dates", Verdict.UNKNOWN, missing="dates"),
)


def long_answer() -> RecommendationList:
    """Seven offers, the second priced, dated and in German; one near miss; one widening step."""
    dated = course(
        2,
        title="Pflegehelfer/in – Einstieg",
        kind=CourseKind.COURSE,
        text_language="de",
        taught_in=("de",),
        summary="Grundlagen der Pflege mit Praktikum.",
        provider=Provider(name="Pflegeschule Saar", homepage="javascript:alert(1)"),
        place=SAARBRUECKEN,
        price_eur=1200.0,
        hours=240.0,
        certificate="Zertifikat Pflegehilfe",
        url="https://pflegeschule.example/kurs",
        sessions=(Session(starts_on=date(2020, 1, 1)), Session(starts_on=date(2027, 2, 1))),
    )
    items = (
        recommended(course(1), *ACROSS),
        recommended(
            dated,
            finding("relevance", strength="fair"),
            finding("language", Verdict.NOT_MET, language="de", needed="B1", has="A2"),
            finding("price", price=1200.0, limit=None),
            score=1.1,
        ),
        *(recommended(course(number), *ACROSS, score=1.1 - number / 100) for number in range(3, 8)),
    )
    missed = course(9, title="Infirmier diplômé")
    return RecommendationList(
        items=items,
        rejected=(
            Rejection(
                course=missed,
                findings=(
                    finding("commute", Verdict.NOT_MET, minutes=95, limit=60, **{"from": "Thionville", "to": "Esch"}),
                ),
            ),
        ),
        widened=(finding("widened-distance", limit=60, to=120),),
        index_version="fake-1",
        weights_version="w1",
    )


# Concepts of the fakes, in English and German.
NAMES = {
    "esco:nurse": {"en": "nurse", "de": "Pflegefachkraft"},
    "esco:carer": {"en": "carer", "de": "Betreuer/in"},
    "esco:wounds": {"en": "dress wounds", "de": "Wunden versorgen"},
    "esco:drugs": {"en": "hand out medicine", "de": "Medikamente geben"},
    "esco:listen": {"en": "listen actively", "de": "aktiv zuhören"},
    "esco:english": {"en": "English", "de": "Englisch"},
}


LINKS = (
    Link(uri="esco:wounds", kind=ConceptKind.SKILL, name="soigner des plaies", language="fr", confidence=0.91),
    Link(uri="esco:unnamed", kind=ConceptKind.SKILL, name="soigner des chevaux", language="fr", confidence=0.21),
    Link(uri="esco:nurse", kind=ConceptKind.OCCUPATION, name="soignant", language="fr", confidence=0.43219),
)


def towards_nursing() -> RecommendationList:
    """Somebody who listens well and wants to nurse: a course that closes a part, a path, and what she wrote beside."""
    gap = Gap(
        occupation="esco:nurse",
        has=("esco:listen",),
        essential=("esco:wounds", "esco:drugs"),
        optional=("esco:english",),
    )
    first = recommended(course(1), *ACROSS, finding("closes", competences=("esco:wounds",), essential=1), score=1.5)
    first = replace(first, teaches=("esco:listen", "esco:wounds", "esco:unnamed"))
    then = recommended(course(2, title="Infirmier", url="https://ecole.example/infirmier"), *ACROSS, score=1.2)
    path = LearningPath(
        steps=(first, then),
        findings=(finding("path-together"), finding("closes", competences=("esco:wounds", "esco:drugs"), essential=2)),
        closes=0.9,
    )
    return RecommendationList(
        items=(first, then),
        gap=gap,
        paths=(path,),
        notes=(finding("competences", Verdict.UNKNOWN, asked=("gloops",)),),
        index_version="fake-1",
        weights_version="w1",
    )


def without_an_aim() -> RecommendationList:
    """No aim yet: one occupation to try, and a target that could be one of two."""
    return RecommendationList(
        items=(recommended(course(1), *ACROSS),),
        suggested=(
            Suggestion(occupation="esco:nurse", shared=("esco:listen",), missing=("esco:wounds", "esco:drugs")),
        ),
        notes=(finding("target", Verdict.UNKNOWN, missing="choice", choices=("esco:nurse", "esco:carer")),),
    )


@dataclass
class FakeProduct:
    """Answers ``answer`` (or raises ``error``), and remembers what it was asked."""

    answer: RecommendationList = field(default_factory=long_answer)
    error: Exception | None = None
    state: Health = WELL
    places: FakePlaces = field(default_factory=FakePlaces)
    knowledge: KnowledgeBase = BASE
    asked: list[tuple[Profile, int, str | None]] = field(default_factory=list)
    linked: list[tuple[str, ConceptKind, int, str | None]] = field(default_factory=list)
    browsed: list[tuple[str, str | None, str | None, str | None]] = field(default_factory=list)

    def reset(self) -> None:
        """Forget everything that a test set or asked."""
        fresh = FakeProduct()
        self.answer, self.error, self.state, self.asked = fresh.answer, None, fresh.state, []
        self.linked, self.browsed = [], []

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        self.asked.append((profile, k, language))
        if self.error:
            raise self.error
        return self.answer

    def link(self, text: str, *, kind: ConceptKind, limit: int, language: str | None) -> list[Link]:
        """Two links for every text that has letters: to a competence, and less surely to an occupation."""
        self.linked.append((text, kind, limit, language))
        if self.error:
            raise self.error
        links = [one for one in LINKS if one.kind is kind and any(letter.isalpha() for letter in text)]
        return links[:limit]

    def complete(self, prefix: str, *, kind: ConceptKind, limit: int, language: str | None) -> list[Link]:
        found = [one for one in LINKS if one.kind is kind and one.name.startswith(prefix)]
        return [replace(one, confidence=1.0) for one in found[:limit]]

    def qualifications(self, text: str) -> list[tuple[str, str]]:
        return [("BTS", "brevet de technicien supérieur")] if "BTS" in text else []

    def concept_name(self, uri: str, language: str | None = None) -> str:
        return NAMES.get(uri, {}).get(language or "en", "")

    def course(self, course_id: str) -> tuple[Course, CourseCompetences]:
        found = {item.course.id: item.course for item in self.answer.items}
        if course_id not in found:
            raise NotFound("no such course", place="id", value=course_id, remedy="search")
        return found[course_id], CourseCompetences(teaches={"esco:wounds": 0.8}, occupations={"esco:nurse": 0.9})

    def courses(
        self, q: str, *, country: str | None, language: str | None, competence: str | None, limit: int, offset: int
    ) -> tuple[list[Course], int]:
        """The courses of the answer with ``q`` in their title; one page of them."""
        self.browsed.append((q, country, language, competence))
        found = [item.course for item in self.answer.items if q.casefold() in item.course.title.casefold()]
        return found[offset : offset + limit], len(found)

    def health(self) -> Health:
        if isinstance(self.error, OSError):
            raise self.error
        return self.state
