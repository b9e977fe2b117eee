from __future__ import annotations

import pytest

from data.cv.certificates import eqf_of, is_certificate, is_completed
from data.cv.tables import rows


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Hauptschulabschluss", 2),
        ("Mittlere Reife", 3),
        ("Realschulabschluss 2012", 3),
        ("Abitur", 4),
        ("Fachhochschulreife", 4),
        ("Ausbildung zur Bürokauffrau (IHK)", 4),
        ("Gesellenbrief Bäcker", 4),
        ("Ausbildung zum Fachlageristen", 3),
        ("Industriemeister Metall (IHK)", 6),
        ("Meisterbrief im Elektrohandwerk", 6),
        ("Staatlich geprüfter Techniker", 6),
        ("Handelsfachwirtin (IHK), geprüfte Fachwirtin", 6),
        ("Diplom-Ingenieur (FH)", 6),
        ("Bachelor of Science Informatik", 6),
        ("Master of Arts", 7),
        ("Promotion zum Dr. phil.", 8),
        ("CAP Cuisine", 3),
        ("BEP Vente", 3),
        ("Bac pro commerce", 4),
        ("Baccalauréat général", 4),
        ("BTS MUC (bac +2)", 5),
        ("BUT GEA", 6),
        ("Licence d’anglais", 6),
        ("Master 1 droit", 6),
        ("Master 2 droit", 7),
        ("Brevet professionnel coiffure", 4),
        ("CCP Cuisinier", 2),
        ("DAP Coiffeur", 3),
        ("Diplôme de technicien", 4),
        ("Diplôme de fin d'études secondaires classiques", 4),
        ("Brevet de maîtrise", 5),
        ("CESS, athénée royal", 4),
        ("Bachelier en soins infirmiers", 6),
        ("Gesellenzeugnis Schreiner, ZAWM Eupen", 4),
        ("vmbo-t", 2),
        ("mbo niveau 2", 2),
        ("mbo 4 Verpleegkunde", 4),
        ("havo", 4),
        ("HBO Bachelor Pedagogiek", 6),
        ("Zertifikat, EQF level 5", 5),
        ("Kurs (DQR-Niveau 3)", 3),
    ],
)
def test_a_certificate_of_the_region_has_its_level(title: str, level: int) -> None:
    assert eqf_of(title) == level


@pytest.mark.parametrize(
    "title",
    [
        "Diplôme national du brevet",
        "CE1D",
        "CE6P",
        "Meisterbrief, ZAWM St. Vith",
        "Ausbildung zur Altenpflegehelferin",
        "mbo Zorg",
        "vmbo",
        "IHK-Zertifikat Buchhaltung",
        "Attestation de présence",
    ],
)
def test_where_the_level_is_not_certain_none_is_given(title: str) -> None:
    assert eqf_of(title) is None
    assert is_certificate(title)


@pytest.mark.parametrize(
    "title", ["Scrum Master", "Englischkurs", "Permis de conduire", "Webmaster", "Lycée de Metz", ""]
)
def test_what_is_no_certificate_has_no_level(title: str) -> None:
    assert eqf_of(title) is None
    assert not is_certificate(title)


def test_of_several_certificates_the_highest_counts() -> None:
    assert eqf_of("Bac S puis licence de biologie") == 6
    assert eqf_of("Hauptschulabschluss, danach Gesellenbrief") == 4


@pytest.mark.parametrize(
    "line",
    [
        "seit 2023 Abitur",
        "BTS en cours",
        "MSc (in progress)",
        "Ausbildung abgebrochen",
        "2024 – heute Bachelor",
        "mbo 4, niet afgerond",
    ],
)
def test_what_is_not_finished_is_no_certificate_yet(line: str) -> None:
    assert not is_completed(line)


@pytest.mark.parametrize("line", ["2010–2013 Abitur", "BTS obtenu en 2019", "Gesellenbrief"])
def test_what_is_finished_is_one(line: str) -> None:
    assert is_completed(line)


def test_every_row_has_a_level_or_none_a_source_and_a_day() -> None:
    for pattern, level, country, source, checked in rows("certificates.tsv"):
        assert pattern
        assert level.rstrip("!") in {"-", *"12345678"}
        assert country in {"", "DE", "FR", "LU", "BE", "NL"}
        assert source
        assert checked == "2026-11-22"
