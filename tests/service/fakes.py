"""A product that answers at once, without catalogue, encoder or place table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.domain import (
    Contribution,
    Course,
    CourseKind,
    Finding,
    Mode,
    Place,
    Profile,
    Provider,
    Recommendation,
    RecommendationList,
    Region,
    Rejection,
    Session,
    Source,
    Verdict,
)
from engine.errors import InputError
from service.contracts import Health
from service.homes import place_label

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


@dataclass
class FakeProduct:
    """Answers ``answer`` (or raises ``error``), and remembers what it was asked."""

    answer: RecommendationList = field(default_factory=long_answer)
    error: Exception | None = None
    state: Health = WELL
    places: FakePlaces = field(default_factory=FakePlaces)
    asked: list[tuple[Profile, int, str | None]] = field(default_factory=list)

    def reset(self) -> None:
        """Forget everything that a test set or asked."""
        fresh = FakeProduct()
        self.answer, self.error, self.state, self.asked = fresh.answer, None, fresh.state, []

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        self.asked.append((profile, k, language))
        if self.error:
            raise self.error
        return self.answer

    def health(self) -> Health:
        if isinstance(self.error, OSError):
            raise self.error
        return self.state
