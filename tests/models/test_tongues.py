"""The language that a course teaches, told from those it is held in and those it names beside."""

from __future__ import annotations

import pytest

from engine.domain import Concept, ConceptKind
from models.tongues import CERTAINTY, TONGUES, Tongues

NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "de": {"de": ("Deutsch",), "fr": ("allemand", "cours d'allemand"), "en": ("German",), "nl": ("Duits",)},
    "fr": {"de": ("Französisch",), "fr": ("français", "FLE"), "en": ("French",), "nl": ("Frans",)},
    "lb": {"de": ("Luxemburgisch",), "fr": ("luxembourgeois",), "en": ("Luxembourgish",), "lb": ("Lëtzebuergesch",)},
    "nl": {"de": ("Niederländisch",), "fr": ("néerlandais",), "en": ("Dutch",), "nl": ("Nederlands",)},
}
WRITE_GERMAN = Concept(
    uri="write-german", labels={"en": ("write German",), "de": ("Deutsch schreiben",)}, kind=ConceptKind.SKILL
)
COOKING = Concept(uri="cooking", labels={"en": ("cooking",), "de": ("kochen",)}, kind=ConceptKind.SKILL)


@pytest.fixture(scope="module")
def tongues() -> Tongues:
    languages = [Concept(uri=TONGUES[tag], labels=names, kind=ConceptKind.SKILL) for tag, names in NAMES.items()]
    return Tongues.of([*languages, WRITE_GERMAN, COOKING])


def taught(tongues: Tongues, title: str, *sentences: str, kind: str = "course") -> set[str]:
    tag_of = {uri: tag for tag, uri in TONGUES.items()}
    return {tag_of[uri] for uri in tongues.taught(title, sentences, language_course=kind == "language")}


@pytest.mark.parametrize(
    ("title", "languages"),
    [
        ("Deutsch B1", {"de"}),
        ("luxembourgeois A1 à Thionville", {"lb"}),
        ("Abendkurs Niederländisch", {"nl"}),
        ("Französischkurs für den Beruf", {"fr"}),
        ("Luxembourgeois, allemand, néerlandais : cours du soir", {"lb", "de", "nl"}),
        ("Lëtzebuergesch", {"lb"}),
        ("Allemand professionnel", {"de"}),
        ("Perfectionnement en cuisine", set()),
        ("Cours de cuisine en allemand", set()),
        ("Diplôme de droit français", set()),
        ("French pastry", set()),
        ("Master in Computer Science (taught in German)", set()),
        ("Buchhaltung auf Deutsch", set()),
    ],
)
def test_the_title_says_which_language_is_taught(tongues: Tongues, title: str, languages: set[str]) -> None:
    assert taught(tongues, title) == languages


def test_a_dutch_course_for_german_speakers_does_not_teach_german(tongues: Tongues) -> None:
    beside = "Für Menschen, die Deutsch sprechen; es gibt auch Deutsch und Französisch."
    assert taught(tongues, "Niederländisch A2", beside, kind="language") == {"nl"}


def test_a_language_course_without_one_in_its_title_teaches_what_its_summary_names_first(tongues: Tongues) -> None:
    summary = ("Parler, lire et écrire le français.", "Aussi : allemand.")
    assert taught(tongues, "Cours du soir", *summary, kind="language") == {"fr"}
    assert taught(tongues, "Cours du soir", *summary) == set()


def test_another_course_teaches_a_language_where_one_learns_it_there(tongues: Tongues) -> None:
    found = tongues.taught("Vorbereitung", ["Jugendliche lernen ein Jahr lang Deutsch."], language_course=False)
    assert found == {TONGUES["de"]: CERTAINTY["beside"]}


def test_a_competence_in_a_language_is_known_as_one(tongues: Tongues) -> None:
    assert tongues.about["write-german"] == {TONGUES["de"]}
    assert "cooking" not in tongues.about
