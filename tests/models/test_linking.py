"""Texts linked to a small vocabulary with a small fake encoder, which knows wording and no meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.competences import Link
from engine.domain import Concept, ConceptKind
from models import EncodingCache
from models.concepts import ConceptIndex
from models.linking import Linker
from models.readings import readings_of, taken_apart
from tests.models.fakes import fake_encoder

OCCUPATION, SKILL, INTEREST = ConceptKind.OCCUPATION, ConceptKind.SKILL, ConceptKind.INTEREST
Labels = dict[str, dict[str, tuple[str, ...]]]
OCCUPATIONS: Labels = {
    "o:cook": {"de": ("Koch", "Köchin"), "fr": ("cuisinier",), "en": ("cook",), "nl": ("kok",)},
    "o:baker": {"de": ("Bäcker",), "fr": ("boulanger / boulangère",), "en": ("baker",)},
    "o:welder": {"de": ("Schweißer",), "fr": ("soudeur/soudeuse",), "en": ("welder",), "lb": ("Schweesser",)},
    "o:carer": {"de": ("Helferin in der Pflege",), "fr": ("aide-soignant",), "en": ("care assistant",)},
    "o:assistant": {"de": ("pharmazeutisch-technische Assistentin",), "fr": ("préparateur en pharmacie",)},
    "o:social": {"fr": ("accompagnant éducatif et social",), "de": ("Betreuungskraft",)},
}
SKILLS: Labels = {
    "s:forklift": {"fr": ("conduire un chariot élévateur",), "de": ("Gabelstapler fahren",)},
    "s:first-aid": {"fr": ("premiers secours",), "de": ("Erste Hilfe",), "en": ("first aid",)},
    "s:plc": {"de": ("speicherprogrammierbare Steuerungen",), "en": ("programmable logic controller",)},
    "s:welding": {"de": ("WIG-Schweißen",), "en": ("TIG welding",), "fr": ("soudage TIG",)},
    "s:accounts": {"de": ("Buchhaltung",), "fr": ("comptabilité",), "en": ("accounting",)},
}
HANDS = Concept(uri="i:hands", labels={"de": ("mit den Händen",)}, kind=INTEREST, stands_for=("o:welder", "o:baker"))


@pytest.fixture(scope="module")
def linker(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path_factory.mktemp("cache"), encoder) as cache:
        occupations = [Concept(uri=uri, labels=labels) for uri, labels in OCCUPATIONS.items()]
        skills = [Concept(uri=uri, labels=labels, kind=SKILL) for uri, labels in SKILLS.items()]
        return Linker(
            occupations=ConceptIndex.build([*occupations, HANDS], cache),
            skills=ConceptIndex.build(skills, cache),
            encoder=encoder,
        )


def first(linker: Linker, text: str, kind: ConceptKind = OCCUPATION, language: str | None = None) -> str | None:
    found = linker.link(text, kind=kind, language=language)
    return found[0].uri if found else None


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("Koch", "o:cook"),
        ("KÖCHIN", "o:cook"),
        ("kok", "o:cook"),
        ("boulangère", "o:baker"),
        ("soudeuse", "o:welder"),
        ("Schweißer (m/w/d)", "o:welder"),
        ("Schweißer:in", "o:welder"),
    ],
)
def test_a_name_in_any_language_and_any_gender_is_linked_surely(linker: Linker, text: str, uri: str) -> None:
    found = linker.link(text, kind=OCCUPATION)
    assert found[0].uri == uri
    assert found[0].confidence > 0.8


@pytest.mark.parametrize(
    ("text", "uri"), [("Schweiser", "o:welder"), ("boulangere", "o:baker"), ("cuisiner", "o:cook"), ("acounting", None)]
)
def test_a_typing_mistake_is_forgiven(linker: Linker, text: str, uri: str | None) -> None:
    assert first(linker, text) == uri


@pytest.mark.parametrize(
    ("text", "uri"),
    [("CACES", "s:forklift"), ("sst", "s:first-aid"), ("SPS", "s:plc"), ("WIG", "s:welding"), ("TIG", "s:welding")],
)
def test_an_abbreviation_means_its_competence(linker: Linker, text: str, uri: str) -> None:
    assert first(linker, text, SKILL) == uri


@pytest.mark.parametrize(("text", "uri"), [("PTA", "o:assistant"), ("DEAES", "o:social"), ("DEAS", "o:carer")])
def test_an_abbreviation_means_its_occupation_and_no_competence(linker: Linker, text: str, uri: str) -> None:
    assert first(linker, text) == uri
    assert first(linker, text, SKILL) is None


def test_a_qualification_is_no_concept_and_said_to_be_one(linker: Linker) -> None:
    assert linker.link("BTS", kind=OCCUPATION) == ()
    assert linker.qualifications("BTS") == [("BTS", "brevet de technicien supérieur")]
    assert first(linker, "CAP boulanger") == "o:baker"
    assert linker.qualifications("Koch") == []


def test_a_list_means_what_each_of_its_parts_means(linker: Linker) -> None:
    for text in ("Koch, Bäcker und Schweißer", "cuisinier / boulanger / soudeur", "cook; baker; welder"):
        found = linker.link(text, kind=OCCUPATION)
        assert {link.uri for link in found[:3]} == {"o:cook", "o:baker", "o:welder"}


@pytest.mark.parametrize("text", ["je veux devenir cuisinier", "ik wil kok worden", "Ausbildung als Koch"])
def test_the_words_around_a_wish_do_not_hide_it(linker: Linker, text: str) -> None:
    found = linker.link(text, kind=OCCUPATION)
    assert found[0].uri == "o:cook"
    assert found[0].confidence > 0.8


def test_luxembourgish_is_read_in_german(linker: Linker) -> None:
    assert first(linker, "Éischt Hëllef", SKILL, language="lb") == "s:first-aid"


@pytest.mark.parametrize("text", ["", "   ", "x", "😀😀😀", "12345", "?!", "qwrtz plkmn", "zzz " * 2500, "\x00"])
def test_what_means_nothing_is_linked_to_nothing(linker: Linker, text: str) -> None:
    assert linker.link(text, kind=OCCUPATION) == ()
    assert linker.link(text, kind=SKILL) == ()


def test_each_kind_has_its_own_concepts(linker: Linker) -> None:
    assert first(linker, "mit den Händen", INTEREST) == "i:hands"
    assert all(link.kind is OCCUPATION for link in linker.link("mit den Händen", kind=OCCUPATION))


def test_the_surest_come_first_and_no_more_than_asked_for(linker: Linker) -> None:
    found = linker.link("Koch, Bäcker und Schweißer", kind=OCCUPATION, limit=2)
    assert len(found) == 2
    assert found[0].confidence >= found[1].confidence
    assert linker.link("Koch", kind=OCCUPATION, limit=0) == ()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered_with_probabilities_and_twice_alike(linker: Linker, text: str) -> None:
    found = linker.link(text, kind=SKILL)
    assert all(0 <= link.confidence <= 1 for link in found)
    assert len({link.uri for link in found}) == len(found)
    assert found == linker.link(text, kind=SKILL)


def test_names_are_told_in_the_readers_language_else_in_another(linker: Linker) -> None:
    assert linker.name_of("o:cook", "nl") == "kok"
    assert linker.name_of("o:social", "nl") == "Betreuungskraft"
    assert linker.name_of("s:accounts", "fr") == "comptabilité"
    assert linker.name_of("o:unknown", "fr") is None


def test_a_compound_is_taken_apart_at_known_words() -> None:
    words = {"alten", "pflege", "helferin", "lager", "logistik", "haus", "meister"}
    assert taken_apart("Altenpflegehelferin", words.__contains__) == "Alten Pflege Helferin"
    assert taken_apart("Lagerlogistik in Trier", words.__contains__) == "Lager Logistik in Trier"
    assert taken_apart("Hausmeister", words.__contains__) == "Haus Meister"
    assert taken_apart("Geburtshilfe", words.__contains__) is None


def test_an_unknown_compound_is_linked_through_its_parts(linker: Linker) -> None:
    assert taken_apart("Pflegehelferin", lambda word: word in {"pflege", "helferin"}) == "Pflege Helferin"
    assert first(linker, "Pflegehelferin") == "o:carer"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Deutsch, Englisch und Französisch", ["Deutsch", "Englisch", "Französisch"]),
        ("Bäcker/Metzger", ["Bäcker", "Metzger"]),
        ("Bäcker/Bäckerin", []),
        ("Garten- und Landschaftsbau", []),
        ("souder ou couper", ["souder", "couper"]),
        ("10,5 Stunden Englisch", []),
    ],
)
def test_a_list_is_cut_where_its_entries_end(text: str, parts: list[str]) -> None:
    found = readings_of(text, SKILL, None, lambda _: 0.0)
    assert [reading.text for reading in found if reading.part] == parts


def completed(linker: Linker, prefix: str, language: str, kind: ConceptKind = OCCUPATION) -> list[str]:
    return [link.name for link in linker.complete(prefix, kind=kind, language=language)]


def test_a_prefix_of_any_word_of_a_name_is_completed_without_accents(linker: Linker) -> None:
    assert completed(linker, "ba", "de") == ["Bäcker"]
    assert completed(linker, "bac", "de") == ["Bäcker"]
    assert completed(linker, "pfl", "de") == ["Helferin in der Pflege"]
    assert completed(linker, "chariot el", "fr", SKILL) == ["conduire un chariot élévateur"]
    assert completed(linker, "elev cond", "fr", SKILL) == ["conduire un chariot élévateur"]


def test_the_readers_language_comes_first_and_a_concept_once(linker: Linker) -> None:
    assert completed(linker, "co", "en")[0] == "cook"
    german = linker.complete("k", kind=OCCUPATION, language="de")
    assert [(link.uri, link.name) for link in german] == [("o:cook", "Koch")]
    assert [link.name for link in linker.complete("k", kind=OCCUPATION, language="nl")] == ["kok"]


def test_a_prefix_of_the_feminine_form_is_completed(linker: Linker) -> None:
    assert completed(linker, "soudeus", "fr") == ["soudeur/soudeuse"]


def test_a_mistyped_prefix_is_completed_by_what_is_spelt_alike(linker: Linker) -> None:
    assert completed(linker, "Schweisr", "de")[:1] == ["Schweißer"]
    assert completed(linker, "xyxyxy", "de") == []
    assert completed(linker, "", "de") == []


def test_saved_and_loaded_it_links_and_completes_the_same(linker: Linker, tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path / "cache", encoder) as cache:
        built = ConceptIndex.build([Concept(uri=uri, labels=labels) for uri, labels in OCCUPATIONS.items()], cache)
    (tmp_path / "saved").mkdir()
    built.save(tmp_path / "saved")
    again = Linker(occupations=ConceptIndex.load(tmp_path / "saved"), skills=built, encoder=encoder)

    def told(links: tuple[Link, ...]) -> list[tuple[str, str, float]]:
        return [(link.uri, link.name, round(link.confidence, 3)) for link in links]

    before = Linker(occupations=built, skills=built, encoder=encoder)
    for text in ("Koch, Bäcker und Schweißer", "soudeuse", "Pflegehelferin"):
        assert told(again.link(text, kind=OCCUPATION)) == told(before.link(text, kind=OCCUPATION))
    assert told(again.complete("b", kind=OCCUPATION)) == told(before.complete("b", kind=OCCUPATION))
