from __future__ import annotations

import pytest

from models.wording import fold_letters, fold_wording, is_gender_pair, shorten

SAME_AS_PLAIN = {
    "Pfleger/-in": "Pfleger",
    "Pfleger:in": "Pfleger",
    "Pfleger*in": "Pfleger",
    "Pfleger_innen": "Pfleger",
    "PflegerIn": "Pfleger",
    "Mechaniker/in für Landmaschinen": "Mechaniker für Landmaschinen",
    "Bürokaufmann/-frau": "Bürokaufmann",
    "Kaufmann/Kauffrau im Einzelhandel": "Kaufmann im Einzelhandel",
    "Koch / Köchin": "Koch",
    "Auszubildende/r": "Auszubildende",
    "Fachangestellte(r)": "Fachangestellte",
    "Schweißer (m/w/d)": "Schweißer",
    "soudeur (h/f/x)": "soudeur",
    "soudeur H/F": "soudeur",
    "verkoper (m/v/x)": "verkoper",
    "infirmier / infirmière": "infirmier",
    "Infirmier oder Infirmière": "Infirmier",
    "acteur/actrice": "acteur",
    "vendeur(se)": "vendeur",
    "Conseiller·ère": "Conseiller",
    "technicien·ne·s": "technicien",
    "éducateur/trice": "éducateur",
    "employé(e) de vente": "employé de vente",
    "lasser/lasster": "lasser",
    "technicien d’engins/technicienne d’engins": "technicien d’engins",
    "Technischer Leiter für Film/Technische Leiterin für Film": "Technischer Leiter für Film",
}

UNTOUCHED = [
    "Maurer/Maler",
    "BTS/BUT informatique",
    "CAP Coiffure / CAP Esthétique",
    "C/C++ Programmierung",
    "24/7 Betreuung",
    "Elektro/Elektronik",
    "Office 365/Excel",
    "IT support",
    "comptable en alternance, Metz",
    "LinkedIn Ads",
    "Check-In am Flughafen",
    "www.onisep.fr",
    "Master (Bac+5)",
    "",
]


@pytest.mark.parametrize(("written", "plain"), SAME_AS_PLAIN.items())
def test_gender_forms_become_the_plain_word(written: str, plain: str) -> None:
    assert fold_wording(written) == plain


@pytest.mark.parametrize("text", UNTOUCHED)
def test_other_strokes_brackets_and_dots_stay(text: str) -> None:
    assert fold_wording(text) == text


@pytest.mark.parametrize("written", SAME_AS_PLAIN)
def test_folding_twice_changes_nothing_more(written: str) -> None:
    once = fold_wording(written)
    assert fold_wording(once) == once


def test_white_space_becomes_single_spaces() -> None:
    assert fold_wording(" Bäcker\t und \n Konditor ") == "Bäcker und Konditor"


def test_letters_lose_case_and_accents() -> None:
    assert fold_letters("Élève Schweißer") == "eleve schweisser"


def test_two_trades_are_no_pair() -> None:
    assert is_gender_pair("Verkäufer", "Verkäuferin")
    assert not is_gender_pair("Schweißer", "Schreiner")


def test_a_summary_is_cut_at_a_word() -> None:
    assert shorten("eins zwei drei", 9) == "eins zwei"
    assert shorten("eins zwei drei", 8) == "eins"
    assert shorten("eins", 20) == "eins"
    assert shorten("x" * 30, 10) == "x" * 10
