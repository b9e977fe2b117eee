"""Courses for the store's tests: one by hand, any number by rule, all there can be by hypothesis."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from data.store import Outcome, Store
from engine.domain import (
    Cefr,
    Course,
    CourseKind,
    Group,
    Mode,
    Place,
    Provider,
    Region,
    Requirements,
    Session,
    Source,
)

TODAY = date(2026, 3, 2)


def course(native_id: str = "1", **changes: Any) -> Course:
    """A welding course in Metz; ``changes`` replace fields."""
    fields: dict[str, Any] = {
        "id": f"lheo:{native_id}",
        "kind": CourseKind.COURSE,
        "title": f"Soudeur {native_id}",
        "summary": "Apprendre à souder.",
        "text_language": "fr",
        "taught_in": ("fr",),
        "provider": Provider(name="AFPA Metz", homepage="https://www.afpa.fr"),
        "place": METZ,
        "sources": (Source(portal="lheo", native_id=native_id, retrieved_on=TODAY),),
    }
    return Course(**(fields | changes))


METZ = Place(name="Metz", country="FR", postal_code="57000", region=Region.LORRAINE, latitude=49.1193, longitude=6.1757)
TRIER = Place(
    name="Trier", country="DE", postal_code="54290", region=Region.RHEINLAND_PFALZ, latitude=49.7596, longitude=6.6439
)


def keep(store: Store, *courses: Course, path: str = "a.xml", today: date = TODAY) -> list[Outcome]:
    """Import ``courses`` as one file."""
    with store.file_import(path, "lheo", today=today) as run:
        return run.put_many(courses)


texts = st.text(max_size=12)
optional = {"postal_code": st.none() | texts, "region": st.none() | st.sampled_from(Region)}
days = st.none() | st.dates()
# Two decimals: real coordinates and prices, and no doubt about how a float is written.
numbers = (
    st.none()
    | st.integers(-9_000, 9_000).map(lambda hundredths: hundredths / 100)
    | st.floats(allow_nan=False, allow_infinity=False)
)
levels = st.none() | st.integers(1, 8)
urls = st.none() | texts

places = st.builds(Place, name=texts, country=texts, latitude=numbers, longitude=numbers, **optional)
sessions = st.builds(Session, starts_on=days, ends_on=days, apply_by=days, place=st.none() | places, note=texts)
requirements = st.builds(
    Requirements,
    min_age=st.none() | st.integers(0, 99),
    max_age=st.none() | st.integers(0, 99),
    eqf_level=levels,
    languages=st.dictionaries(texts, st.sampled_from(Cefr), max_size=3),
    note=texts,
)
sources = st.builds(Source, portal=texts, native_id=texts, retrieved_on=days, licence=texts, url=urls)
any_course = st.builds(
    Course,
    id=st.builds("{}:{}".format, st.sampled_from(("ba", "lheo")), st.text("abc123", min_size=1, max_size=3)),
    kind=st.sampled_from(CourseKind),
    title=texts,
    summary=texts,
    text_language=texts,
    taught_in=st.lists(texts, max_size=2).map(tuple),
    provider=st.none() | st.builds(Provider, name=texts, homepage=urls),
    place=st.none() | places,
    mode=st.none() | st.sampled_from(Mode),
    sessions=st.lists(sessions, max_size=2).map(tuple),
    hours=numbers,
    price_eur=numbers,
    eqf_level=levels,
    requirements=requirements,
    target_groups=st.lists(st.sampled_from(Group), max_size=2).map(tuple),
    certificate=st.none() | texts,
    competences=st.lists(texts, max_size=2).map(tuple),
    url=urls,
    sources=st.lists(sources, max_size=2).map(tuple),
)
