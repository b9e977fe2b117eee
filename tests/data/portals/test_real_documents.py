"""The real documents of the portals, where they lie beside the project."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.portals import Refusal, identify
from engine.domain import Course, CourseKind, Mode

from .conftest import Reader

pytestmark = pytest.mark.shared

BA = "ba/wbsuche_v2_response_20_termine.json"
LHEO_FULL = "lheo/lheo_2.2_exemple_bts_onisep.xml"
LHEO_INDEX = "lheo/intercarif_lheo_index_2.2.xml"
ONISEP = "onisep/ideo-formations_initiales_en_france.csv.gz"
RECORDS = {BA: 20, LHEO_FULL: 1, LHEO_INDEX: 10, ONISEP: 6086}
SHARE_ACCEPTED = 0.99


@pytest.fixture(scope="module")
def samples(shared: Path) -> Path:
    return shared / "samples"


@pytest.fixture(scope="module")
def records(samples: Path, read: Reader) -> dict[str, list[Course | Refusal]]:
    return {name: read(samples / name) for name in RECORDS}


@pytest.fixture(scope="module")
def onisep(records: dict[str, list[Course | Refusal]]) -> dict[str, Course]:
    return by_id(records[ONISEP])


def by_id(read: list[Course | Refusal]) -> dict[str, Course]:
    return {record.id: record for record in read if isinstance(record, Course)}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), RECORDS.items())
def test_at_least_99_of_100_records_become_courses_with_ids_of_their_own(
    name: str, count: int, records: dict[str, list[Course | Refusal]]
) -> None:
    assert len(records[name]) == count
    assert len(by_id(records[name])) >= SHARE_ACCEPTED * count


def test_documents_of_other_kinds_are_nobodys(samples: Path) -> None:
    claimed = {
        path.relative_to(samples).as_posix()
        for path in samples.rglob("*")
        if path.is_file() and identify(path) is not None
    }

    assert claimed == set(RECORDS)


def test_a_course_of_the_weiterbildungssuche(records: dict[str, list[Course | Refusal]]) -> None:
    course = by_id(records[BA])["ba:14222269"]

    assert course.title == "Consultant für Forschungsmethoden im Therapiewesen (m/w/d)"
    assert course.provider is not None
    assert course.provider.name == "IU Akademie IU Internationale Hochschule"
    assert course.mode is Mode.BLENDED
    assert (course.sessions[0].starts_on, course.sessions[0].ends_on) == (date(2023, 7, 17), date(2024, 3, 17))
    assert course.place is not None
    assert (course.place.postal_code, course.place.latitude) == ("48153", 51.941842)
    assert course.price_eur is None  # "auf Anfrage"
    assert course.taught_in == ("de",)
    assert "<" not in course.summary


def test_no_price_of_the_weiterbildungssuche_is_taken_for_a_gift(records: dict[str, list[Course | Refusal]]) -> None:
    prices = Counter(course.price_eur for course in by_id(records[BA]).values())

    assert prices == {None: 20}  # the document says "0.0" or nothing, never that a course is free of charge


def test_the_course_of_the_full_lheo_document(records: dict[str, list[Course | Refusal]]) -> None:
    course = by_id(records[LHEO_FULL])["lheo:9436_18706"]

    assert course.title == "BTS négociation et relation client"
    assert (course.kind, course.eqf_level, course.mode) == (CourseKind.STUDY, 5, Mode.ONSITE)
    assert course.certificate == "RNCP474"
    assert course.summary.startswith("A la fois vendeur, manager et commercial")
    assert (course.sessions[0].starts_on, course.sessions[0].ends_on) == (date(2015, 9, 1), date(2017, 8, 31))
    assert course.place is not None
    assert (course.place.latitude, course.place.longitude) == (47.882108, -3.5526545)
    assert course.requirements.eqf_level is None  # the level of entry is demanded, but not communicated (0)


def test_summaries_of_the_lheo_index_keep_months_whose_day_is_not_known(
    records: dict[str, list[Course | Refusal]],
) -> None:
    courses = by_id(records[LHEO_INDEX])

    guide = courses["lheo:14_AF_0000011179_SE_0000093700"]
    assert (guide.hours, guide.eqf_level, guide.sessions[0].starts_on) == (482.0, 6, date(2017, 10, 3))
    tourism = courses["lheo:14_AF_0000028218_SE_0000118670"]
    assert (tourism.sessions[0].starts_on, tourism.sessions[0].note) == (None, "2017-09 – 2018-03")


def test_rows_of_onisep_carry_level_kind_and_what_is_learnt(onisep: dict[str, Course]) -> None:
    course = onisep["onisep:FOR.6913"]

    assert course.title == "Chargé d'accompagnement social et professionnel"
    assert course.eqf_level == 5
    assert course.certificate == "RNCP7426"
    assert course.summary == "Formation d'école spécialisée, 2 ans. Santé - social - sport (travail social)."
    assert course.url == "http://www.onisep.fr/http/redirection/formation/slug/FOR.6913"


def test_levels_of_onisep_add_up_to_what_the_table_says(onisep: dict[str, Course]) -> None:
    levels = Counter(course.eqf_level for course in onisep.values())

    assert levels == {None: 2151, 7: 1525, 6: 898, 5: 620, 4: 538, 3: 350, 8: 4}
