"""A small knowledge base: records that differ in everything a directory shows, and a lead that it must never show."""

from __future__ import annotations

from datetime import date

from data.knowledge import Fact, KnowledgeBase
from data.knowledge.facts import About, FactKind, Unit
from engine.conditions import All, Any, Basis, Test
from engine.domain import Group, Region
from engine.measures import (
    Abroad,
    Claim,
    Confidence,
    Contact,
    Force,
    Measure,
    MeasureKind,
    Reference,
    SourceKind,
    Topic,
)
from service.contracts import LANGUAGES

READ_ON = date(2026, 11, 22)


def in_all(text: str, **changes: str) -> dict[str, str]:
    """``text`` in all five languages, but for ``changes``."""
    return {tag: changes.get(tag, f"{text} ({tag})") for tag in LANGUAGES}


def source(url: str = "https://law.example/text", kind: SourceKind = SourceKind.LAW) -> Reference:
    return Reference(url=url, kind=kind, read_on=READ_ON, dated="2024-05")


def fact(name: str, kind: FactKind, label: str, unit: Unit | None = None, **labels: str) -> Fact:
    return Fact(name=name, kind=kind, about=About.PERSON, unit=unit, label=in_all(label, **labels))


FACTS = {
    one.name: one
    for one in (
        fact("age", FactKind.NUMBER, "age", Unit.YEARS, de="Alter", en="age"),
        fact("home_country", FactKind.WORD, "country of residence", de="Land, in dem man wohnt", en="country"),
        fact("home_region", FactKind.WORD, "region of residence", en="region of residence"),
        fact("status", FactKind.WORD, "situation", en="situation"),
        fact("registered.adem", FactKind.YES_NO, "registered with ADEM", de="bei der ADEM gemeldet"),
        fact("months_with_employer", FactKind.NUMBER, "months", Unit.MONTHS, de="Monate im Betrieb", en="time there"),
        fact("employer_size", FactKind.NUMBER, "size", Unit.PEOPLE, de="Größe der Firma"),
        fact("eqf_level", FactKind.NUMBER, "highest certificate", de="höchster Abschluss"),
        fact("speaks.de", FactKind.NUMBER, "German", de="Deutsch"),
        fact("course_language", FactKind.WORD, "language learned", en="language learned"),
    )
}
LEAVE = Measure(
    id="LU-CIF",
    kind=MeasureKind.RIGHT,
    topics=(Topic.LEAVE,),
    names={"fr": "Congé individuel de formation", "de": "Individueller Bildungsurlaub"},
    regions=(Region.LUXEMBOURG,),
    groups=(Group.EMPLOYEE,),
    claim=Claim.ENTITLEMENT,
    abroad=Abroad.YES,
    confidence=Confidence.VERIFIED,
    summary=in_all("Paid days for a course", de="Wer in Luxemburg arbeitet, bekommt freie Tage für einen Kurs."),
    amount=in_all("80 days"),
    deadline=in_all("two months before"),
    conditions=All(
        parts=(
            Test(fact="home_country", among=("DE", "FR")),
            Any(
                parts=(
                    All(parts=(Test(fact="age", least=16, most=25), Test(fact="months_with_employer", least=6))),
                    Test(fact="registered.adem", equals=True, basis=Basis.INFERRED),
                )
            ),
            Test(fact="speaks.de", least=3, basis=Basis.UNKNOWN),
        )
    ),
    contacts=(Contact(name="Service de la formation", url="https://office.example", phone="+352 247-88888"),),
    legal_basis="Code du travail (LU)",
    homepage="https://guichet.example",
    sources=(source(), source("https://press.example/one", SourceKind.PRESS)),
    valid_from=date(2008, 1, 1),
)
VOUCHER = Measure(
    id="RLP-QS",
    kind=MeasureKind.FUNDING,
    topics=(Topic.FUNDING,),
    names={"de": "QualiScheck"},
    regions=(Region.RHEINLAND_PFALZ,),
    groups=(Group.EMPLOYEE, Group.SINGLE_PARENT),
    claim=Claim.DISCRETION,
    confidence=Confidence.PARTLY,
    force=Force.UNCERTAIN,
    summary=in_all("A part of the price", de="Rheinland-Pfalz kann einen Teil bezahlen."),
    amount=in_all("up to 60 %"),
    own_share=in_all("the rest"),
    sources=(source(),),
)
SCHOOL = Measure(
    id="FR-E2C",
    kind=MeasureKind.MEASURE,
    topics=(Topic.MEASURE,),
    names={"fr": "École de la deuxième chance"},
    regions=(Region.LORRAINE,),
    groups=(Group.NEET, Group.NO_DIPLOMA),
    claim=Claim.OPEN,
    abroad=Abroad.NO,
    confidence=Confidence.VERIFIED,
    summary=in_all("A second chance", de="Wer keinen Abschluss hat, lernt hier weiter."),
    sources=(source(),),
)
OFFICE = Measure(
    id="LU-ADEM",
    kind=MeasureKind.INSTITUTION,
    topics=(Topic.GUIDANCE,),
    names={"fr": "Agence pour le développement de l’emploi", "lb": "Agence fir Aarbecht"},
    regions=(Region.LUXEMBOURG,),
    confidence=Confidence.VERIFIED,
    summary=in_all("The employment service"),
    sources=(source(),),
)
RULE = Measure(
    id="EU-883-65",
    kind=MeasureKind.RIGHT,
    topics=(Topic.BENEFIT,),
    names={"de": "Arbeitslose Grenzgänger (VO 883/2004)", "en": "Unemployed frontier workers (Reg. 883/2004)"},
    regions=tuple(Region),
    claim=Claim.ENTITLEMENT,
    confidence=Confidence.VERIFIED,
    summary=in_all("The state of residence pays"),
    sources=(source(),),
    precedes="EU-883-REV",
)
REFORM = Measure(
    id="EU-883-REV",
    kind=MeasureKind.RIGHT,
    topics=(Topic.BENEFIT,),
    names={"en": "Reform of 883/2004"},
    regions=tuple(Region),
    confidence=Confidence.VERIFIED,
    force=Force.ANNOUNCED,
    summary=in_all("The state of work pays"),
    sources=(source(),),
    follows="EU-883-65",
)
# A trap: everything about it would be worth showing, were it not from general knowledge. It claims to replace another.
LEAD = Measure(
    id="SL-GHOST",
    kind=MeasureKind.FUNDING,
    topics=(Topic.FUNDING,),
    names=dict.fromkeys(LANGUAGES, "Geisterscheck"),
    regions=(Region.SAARLAND, Region.RHEINLAND_PFALZ),
    groups=(Group.HOMELESS,),
    confidence=Confidence.GENERAL_KNOWLEDGE,
    summary=in_all("Geistergeld"),
    sources=(source("https://ghost.example"),),
    follows="RLP-QS",
    precedes="LU-CIF",
)
BASE = KnowledgeBase(measures=(LEAVE, VOUCHER, LEAD, SCHOOL, OFFICE, RULE, REFORM), facts=FACTS)
