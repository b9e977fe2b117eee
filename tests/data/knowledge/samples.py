"""Small knowledge bases for the tests: facts, a record with everything in it, and files made of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.knowledge import KnowledgeBase, KnowledgeError

TODAY = date(2026, 11, 22)
FACTS = """\
facts:
  - {name: age, kind: number, unit: years, about: person}
  - {name: employed, kind: yes-no, about: person}
  - {name: work_country, kind: word, about: person}
  - {name: course_country, kind: word, about: course}
"""
FULL = """\
facts:
  - name: months_with_employer
    kind: number
    unit: months
    about: person
    label: {de: Monate im Betrieb, fr: mois dans l’entreprise, en: months with the employer, lb: Méint, nl: maanden}
    question: {de: Seit wann?, fr: Depuis quand ?, en: Since when?, lb: Zënter wéini?, nl: Sinds wanneer?}
records:
  - id: LU-CIF
    kind: right
    topics: [leave, funding]
    names: {fr: Congé individuel de formation, de: Individueller Bildungsurlaub}
    regions: [luxembourg]
    groups: [employee, self-employed]
    stages: [training]
    claim: entitlement
    abroad: yes
    force: in-force
    confidence: verified
    volatility: low
    summary:
      de: "Freie Tage: bezahlt."
      fr: Des jours libres
      en: Days off # paid
      lb: Fräi Deeg
      nl: Vrije dagen
    amount: {de: 80 Tage, fr: 80 jours, en: 80 days, lb: 80 Deeg, nl: 80 dagen}
    own_share: {de: nichts, fr: rien, en: nothing, lb: näischt, nl: niets}
    deadline: {de: zwei Monate, fr: deux mois, en: two months, lb: zwee Méint, nl: twee maanden}
    conditions:
      - {fact: work_country, among: [LU]}
      - any:
          - all:
              - {fact: employed, equals: yes}
              - {fact: months_with_employer, least: 6, most: 600}
          - {fact: age, most: 29, basis: inferred}
      - {fact: course_country, beside: [NO], basis: unknown}
    contacts:
      - {name: Ministère, url: "https://men.example", phone: "+352 1", regions: [luxembourg]}
    legal_basis: Code du travail
    homepage: https://guichet.example/cif
    sources:
      - {url: "https://guichet.example/cif", kind: official, read: 2026-11-20, dated: 2024-05}
      - {url: "https://legilux.example", kind: law, read: 2026-11-22}
    valid_from: 2008-01-01
    valid_until: 2030-12-31
    follows: LU-OLD
    precedes: LU-NEW-2
    note: read in excerpts
"""
RECORD = """\
records:
  - id: LU-X
    kind: right
    topics: [leave]
    names: {fr: Congé}
    regions: [luxembourg]
    confidence: verified
    volatility: low
"""


def load(folder: Path, **files: str) -> KnowledgeBase:
    """The knowledge base of these files, the shared facts among them."""
    for name, content in {"facts": FACTS, **files}.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return KnowledgeBase.load(folder)


def problems_of(folder: Path, **files: str) -> list[str]:
    """What loading these files refuses, a line each; nothing where all is well."""
    try:
        load(folder, **files)
    except KnowledgeError as error:
        return str(error).splitlines()
    return []
