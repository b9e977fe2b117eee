"""Courses as JSON-LD: schema.org and the European Learning Model, as far as the portal tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.competences import CourseCompetences
from engine.domain import Mode, Requirements, Session
from service.learning_model import learning_opportunities, learning_opportunity
from service.linked_data import schema_org_course, schema_org_list
from tests.service.fakes import ESCH, SAARBRUECKEN, FakeProduct, course

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

JSON_LD = {"Accept": "application/ld+json"}
NURSING = "http://data.europa.eu/esco/skill/nursing"
RICH = course(
    1,
    eqf_level=4,
    price_eur=0.0,
    hours=240.0,
    certificate="DT aide-soignant",
    competences=(NURSING,),
    requirements=Requirements(note="17 ans"),
    url="https://lycee.example/soins",
    sessions=(
        Session(starts_on=date(2027, 9, 15), ends_on=date(2029, 7, 15), apply_by=date(2027, 6, 1)),
        Session(starts_on=date(2028, 9, 15), place=SAARBRUECKEN),
    ),
)
ABOUT = CourseCompetences(
    teaches={"esco:wounds": 0.8},
    requires={"esco:listen": 0.7},
    occupations={"http://data.europa.eu/esco/occupation/nurse": 0.9},
)
BARE = course(2, taught_in=(), provider=None, place=None, mode=None, summary="", sources=())


def told(item: Any, about: CourseCompetences = ABOUT) -> dict[str, Any]:
    return schema_org_course(item, about, language="en", names=lambda uri, _: uri.rsplit("/", 1)[-1])


def learned(item: Any, about: CourseCompetences = ABOUT) -> dict[str, Any]:
    return learning_opportunity(item, about, language="en", names=lambda uri, _: uri.rsplit("/", 1)[-1])


def test_a_client_that_prefers_json_ld_gets_it_and_any_other_gets_json(client: FlaskClient) -> None:
    kinds = {
        "application/ld+json": "application/ld+json",
        "application/ld+json, application/json;q=0.5": "application/ld+json",
        "application/json": "application/json",
        "*/*": "application/json",
        "text/html": "application/json",
    }
    for accepted, sent in kinds.items():
        for address in ("/api/v1/courses", "/api/v1/courses/starter:1"):
            answer = client.get(address, headers={"Accept": accepted})
            assert (answer.status_code, answer.mimetype) == (200, sent), accepted


def test_the_address_may_ask_for_a_vocabulary(client: FlaskClient) -> None:
    types = {"schema.org": "Course", "elm": "elm:LearningOpportunity"}
    for profile, kind in types.items():
        answer = client.get(f"/api/v1/courses/starter:1?profile={profile}")
        assert (answer.mimetype, answer.get_json()["@type"]) == ("application/ld+json", kind)
    refused = client.get("/api/v1/courses?profile=dublin")
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, "profile")


def test_a_course_tells_its_title_in_its_own_language_and_where_it_stands_here() -> None:
    body = told(RICH)
    assert (body["@context"], body["@type"]) == ("https://schema.org", "Course")
    assert (body["@id"], body["identifier"]) == ("/api/v1/courses/starter:1", "starter:1")
    assert body["name"] == {"@value": "Aide-soignant en alternance 1", "@language": "fr"}
    assert body["inLanguage"] == ["fr", "lb"]
    assert body["provider"] == {"@type": "Organization", "name": "Lycée de santé", "url": "https://lycee.example"}


def test_the_level_and_what_is_taught_are_terms_of_their_sets() -> None:
    body = told(RICH)
    level = body["educationalLevel"]
    assert (level["@type"], level["termCode"]) == ("DefinedTerm", "4")
    assert level["@id"] == "http://data.europa.eu/snb/eqf/4"
    esco, own = body["teaches"]
    assert esco == {
        "@type": "DefinedTerm",
        "@id": NURSING,
        "name": "nursing",
        "inDefinedTermSet": "http://data.europa.eu/esco/concept-scheme/skills",
    }
    assert own == {"@type": "DefinedTerm", "@id": "esco:wounds", "name": "esco:wounds"}
    assert [term["@id"] for term in body["competencyRequired"]] == ["esco:listen"]
    assert body["about"][0]["inDefinedTermSet"] == "http://data.europa.eu/esco/concept-scheme/occupations"


def test_each_session_is_an_instance_at_its_place() -> None:
    first, second = told(RICH)["hasCourseInstance"]
    assert (first["startDate"], first["endDate"], first["courseMode"]) == ("2027-09-15", "2029-07-15", "onsite")
    assert first["location"][0]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Esch-sur-Alzette",
        "postalCode": "4001",
        "addressCountry": "LU",
    }
    assert second["location"][0]["name"] == "Saarbrücken"
    assert "endDate" not in second


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [
        (Mode.ONSITE, ["Place"]),
        (Mode.BLENDED, ["Place", "VirtualLocation"]),
        (Mode.ONLINE, ["VirtualLocation"]),
        (None, ["Place"]),
    ],
)
def test_one_goes_to_a_place_connects_to_it_or_both(mode: Mode | None, kinds: list[str]) -> None:
    instance = told(replace(RICH, mode=mode))["hasCourseInstance"][0]
    assert [where["@type"] for where in instance["location"]] == kinds


@pytest.mark.parametrize(("price", "amount", "category"), [(0.0, "0.00", "Free"), (1200.5, "1200.50", "Paid")])
def test_a_price_is_an_offer(price: float, amount: str, category: str) -> None:
    offer = told(replace(RICH, price_eur=price))["offers"]
    assert (offer["price"], offer["priceCurrency"], offer["category"]) == (amount, "EUR", category)


@pytest.mark.parametrize(("hours", "length"), [(240.0, "PT240H"), (1.5, "PT90M")])
def test_hours_are_an_iso_duration(hours: float, length: str) -> None:
    assert told(replace(RICH, hours=hours))["timeRequired"] == length
    volume = learned(replace(RICH, hours=hours))["elm:learningAchievementSpecification"]["elm:volumeOfLearning"]
    assert volume == {"@value": length, "@type": "xsd:duration"}


def test_what_is_not_known_is_not_said() -> None:
    assert told(BARE, CourseCompetences()) == {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": "/api/v1/courses/starter:2",
        "identifier": "starter:2",
        "name": {"@value": "Aide-soignant en alternance 2", "@language": "fr"},
        "learningResourceType": "apprenticeship",
        "hasCourseInstance": [{"@type": "CourseInstance"}],
    }
    bare = learned(BARE, CourseCompetences())
    assert set(bare) == {
        "@context", "@type", "@id", "adms:identifier", "dc:title", "elm:defaultLanguage",
        "elm:learningAchievementSpecification",
    }  # fmt: skip


def test_only_addresses_of_the_web_get_in(client: FlaskClient, product: FakeProduct) -> None:
    assert product.answer.items[1].course.provider
    assert "javascript:" in str(product.answer.items[1].course.provider.homepage)
    for profile in ("schema.org", "elm"):
        assert "javascript:" not in client.get(f"/api/v1/courses/starter:2?profile={profile}").text


def test_a_list_counts_from_one_over_all_pages(client: FlaskClient) -> None:
    body = client.get("/api/v1/courses?limit=2&offset=4", headers=JSON_LD).get_json()
    assert (body["@type"], body["numberOfItems"]) == ("ItemList", 7)
    assert [item["position"] for item in body["itemListElement"]] == [5, 6]
    assert body["itemListElement"][0]["item"]["@id"] == "/api/v1/courses/starter:5"
    assert "@context" not in body["itemListElement"][0]["item"]


def test_a_list_in_json_ld_has_the_same_pages_as_in_json(client: FlaskClient) -> None:
    plain, linked = (
        client.get("/api/v1/courses?limit=2", headers=headers).headers["Link"] for headers in ({}, JSON_LD)
    )
    assert plain == linked


def test_a_list_of_nothing_is_a_list() -> None:
    assert schema_org_list([], total=0, offset=0, language="en")["itemListElement"] == []
    assert learning_opportunities([], language="en")["@graph"] == []


def test_a_learning_opportunity_has_what_the_model_asks_for() -> None:
    body = learned(RICH)
    assert body["@type"] == "elm:LearningOpportunity"
    assert body["dc:title"] == {"@value": "Aide-soignant en alternance 1", "@language": "fr"}
    assert body["foaf:homepage"]["elm:contentUrl"] == {"@value": "https://lycee.example/soins", "@type": "xsd:anyURI"}
    assert body["elm:providedBy"]["rov:legalName"]["@value"] == "Lycée de santé"
    assert body["elm:defaultLanguage"]["@id"] == "http://publications.europa.eu/resource/authority/language/FRA"
    country = body["elm:location"]["elm:address"]["elm:countryCode"]["@id"]
    assert country == "http://publications.europa.eu/resource/authority/country/LUX"
    assert body["elm:priceDetail"]["elm:amount"]["rdf:value"] == {"@value": "0.00", "@type": "xsd:decimal"}
    assert body["elm:applicationDeadline"] == [{"@value": "2027-06-01T00:00:00", "@type": "xsd:dateTime"}]


def test_what_one_can_do_afterwards_are_learning_outcomes_with_their_esco_skill() -> None:
    achieved = learned(RICH)["elm:learningAchievementSpecification"]
    assert achieved["@type"] == "elm:Qualification"
    assert achieved["elm:EQFLevel"]["@id"] == "http://data.europa.eu/snb/eqf/4"
    assert achieved["dc:title"]["@value"] == "DT aide-soignant"
    assert achieved["elm:entryRequirement"]["elm:noteLiteral"] == {"@value": "17 ans", "@language": "fr"}
    esco, own = achieved["elm:learningOutcome"]
    assert esco["elm:relatedESCOSkill"]["@id"] == NURSING
    assert own["elm:relatedSkill"]["@id"] == "esco:wounds"


def test_without_a_level_it_is_no_qualification() -> None:
    achieved = learned(replace(RICH, eqf_level=None))["elm:learningAchievementSpecification"]
    assert achieved["@type"] == "elm:LearningAchievementSpecification"


def test_one_session_is_its_time_and_several_are_parts() -> None:
    assert "dc:temporal" not in learned(RICH)
    first, second = learned(RICH)["elm:hasPart"]
    assert first["dc:temporal"]["elm:startDate"]["@value"] == "2027-09-15T00:00:00"
    assert second["elm:location"]["elm:geographicName"]["@value"] == "Saarbrücken"
    alone = learned(replace(RICH, sessions=RICH.sessions[:1]))
    assert alone["dc:temporal"]["elm:endDate"]["@value"] == "2029-07-15T00:00:00"
    assert "elm:hasPart" not in alone


def test_every_prefix_that_is_used_is_explained() -> None:
    body = learned(replace(RICH, place=ESCH))
    context = body.pop("@context")

    def names(node: Any) -> set[str]:
        if isinstance(node, list):
            return {name for one in node for name in names(one)}
        if not isinstance(node, dict):
            return set()
        kind = {str(node["@type"])} if "@type" in node else set()
        return kind | {name for name in node if not name.startswith("@")} | names(list(node.values()))

    used = {name.split(":")[0] for name in names(body)}
    assert used == set(context)
