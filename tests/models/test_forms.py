"""The forms a name stands for: as a man and as a woman is called."""

from __future__ import annotations

import pytest

from models.forms import forms_of, is_pair


@pytest.mark.parametrize(
    ("text", "masculine", "feminine"),
    [
        ("Conseiller / Conseillère en patrimoine", "Conseiller en patrimoine", "Conseillère en patrimoine"),
        (
            "Agent chargé / Agente chargée de la sécurité",
            "Agent chargé de la sécurité",
            "Agente chargée de la sécurité",
        ),
        ("Aide-soignant / Aide-soignante", "Aide-soignant", "Aide-soignante"),
        ("Maître / Maîtresse d'hôtel", "Maître d'hôtel", "Maîtresse d'hôtel"),
        ("Responsable chargé / chargée des achats", "Responsable chargé des achats", "Responsable chargée des achats"),
        ("Leiter für Bühne/Leiterin für Bühne", "Leiter für Bühne", "Leiterin für Bühne"),
        ("Geologe/Geologin", "Geologe", "Geologin"),
        ("Koch/Köchin", "Koch", "Köchin"),
        ("IT-Prozessmanager/IT-Prozessmanagerin", "IT-Prozessmanager", "IT-Prozessmanagerin"),
        ("Technisch(er)e Assistent/in", "Technischer Assistent", "Technische Assistentin"),
        ("Polster(er)in", "Polsterer", "Polsterin"),
        ("Psycholog(e)in", "Psychologe", "Psychologin"),
        ("Einzelhandelskaufmann/-frau", "Einzelhandelskaufmann", "Einzelhandelskauffrau"),
        ("Pfleger:in", "Pfleger", "Pflegerin"),
        ("Angestellte/r im Handel", "Angestellter im Handel", "Angestellte im Handel"),
        ("Veranstalter/in (Event-Manager/in)", "Veranstalter (Event-Manager)", "Veranstalterin (Event-Managerin)"),
        (
            "Import-/Exportmanager für Möbel/Import-/Exportmanagerin für Möbel",
            "Import-/Exportmanager für Möbel",
            "Import-/Exportmanagerin für Möbel",
        ),
    ],
)
def test_a_double_form_tells_both_names(text: str, masculine: str, feminine: str) -> None:
    assert forms_of(text) == (masculine, feminine)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Comptable", "Comptable"),
        ("Analyste prix / pricing", "Analyste prix / pricing"),
        ("Sound designer / Designer sonore", "Sound designer / Designer sonore"),
        ("Friseurhilfskraft (m./w.)", "Friseurhilfskraft"),
        ("Soudeur  (h/f)", "Soudeur"),
        ("Maler/Maurer", "Maler/Maurer"),
        ("", ""),
    ],
)
def test_a_name_that_tells_no_gender_stays_one(text: str, only: str) -> None:
    assert forms_of(text) == (only,)


def test_a_word_is_no_pair_with_itself_nor_with_another_trade() -> None:
    assert is_pair("vendeur", "vendeuse")
    assert is_pair("Horloger-réparateur", "Horlogère-réparatrice")
    assert not is_pair("vendeur", "vendeur")
    assert not is_pair("Maler", "Maurer")
