"""The starter catalogue that is shipped: every offer reads, and every topic is there."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import data
from data.places import Gazetteer
from data.portals import Refusal, identify, read_courses
from engine.domain import Course, CourseKind, Group

from .conftest import RETRIEVED_ON, Reader

CATALOGUE = Path(data.__file__).parent / "starter"
REGIONS = ("lorraine", "luxembourg", "ostbelgien", "rheinland-pfalz", "saarland", "wallonia")
LEAST_IN_A_REGION = 35
LEAST_IN_ALL = 240
FIELDS = (
    "care",
    "construction",
    "crafts",
    "digital",
    "education",
    "finance",
    "green",
    "hospitality",
    "industry",
    "it",
    "languages",
    "logistics",
    "orientation",
)
KINDS = tuple(CourseKind)
LANGUAGES = ("de", "en", "fr", "lb", "nl")


@pytest.fixture(scope="module")
def offers(read: Reader) -> dict[str, list[Course | Refusal]]:
    return {path.stem: read(path) for path in sorted(CATALOGUE.glob("*.toml"))}


@pytest.fixture(scope="module")
def courses(offers: dict[str, list[Course | Refusal]]) -> list[Course]:
    return [record for records in offers.values() for record in records if isinstance(record, Course)]


def test_there_is_one_file_for_each_region(offers: dict[str, list[Course | Refusal]]) -> None:
    assert tuple(offers) == REGIONS


def test_no_offer_is_refused(offers: dict[str, list[Course | Refusal]]) -> None:
    assert [record for records in offers.values() for record in records if isinstance(record, Refusal)] == []


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_at_least_35_offers(region: str, offers: dict[str, list[Course | Refusal]]) -> None:
    assert len(offers[region]) >= LEAST_IN_A_REGION


def test_there_are_at_least_240_offers_in_all(courses: list[Course]) -> None:
    assert len(courses) >= LEAST_IN_ALL


def test_no_id_is_given_twice(courses: list[Course]) -> None:
    assert [id_ for id_, count in Counter(course.id for course in courses).items() if count > 1] == []


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_offers_every_field_of_work(region: str) -> None:
    listed = tomllib.loads((CATALOGUE / f"{region}.toml").read_text(encoding="utf-8"))["offer"]
    fields = {field for offer in listed for field in offer["fields"]}

    assert [field for field in FIELDS if field not in fields] == []


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_offers_every_kind_of_course(region: str, offers: dict[str, list[Course | Refusal]]) -> None:
    kinds = {record.kind for record in offers[region] if isinstance(record, Course)}

    assert [kind for kind in KINDS if kind not in kinds] == []


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_offers_made_for_young_people_outside_school_and_work(
    region: str, offers: dict[str, list[Course | Refusal]]
) -> None:
    groups = {group for record in offers[region] if isinstance(record, Course) for group in record.target_groups}

    assert groups >= {Group.NEET} or groups >= {Group.NO_DIPLOMA}


@pytest.mark.parametrize("region", REGIONS)
def test_each_offer_stands_in_the_region_of_its_file(region: str) -> None:
    path = CATALOGUE / f"{region}.toml"
    portal = identify(path)
    assert portal is not None

    records = read_courses(path, portal, places=Gazetteer.shipped(), retrieved_on=RETRIEVED_ON)
    elsewhere = [record for record in records if not isinstance(record, Course) or not _in_region(record, region)]

    assert elsewhere == []


def _in_region(course: Course, region: str) -> bool:
    return course.place is not None and course.place.region == region and course.place.latitude is not None


def test_offers_are_written_in_all_five_languages(courses: list[Course]) -> None:
    written = {course.text_language for course in courses}

    assert written == set(LANGUAGES)


def test_every_offer_says_what_where_and_by_whom(courses: list[Course]) -> None:
    silent = [course.id for course in courses if not (course.summary and course.provider and course.place)]

    assert silent == []
