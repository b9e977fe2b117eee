"""Languages, levels, modes and kinds."""

from __future__ import annotations

import pytest

from data.normalise import levels, offers
from data.normalise.languages import language, languages
from engine.domain import CourseKind, Group, Mode

LANGUAGES = {
    "Deutsch": "de",
    "allemand": "de",
    "German": "de",
    "ger": "de",
    "deu": "de",
    "FRE": "fr",
    "fra": "fr",
    "de-DE": "de",
    "pt_PT": "pt",
    "Lëtzebuergesch": "lb",
    "néerlandais": "nl",
    "hr": "hr",
    "Klingonisch": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), LANGUAGES.items())
def test_a_language_is_known_by_name_or_code(text: str, expected: str | None) -> None:
    assert language(text) == expected


def test_several_languages_keep_their_order_and_come_once() -> None:
    assert languages(("Deutsch, Englisch", "fr", "de", "unbekannt")) == ("de", "en", "fr")


@pytest.mark.parametrize(
    ("code", "level"),
    [
        *((code, None) for code in ("", "0", "1", "2", "3", "10", "19", "IV")),
        *(("4", 3), ("5", 4), ("6", 5), ("7", 6), ("8", 7)),
        *(("11", 1), ("13", 3), ("16", 6), ("18", 8)),
    ],
)
def test_levels_of_lheo_count_by_the_old_and_by_the_new_nomenclature(code: str, level: int | None) -> None:
    assert levels.lheo(code) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("niveau 5 (bac + 2)", 5), ("Niveau 3 (niveau CAP)", 3), ("non inscrit au RNCP", None), ("niveau IV", None)],
)
def test_levels_of_the_rncp_are_read_from_their_wording(text: str, level: int | None) -> None:
    assert levels.french(text) == level


@pytest.mark.parametrize(
    ("award", "level"),
    [
        ("Industriemeister/in - Metall (IHK)", 6),
        ("Meisterprüfung im Elektrotechniker-Handwerk", 6),
        ("Geprüfte/r Wirtschaftsfachwirt/in", 6),
        ("Staatlich geprüfter Techniker", 6),
        ("Gesellenbrief", 4),
        ("Master of Science", 7),
        ("Professional Scrum Master (PSM I)", None),
        ("Hausmeister-Service", None),
        ("Gesellenbrief oder Meisterbrief", None),
        ("Zertifikat des Trägers", None),
    ],
)
def test_a_german_award_has_a_level_where_its_name_fixes_one(award: str, level: int | None) -> None:
    assert levels.german(award) == level


@pytest.mark.parametrize(
    ("code", "mode"),
    [("101", Mode.ONSITE), ("206", Mode.ONLINE), ("302", Mode.BLENDED), ("402", Mode.ONLINE), ("1", None), ("", None)],
)
def test_teaching_forms_of_the_weiterbildungssuche(code: str, mode: Mode | None) -> None:
    assert offers.ba_mode(code) == mode


@pytest.mark.parametrize(("code", "mode"), [("0", Mode.ONSITE), ("1", Mode.BLENDED), ("2", Mode.ONLINE), ("3", None)])
def test_teaching_forms_of_lheo(code: str, mode: Mode | None) -> None:
    assert offers.lheo_mode(code) == mode


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("BTS électrotechnique", CourseKind.STUDY),
        ("Licence pro guide", CourseKind.STUDY),
        ("Licencié de vol : préparation", CourseKind.COURSE),
        ("CAP boulanger", CourseKind.COURSE),
        ("Atelier FLE débutants", CourseKind.LANGUAGE),
        ("Bilan de compétences", CourseKind.ORIENTATION),
    ],
)
def test_a_french_title_tells_the_kind_only_where_it_must(title: str, kind: CourseKind) -> None:
    assert offers.lheo_kind(title) == kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Certificat d'aptitude professionnelle", CourseKind.SCHOOL),
        ("baccalauréat professionnel", CourseKind.SCHOOL),
        ("diplôme d'ingénieur", CourseKind.STUDY),
        ("licence professionnelle", CourseKind.STUDY),
        ("titre professionnel", CourseKind.COURSE),
        ("formation d'école spécialisée", CourseKind.COURSE),
    ],
)
def test_kinds_of_onisep_follow_the_type_of_training(label: str, kind: CourseKind) -> None:
    assert offers.onisep_kind(label) == kind


def test_kinds_of_the_weiterbildungssuche_are_courses_unless_their_label_says_more() -> None:
    assert offers.ba_kind("Fortbildung/Qualifizierung") == CourseKind.COURSE
    assert offers.ba_kind("Studienangebot - grundständig") == CourseKind.STUDY


def test_only_named_groups_are_taken() -> None:
    assert offers.named_groups(("neet", "all", "neet", "women")) == (Group.NEET, Group.WOMEN)
    assert offers.disability_groups(()) == ()
