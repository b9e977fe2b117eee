"""The real product over its starter vocabulary: what people write, and what they mean by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.domain import ConceptKind
from engine.target import HELD_SURE

if TYPE_CHECKING:
    from service.bootstrap import Passerelle

pytestmark = pytest.mark.slow

OCCUPATIONS = (
    # typing mistakes, other spellings
    ("Schweiser", "Schweißer"),
    ("infirmer", "infirmier"),
    ("web developper", "web developer"),
    # both genders
    ("soudeuse", "Schweißer"),
    ("Verkäufer (m/w/d)", "Verkäufer"),
    ("Erzieher*in", "Erzieher"),
    # compounds
    ("Dachdeckerhelfer", "Dachdecker"),
    ("Altenpflegehelferin", "Altenpflegehelferin"),
    # abbreviations
    ("PTA", "pharmazeutisch-technische Assistentin"),
    ("MFA", "medizinische Fachangestellte"),
    ("DEAES", "accompagnant éducatif et social"),
    # Luxembourgish
    ("Schräiner", "Schreiner"),
    ("Botzfra", "Putzfrau"),
    ("Infirmière am Spidol", "infirmière"),
    # a wish around it
    ("je veux devenir électricien", "électricien"),
    ("ik wil kok worden", "kok"),
)
SKILLS = (
    ("customer servise", "customer service"),
    ("premier secour", "first aid"),
    ("CACES", "Gabelstapler fahren"),
    ("SST", "Erste Hilfe"),
    ("WIG", "WIG-Schweißen"),
    ("BHV", "eerste hulp"),
    ("éischt Hëllef", "first aid"),
    ("Lohnbuchhaltung", "paie"),
    ("C++", "C++"),
)
NOTHING = ("", "asdf qwer", "12345", "😀😀", "Donnerstag", "Wie wird das Wetter morgen?", "x" * 10_000, "BTS")


@pytest.mark.parametrize(("text", "same"), OCCUPATIONS)
def test_what_is_written_means_the_same_occupation_as_its_plain_name(
    starter_product: Passerelle, text: str, same: str
) -> None:
    kind = ConceptKind.OCCUPATION
    meant = {link.uri for link in starter_product.link(same, kind=kind, limit=3, language=None)}
    found = starter_product.link(text, kind=kind, limit=3, language=None)
    assert found[0].uri in meant


@pytest.mark.parametrize(("text", "same"), SKILLS)
def test_what_is_written_means_the_same_competence_as_its_plain_name(
    starter_product: Passerelle, text: str, same: str
) -> None:
    kind = ConceptKind.SKILL
    meant = {link.uri for link in starter_product.link(same, kind=kind, limit=3, language=None)}
    found = starter_product.link(text, kind=kind, limit=3, language=None)
    assert found[0].uri in meant


@pytest.mark.parametrize("text", NOTHING)
def test_what_means_nothing_is_found_by_nobody_who_wants_to_be_sure(starter_product: Passerelle, text: str) -> None:
    for kind in (ConceptKind.OCCUPATION, ConceptKind.SKILL):
        links = starter_product.link(text, kind=kind, limit=5, language=None)
        assert max((link.confidence for link in links), default=0.0) < HELD_SURE
