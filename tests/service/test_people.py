"""Five people, the real encoder, the shipped catalogue: who gets what first, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine import Profile, RecommendationList
from engine.answer import Recommendation
from engine.domain import Cefr, CourseKind, Group, Status, Verdict
from service.bootstrap import Passerelle

pytestmark = pytest.mark.slow

Ask = Callable[[Profile], RecommendationList]
K = 10


@pytest.fixture(scope="module")
def ask(starter_product: Passerelle) -> Ask:
    return lambda profile: starter_product.recommend(profile, k=K)


@pytest.fixture(scope="module")
def school_leaver(starter_product: Passerelle) -> Profile:
    """17, from Thionville, without a diploma."""
    return Profile(
        goal="je sais pas trop, un truc manuel, j'ai pas de diplôme",
        home=starter_product.places.resolve(country="FR", name="Thionville"),
        age=17,
        eqf_level=1,
        status=Status.NEET,
        speaks={"fr": Cefr.C2},
    )


@pytest.fixture(scope="module")
def welder(starter_product: Passerelle) -> Profile:
    """From Trier, speaks no French."""
    home = starter_product.places.resolve(country="DE", name="Trier")
    return Profile(goal="Schweißer", home=home, age=34, speaks={"de": Cefr.C2}, status=Status.EMPLOYED)


@pytest.fixture(scope="module")
def nurse(starter_product: Passerelle) -> Profile:
    home = starter_product.places.resolve(country="BE", name="Arlon")
    return Profile(goal="infirmière, je voudrais me spécialiser", home=home, age=29, speaks={"fr": Cefr.C2})


@pytest.fixture(scope="module")
def refugee(starter_product: Passerelle) -> Profile:
    """In Esch, German at A2."""
    return Profile(
        goal="Ich möchte Deutsch lernen und als Koch arbeiten",
        home=starter_product.places.resolve(country="LU", name="Esch-sur-Alzette"),
        age=24,
        groups=(Group.REFUGEE,),
        speaks={"de": Cefr.A2, "en": Cefr.B1},
    )


@pytest.fixture(scope="module")
def accountant(starter_product: Passerelle) -> Profile:
    """On short-time work in Saarlouis."""
    return Profile(
        goal="Buchhalterin in Kurzarbeit, will mich weiterbilden",
        home=starter_product.places.resolve(country="DE", name="Saarlouis"),
        age=45,
        eqf_level=4,
        status=Status.SHORT_TIME,
        speaks={"de": Cefr.C2, "fr": Cefr.B1},
    )


def ids(result: RecommendationList) -> list[str]:
    return [item.course.id.removeprefix("starter:") for item in result.items]


def countries(result: RecommendationList) -> set[str]:
    return {item.course.place.country for item in result.items if item.course.place}


def before(result: RecommendationList, first: str, second: str) -> bool:
    """``first`` is recommended, and ``second`` later or not at all."""
    order = ids(result)
    return first in order and (second not in order or order.index(first) < order.index(second))


def verdict(item: Recommendation, code: str) -> Verdict | None:
    return next((found.verdict for found in item.findings if found.code == code), None)


def test_a_school_leaver_without_diploma_gets_trades_and_a_year_to_prepare_and_no_university(
    ask: Ask, school_leaver: Profile
) -> None:
    result = ask(school_leaver)
    assert before(result, "lu-cnfpc-fit-fir-d-leier", "lor-cfabtp-montigny-electricien")
    assert before(result, "lu-ltb-boulanger", "lor-chru-nancy-auxiliaire-puericulture")
    assert [item.course.id for item in result.items if (item.course.eqf_level or 0) >= 5] == []
    assert sum(item.course.kind is CourseKind.APPRENTICESHIP for item in result.items[:5]) >= 3
    assert {"FR", "LU"} <= countries(result)


def test_a_school_leaver_who_only_wants_a_diploma_is_led_to_the_second_chance_school(
    ask: Ask, school_leaver: Profile
) -> None:
    result = ask(replace(school_leaver, goal="j'ai pas de diplôme, je veux reprendre pied"))
    assert ids(result)[0] == "lor-e2c-metz"
    assert before(result, "lor-e2c-metz", "lu-uni-border-studies")


def test_a_welder_who_speaks_no_french_gets_german_courses_near_trier_first(ask: Ask, welder: Profile) -> None:
    result = ask(welder)
    assert ids(result)[0] == "rlp-hwk-trier-schweissen"
    assert before(result, "rlp-hwk-trier-schweissen", "dg-zawm-stvith-schweissen")
    assert before(result, "dg-zawm-stvith-schweissen", "dg-zawm-stvith-metallbau")
    assert {"DE", "BE"} <= countries(result)


def test_a_welder_who_speaks_no_french_is_told_what_french_would_open(ask: Ask, welder: Profile) -> None:
    rejected = {out.course.id.removeprefix("starter:"): out.findings for out in ask(welder).rejected}
    assert "lor-uimm-yutz-soudeur" in rejected
    (language,) = rejected["lor-uimm-yutz-soudeur"]
    assert (language.code, language.params["language"], language.params["has"]) == ("language", "fr", None)


def test_a_welder_who_speaks_french_too_crosses_to_lorraine(ask: Ask, welder: Profile) -> None:
    both = Profile(goal=welder.goal, home=welder.home, age=34, speaks={"de": Cefr.C2, "fr": Cefr.B2})
    assert "FR" in countries(ask(both)) or "LU" in countries(ask(both))


def test_a_nurse_from_arlon_finds_the_schools_of_three_countries_the_nearest_first(ask: Ask, nurse: Profile) -> None:
    result = ask(nurse)
    assert {"LU", "BE", "FR"} <= countries(result)
    assert before(result, "lu-ensa-infirmier", "lor-ifsi-forbach")
    assert before(result, "lor-ifsi-thionville", "lor-ifsi-forbach")
    assert before(result, "wal-hers-infirmier", "wal-helmo-infirmier")
    assert all(verdict(item, "language") is not Verdict.NOT_MET for item in result.items)


def test_a_refugee_with_a2_german_finds_cooking_and_german_and_asks_whether_a2_is_enough(
    ask: Ask, refugee: Profile
) -> None:
    result = ask(refugee)
    kinds = {item.course.kind.value for item in result.items}
    assert {"language", "apprenticeship"} <= kinds
    cook = next(item for item in result.items if item.course.id == "starter:rlp-bbs-ehs-koch")
    assert verdict(cook, "language") is Verdict.UNKNOWN
    assert before(result, "rlp-bbs-ehs-koch", "sl-tgbbz2-koch")
    assert "lor-mondon-cap-cuisine" not in ids(result)


def test_an_accountant_on_short_time_work_finds_courses_on_both_sides_the_near_before_the_far(
    ask: Ask, accountant: Profile
) -> None:
    result = ask(accountant)
    assert {"DE", "LU"} <= countries(result)
    assert before(result, "sl-vhs-finanzbuchhaltung", "dg-ahs-buchhaltung")
    assert before(result, "sl-vhs-finanzbuchhaltung", "sl-kbbz-bueromanagement")


@pytest.mark.parametrize("person", ["school_leaver", "welder", "nurse", "refugee", "accountant"])
def test_every_answer_is_explained_and_adds_up(ask: Ask, person: str, request: pytest.FixtureRequest) -> None:
    result = ask(request.getfixturevalue(person))
    assert len(result.items) >= 5
    for item in result.items:
        assert item.score == pytest.approx(sum(part.amount for part in item.contributions))
        assert {"relevance", "price", "dates"} <= {found.code for found in item.findings}


@pytest.mark.parametrize("goal", ["asdfgh qwertz", "🙂🙂🙂 xxyyzz", "zzz" * 100])
def test_nonsense_gets_the_honest_answer_that_nothing_fits(ask: Ask, goal: str) -> None:
    assert ask(Profile(goal=goal)).items == ()


@pytest.mark.parametrize(
    ("goal", "wanted"),
    [
        ("welder", "rlp-hwk-trier-schweissen"),
        ("lasser", "rlp-hwk-trier-schweissen"),
        ("Schweesser", "rlp-hwk-trier-schweissen"),
        ("soudeuse", "rlp-hwk-trier-schweissen"),
    ],
)
def test_a_wish_in_any_language_finds_the_course_next_door(ask: Ask, welder: Profile, goal: str, wanted: str) -> None:
    found = ask(Profile(goal=goal, home=welder.home, speaks={"de": Cefr.C2}))
    assert wanted in ids(found)[:3]
