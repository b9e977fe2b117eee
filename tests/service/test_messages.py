"""Findings, errors and names in the reader's words."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from engine import checks, gap, paths, target
from engine.checks import HARD, SOFT
from engine.domain import Cefr, CourseKind, Finding, Group, Mode, Region, Status, Verdict
from engine.errors import InputError, NotFound, PasserelleError, StateError, Unavailable
from engine.ranking import WEIGHTS
from engine.widening import STEPS
from service import messages
from service.contracts import LANGUAGES
from service.messages.errors import ERRORS
from service.messages.findings import CONCEPTS, PLACEHOLDER, SENTENCES, VARIANTS, WORDINGS, sentence_key
from tests.service.finding_samples import all_findings

ROOT = Path(__file__).resolve().parents[2]
NBSP, THIN = "\u00a0", "\u202f"
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


HELPERS_THAT_MAKE_FINDINGS = ("_finding", "_unknown", "_note", "_path")


def finding(code: str, verdict: Verdict, **params: object) -> Finding:
    return Finding(code=code, verdict=verdict, params=params)


COMMUTE = finding("commute", MET, **{"minutes": 35, "limit": 60, "from": "Thionville", "to": "Esch-sur-Alzette"})


def test_the_table_says_exactly_what_the_engine_can_say() -> None:
    assert {sentence_key(found) for found in all_findings()} == set(SENTENCES)


def test_every_code_of_the_engine_is_in_the_table() -> None:
    calls = [
        node
        for module in (checks, gap, paths, target)
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    # The code is the first text among the arguments of these helpers, or the keyword ``code``.
    given = [(call, call.args) for call in calls if getattr(call.func, "id", "") in HELPERS_THAT_MAKE_FINDINGS]
    named = {next((arg.value for arg in args if isinstance(arg, ast.Constant)), None) for _, args in given} - {None}
    named |= {
        word.value.value
        for call in calls
        for word in call.keywords
        if word.arg == "code" and isinstance(word.value, ast.Constant)
    }
    assert {code for code, _, _ in SENTENCES} == named | {*HARD, *SOFT, *STEPS, "relevance", "online"}


def test_every_parameter_of_a_sentence_has_a_wording() -> None:
    wanted = {(code, name) for (code, _, _), text in SENTENCES.items() for name in PLACEHOLDER.findall(text)}
    worded = {(code, name) for table in (WORDINGS, CONCEPTS) for code, names in table.items() for name in names}
    assert wanted == worded


def test_every_rule_for_variants_belongs_to_a_sentence() -> None:
    assert set(VARIANTS) <= {(code, verdict) for code, verdict, _ in SENTENCES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_becomes_a_whole_sentence(language: str) -> None:
    for found in all_findings():
        text = messages.finding_text(found, language)
        assert text[0].isupper(), text
        assert text.endswith("."), text
        assert "%" not in text, text
        assert "None" not in text, text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Etwa 35 Minuten von Thionville nach Esch-sur-Alzette (Schätzung)."),
        ("fr", "Environ 35 minutes entre Thionville et Esch-sur-Alzette (estimation)."),
        ("en", "About 35 minutes from Thionville to Esch-sur-Alzette (estimate)."),
        ("lb", "Ongeféier 35 Minutten: Thionville – Esch-sur-Alzette (Schätzung)."),
        ("nl", "Ongeveer 35 minuten van Thionville naar Esch-sur-Alzette (schatting)."),
    ],
)
def test_a_journey_is_told_as_an_estimate(language: str, text: str) -> None:
    assert messages.finding_text(COMMUTE, language) == text


@pytest.mark.parametrize(
    ("found", "german"),
    [
        (finding("border", MET, **{"from": "FR", "to": "LU"}), "Auf der anderen Seite der Grenze: Luxemburg."),
        (
            finding("language", UNKNOWN, missing="level", language="de", needed="B1", has="A2"),
            "Meist nötig: Deutsch, B1 (reicht für den Alltag). Fragen, ob das reicht: A2 (einfache Sätze).",
        ),
        (
            finding("language", MET, language="de", needed=None, has=None),
            "Sprachkurs: Es wird kein Niveau in Deutsch verlangt.",
        ),
        (finding("age", MET, min=16, max=None, age=19), "Das Alter passt: ab 16 Jahren."),
        (finding("age", NOT_MET, min=None, max=25, age=30), "Nur für Menschen bis 25 Jahre."),
        (finding("price", MET, price=0.0, limit=None), "Kostenlos."),
        (
            finding("price", NOT_MET, price=450.0, limit=0.0),
            f"Kostet 450,00{NBSP}€. Fragen, wer das bezahlen kann.",
        ),
        (finding("dates", MET, starts_on=date(2027, 3, 1)), "Beginnt am 1. März 2027."),
        (finding("group", MET, groups=("neet",)), "Gedacht für: junge Menschen ohne Arbeit und Ausbildung."),
        (finding("widened-distance", MET, limit=60, to=120), "Längere Wege: bis zu 120 Minuten statt 60 Minuten."),
    ],
)
def test_findings_are_told_in_plain_german(found: Finding, german: str) -> None:
    assert messages.finding_text(found, "de") == german


def test_one_minute_is_singular() -> None:
    near = finding("commute", MET, **{"minutes": 1, "limit": None, "from": "Metz", "to": "Metz"})
    assert messages.finding_text(near, "en") == "Right in Metz: about 1 minute on the way (estimate)."


@pytest.mark.parametrize(
    "found",
    [
        finding("astrology", MET),
        finding("online", NOT_MET),
        finding("commute", MET, **{"from": "Metz", "to": "Trier"}),
        finding("age", MET),
        finding("mode", MET, mode="telepathy"),
    ],
)
def test_a_finding_without_words_is_a_typed_error(found: Finding) -> None:
    with pytest.raises(StateError):
        messages.finding_text(found, "de")


def test_a_language_without_translations_is_refused() -> None:
    with pytest.raises(InputError, match="de, fr, en, lb, nl"):
        messages.finding_text(COMMUTE, "it")


def test_without_a_page_and_a_language_the_words_are_english() -> None:
    assert messages.kind_name(CourseKind.APPRENTICESHIP) == "Apprenticeship"


def test_on_a_page_the_words_are_in_its_language() -> None:
    app = Flask("page")
    Babel(app, default_locale="nl")
    with app.test_request_context("/"):
        assert messages.language_name("de") == "Duits"
        with force_locale("lb"):
            assert messages.language_name("de") == "Däitsch"
            assert messages.widened_text(finding("widened-border", MET)).startswith("Déi ganz Groussregioun")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_name(language: str) -> None:
    named = [
        *(messages.kind_name(kind, language) for kind in CourseKind),
        *(messages.mode_name(mode, language) for mode in Mode),
        *(messages.status_name(status, language) for status in Status),
        *(messages.group_name(group, language) for group in Group),
        *(messages.region_name(region, language) for region in Region),
        *(messages.feature_name(feature, language) for feature in WEIGHTS),
        *(messages.cefr_plain(level, language) for level in Cefr),
        *(messages.eqf_name(level, language) for level in range(1, 9)),
    ]
    assert all(named)
    assert len(named) == len(set(named))


def test_group_names_can_stand_in_a_list() -> None:
    for language in LANGUAGES:
        assert not [group for group in Group if "," in messages.group_name(group, language)]


def test_an_unknown_name_is_a_typed_error() -> None:
    with pytest.raises(StateError):
        messages.feature_name("astrology", "de")


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("lb", "fr", "luxembourgeois"),
        ("fr", "lb", "Franséisch"),
        ("pt-BR", "en", "Brazilian Portuguese"),
        ("pt-AO", "en", "Portuguese"),
        ("ti", "de", "Tigrinya"),
        ("xx-unknown", "de", "xx-unknown"),
    ],
)
def test_languages_are_named_by_the_cldr(tag: str, language: str, name: str) -> None:
    assert messages.language_name(tag, language) == name


def test_countries_are_named_by_the_cldr() -> None:
    assert [messages.country_name(code, "lb") for code in ("BE", "fr", "QQ")] == ["Belsch", "Frankräich", "QQ"]


def test_numbers_days_and_money_follow_the_language() -> None:
    assert messages.number_text(1450.5, "de") == "1.450,5"
    assert messages.date_text(date(2027, 3, 2), "de") == "2. März 2027"
    assert messages.date_text(date(2027, 3, 1), "fr") == "1er mars 2027"
    assert messages.date_text(date(2027, 3, 11), "fr") == "11 mars 2027"
    assert messages.money_text(1450, "fr") == f"1{THIN}450,00{NBSP}€"
    assert messages.minutes_text(45, "lb") == "45 Minutten"


@pytest.mark.parametrize(
    ("error", "english"),
    [
        (InputError("nothing", code="empty-goal"), "Tell us in a few words what you would like to do."),
        (
            InputError("?", code="place-ambiguous"),
            "There is more than one place with this name. Please add the postal code.",
        ),
        (
            InputError("too long", code="string-too-long"),
            "Something in your answers could not be read. Please check them.",
        ),
        (NotFound("gone"), "We could not find that. Perhaps it does not exist any more."),
        (
            StateError("x", code="weights-damaged"),
            "This service is not set up completely. Please tell the people who run it.",
        ),
        (Unavailable("no index"), "We are not ready yet. Please try again in a few minutes."),
    ],
)
def test_errors_say_what_to_do(error: PasserelleError, english: str) -> None:
    assert messages.error_text(error, "en") == english


def _codes_raised(folder: str) -> set[str]:
    """The codes that the modules of a folder give to typed errors and to pydantic's complaints."""
    calls = (
        node
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    kinds = {kind.__name__ for kind in PasserelleError.__subclasses__()}
    found: set[str] = set()
    for call in calls:
        name = getattr(call.func, "id", "")
        given = [word.value for word in call.keywords if word.arg == "code"] if name in kinds else []
        given += call.args[:1] if name == "PydanticCustomError" else []
        found |= {str(code.value).replace("_", "-") for code in given if isinstance(code, ast.Constant)}
    return found


def test_every_code_that_a_person_can_meet_has_words() -> None:
    raised = _codes_raised("engine") | _codes_raised("service") | _codes_raised("data/places")
    own = {kind.code for kind in (PasserelleError, *PasserelleError.__subclasses__())}
    assert set(ERRORS) == raised | own
