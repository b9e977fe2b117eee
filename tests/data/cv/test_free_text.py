"""Pasted CVs in five languages: what is read, and what is nobody's business."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cv import read_cv
from engine.cv import Cv, CvSection
from engine.domain import ConceptKind

DE = """Lebenslauf

Anna Beispiel
Musterstraße 12, 66111 Saarbrücken
Tel.: 0681 / 123 45 67
E-Mail: anna.beispiel@example.org
Geboren am 12.03.1998 in Trier

Berufserfahrung
03/2019 – heute   Verkäuferin, Beispielmarkt GmbH
- Kassieren und Beratung
- Warenannahme, Lagerverwaltung bei Herrn Muster
2015 Kellnerin bei Gasthaus Krone

Schulbildung
2008 - 2014 Realschule, Mittlere Reife
2016 – 2019 Ausbildung zur Kauffrau im Einzelhandel (IHK)
seit 2023 Industriemeister Metall

Kenntnisse
MS Office (Word, Excel), SAP, Staplerschein
Kein Führerschein

Sprachen: Deutsch (Muttersprache), Französisch (fließend)

Hobbys
Schwimmen

Saarbrücken, 12.11.2026
Anna Beispiel
"""
FR = """Marie DUPONT
12 rue de la Gare
57100 Thionville
06 12 34 56 78

EXPÉRIENCE PROFESSIONNELLE
2018-2021 : Aide-soignante, EHPAD Les Tilleuls
• Accompagner les personnes âgées

FORMATION
2017 : CAP Cuisine
2022 – en cours : BTS Diététique

LANGUES
Français : langue maternelle
Allemand : notions

COMPÉTENCES
Word ; gestion des stocks
Pas de permis poids lourds
"""
LB = """LIEWENSLAF
Jang Muller
Gebuer den 1. Abrëll 1990

Beruffserfarung
2012-2020 Elektriker bei der Firma Beispill Sàrl

Formatioun
2012 DAP Elektriker

Sproochen
Däitsch: fléissend
"""
NL = """Werkervaring
Van 2016 tot heden: verpleegkundige bij AZ Voorbeeld
- wondverzorging

Opleiding
mbo 4 Verpleegkunde (2012-2016)

Talen
Moedertaal: Nederlands
Geen Duits
"""
EN = """John Smith
Software Developer
john@example.com | +44 20 7946 0958 | linkedin.com/in/johnsmith

Work Experience
Senior Developer at Example Ltd
Jan 2015 – present
- Developed web services
- Not responsible for budgets

Education
BSc Computer Science, 2008 – 2011
MSc Data Science (in progress)

Languages
English C1 C1 B2 B2 B1
"""
CVS = {"de": DE, "fr": FR, "lb": LB, "nl": NL, "en": EN}


def texts(cv: Cv, kind: ConceptKind | None = None) -> list[str]:
    return [said.text for said in cv.statements if kind is None or kind in said.kinds]


def spoken(cv: Cv) -> dict[str, str | None]:
    return {item.tag: item.level.name if item.level else None for item in cv.languages}


@pytest.mark.parametrize(
    ("language", "job"),
    [("de", "Verkäuferin"), ("fr", "Aide-soignante"), ("lb", "Elektriker"), ("nl", "verpleegkundige"),
     ("en", "Senior Developer")],
)  # fmt: skip
def test_a_dated_line_names_the_job_without_date_and_employer(language: str, job: str) -> None:
    assert job in texts(read_cv(CVS[language]), ConceptKind.OCCUPATION)


@pytest.mark.parametrize(
    ("language", "ability"),
    [
        ("de", "Lagerverwaltung bei"),
        ("fr", "gestion des stocks"),
        ("nl", "wondverzorging"),
        ("en", "Developed web services"),
    ],
)
def test_bullets_and_lists_name_competences(language: str, ability: str) -> None:
    assert ability in texts(read_cv(CVS[language]), ConceptKind.SKILL)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", {"de": "C2", "fr": "B2"}),
        ("fr", {"fr": "C2", "de": "A1"}),
        ("lb", {"de": "B2"}),
        ("nl", {"nl": "C2"}),
        ("en", {"en": "B2"}),
    ],
)
def test_languages_are_read_below_their_heading(language: str, expected: dict[str, str]) -> None:
    assert spoken(read_cv(CVS[language])) == expected


@pytest.mark.parametrize(
    ("language", "certificates", "highest"),
    [
        ("de", [(3, True), (4, True), (6, False)], 4),
        ("fr", [(3, True), (5, False)], 3),
        ("lb", [(3, True)], 3),
        ("nl", [(4, True)], 4),
        ("en", [(6, True), (7, False)], 6),
    ],
)
def test_only_completed_certificates_make_the_level(
    language: str, certificates: list[tuple[int, bool]], highest: int
) -> None:
    cv = read_cv(CVS[language])
    assert [(item.eqf_level, item.completed) for item in cv.education] == certificates
    assert cv.eqf_level == highest


@pytest.mark.parametrize(
    ("language", "private"),
    [
        ("de", ["Anna", "Beispiel@", "Musterstr", "66111", "123 45", "1998", "Trier", "Muster", "Schwimmen"]),
        ("fr", ["DUPONT", "Dupont", "rue de la Gare", "57100", "06 12"]),
        ("lb", ["Jang", "Muller", "1990"]),
        ("en", ["Smith", "john@", "7946", "linkedin"]),
    ],
)
def test_who_somebody_is_appears_nowhere(language: str, private: list[str]) -> None:
    cv = read_cv(CVS[language])
    written = " ".join(
        [said.text + said.passage.text for said in cv.statements]
        + [item.passage.text for item in cv.languages]
        + [item.title + item.passage.text for item in cv.education]
    )
    assert [word for word in private if word in written] == []


def test_a_passage_quotes_the_line_and_says_where_it_stands() -> None:
    said = next(said for said in read_cv(DE).statements if said.text == "Verkäuferin")
    assert said.passage.text == "03/2019 – heute Verkäuferin, Beispielmarkt GmbH"
    assert (said.passage.section, said.passage.where) == (CvSection.WORK, "line 10")
    listed = next(said for said in read_cv(DE).statements if said.text == "SAP")
    assert listed.passage.text == "MS Office (Word, Excel), SAP, Staplerschein"


@pytest.mark.parametrize(
    "denied",
    ["Kein Führerschein", "Pas de permis", "Aucune expérience en vente", "No driving licence", "Geen rijbewijs",
     "Kee Permis, keng Erfarung", "ohne Führerschein", "I cannot drive"],
)  # fmt: skip
def test_what_is_denied_is_no_competence(denied: str) -> None:
    assert not any(
        "ermis" in text or "rer" in text or "driv" in text for text in texts(read_cv(f"Kenntnisse\n{denied}"))
    )


def test_not_only_denies_nothing() -> None:
    assert texts(read_cv("Kenntnisse\nNicht nur Excel")) == ["Nicht nur Excel"]


@pytest.mark.parametrize(
    "wished",
    ["Ich möchte Koch werden.", "Je voudrais travailler en cuisine.", "I would like to become a nurse.",
     "Ik wil graag kok worden.", "Ech wëll Kach ginn."],
)  # fmt: skip
def test_a_wish_is_nothing_somebody_can_do_already(wished: str) -> None:
    assert texts(read_cv(wished)) == []


def test_plain_sentences_without_any_heading_are_read() -> None:
    cv = read_cv(
        "Ich heiße Tom Weber und habe als Lagerist gearbeitet. Ich kann Gabelstapler fahren und spreche Deutsch und "
        "ein bisschen Französisch. Ich habe einen Hauptschulabschluss. Ich möchte gern Koch werden."
    )
    assert any("Lagerist" in text for text in texts(cv, ConceptKind.OCCUPATION))
    assert any("Gabelstapler" in text for text in texts(cv, ConceptKind.SKILL))
    assert spoken(cv) == {"de": None, "fr": "A1"}
    assert cv.eqf_level == 2
    assert "Weber" not in str(cv)
    assert "Koch" not in str(cv)


def test_the_heading_mother_tongue_gives_the_level() -> None:
    assert spoken(read_cv("Langue maternelle\nPortugais\nAutres langues\nFrançais B2")) == {"pt": "C2", "fr": "B2"}


def test_a_language_told_twice_has_the_lower_level() -> None:
    assert spoken(read_cv("Sprachen\nDeutsch\nDeutsch C1\nDeutsch B2")) == {"de": "B2"}


def test_a_period_on_a_line_of_its_own_belongs_to_the_next() -> None:
    cv = read_cv("Berufserfahrung\n2015 – 2018\nKoch\nSchule\nseit 2024\nAbitur")
    assert texts(cv, ConceptKind.OCCUPATION) == ["Koch"]
    assert [item.completed for item in cv.education] == [False]


def test_a_label_of_a_list_is_no_part_of_it_but_a_licence_is() -> None:
    assert texts(read_cv("Informatique : Pack Office, Pronote\nFührerschein: B")) == [
        "Pack Office",
        "Pronote",
        "Führerschein: B",
    ]


def test_a_dated_bullet_names_a_job_and_what_follows_the_colon_its_duties() -> None:
    cv = read_cv("Expériences :\n- Vendeuse (Magasin) de 2019 à 2021 : accueil, encaissement")
    assert texts(cv, ConceptKind.OCCUPATION) == ["Vendeuse"]
    assert texts(cv, ConceptKind.SKILL) == ["accueil", "encaissement"]


def test_one_unfinished_course_does_not_undo_the_certificate_beside_it() -> None:
    (item,) = read_cv("Diplômes : Bac Pro ASSP (2018), DEAES en cours").education
    assert (item.title, item.eqf_level, item.completed) == ("Bac Pro ASSP", 4, True)


def test_what_is_still_being_learnt_is_no_competence_yet() -> None:
    cv = read_cv("Formation\n2022 – en cours : BTS Diététique\n2017 : CAP Cuisine")
    assert texts(cv) == ["CAP Cuisine"]
    assert [(item.title, item.completed) for item in cv.education] == [("BTS Diététique", False), ("CAP Cuisine", True)]


def test_a_cv_in_one_breath_is_read() -> None:
    cv = read_cv(
        "Bin 34, gelernter Schweißer (MAG, WIG), jetzt Kurzarbeit. Kranschein, Staplerschein. "
        "Deutsch Muttersprache, bisschen Französisch, kein Englisch."
    )
    assert "gelernter Schweißer (MAG, WIG)" in texts(cv, ConceptKind.OCCUPATION)
    assert {"Kranschein", "Staplerschein"} <= set(texts(cv, ConceptKind.SKILL))
    assert spoken(cv) == {"de": "C2", "fr": "A1"}
    assert cv.eqf_level == 4
    assert "34" not in str(cv)


def test_prose_below_languages_is_read_as_prose() -> None:
    cv = read_cv("Sproochen: Englesch gutt\nEch hunn als Educatrice an enger Crèche geschafft.")
    assert spoken(cv) == {"en": "B1"}
    assert any("Educatrice" in text for text in texts(cv, ConceptKind.OCCUPATION))


def test_a_line_about_the_person_is_left_out_even_without_a_colon() -> None:
    cv = read_cv("PERSONAL INFORMATION\nSex Female | Date of birth 01/02/1990 | Nationality Portuguese\nSkills\nExcel")
    assert texts(cv) == ["Excel"]
    assert cv.languages == ()


@pytest.mark.parametrize("text", ["Lebenslauf", "Anna Beispiel", "Name: Anna Beispiel\nTel. 0681 123456"])
def test_a_cv_that_tells_nothing_but_who_it_is_gives_nothing(text: str) -> None:
    cv = read_cv(text)
    assert (cv.statements, cv.languages, cv.education) == ((), (), ())


@given(st.text(max_size=400).filter(lambda text: any(map(str.isalpha, text)) and text.lstrip()[:1] not in "<{%\ufeff"))
def test_no_text_breaks_the_reader_and_no_passage_is_made_up(text: str) -> None:
    if "\x00" in text or text.startswith("PK"):
        return
    cv = read_cv(text)
    words = set("".join(text.split()))
    for said in cv.statements:
        assert set("".join(said.text.split())) <= words
