"""A product that links a handful of words to concepts, and remembers what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.competences import Link
from engine.domain import ConceptKind
from tests.service.fakes import FakeProduct

ESCO = "http://data.europa.eu/esco/"
# Word in a statement → kind, end of the URI, name in German, confidence.
KNOWN = {
    "kassier": (ConceptKind.SKILL, "skill/cash", "Kasse bedienen", 0.91),
    "lager": (ConceptKind.SKILL, "skill/stock", "Lager verwalten", 0.8),
    "gabelstapler": (ConceptKind.SKILL, "skill/forklift", "Gabelstapler fahren", 0.95),
    "stapler": (ConceptKind.SKILL, "skill/forklift", "Gabelstapler fahren", 0.7),
    "verkäuferin": (ConceptKind.OCCUPATION, "occupation/seller", "Verkäufer/Verkäuferin", 0.9),
    "excel": (ConceptKind.SKILL, "skill/sheets", "Tabellen, Listen und Formeln", 0.85),
    "luxembourg": (ConceptKind.SKILL, "skill/lb", "Luxemburgisch", 0.99),
    "minijob": (ConceptKind.OCCUPATION, "occupation/none", "Irgendwas", 0.3),
}


@dataclass
class LinkingProduct(FakeProduct):
    """Finds the words of `KNOWN`."""

    linked: list[tuple[str, ConceptKind, int, str | None]] = field(default_factory=list)

    def link(self, text: str, *, kind: ConceptKind, limit: int = 5, language: str | None = None) -> list[Link]:
        self.linked.append((text, kind, limit, language))
        found = [
            Link(uri=ESCO + end, kind=known, name=name, language="de", confidence=confidence)
            for word, (known, end, name, confidence) in KNOWN.items()
            if known is kind and word in text.casefold()
        ]
        return sorted(found, key=lambda link: -link.confidence)[:limit]

    def concept_name(self, uri: str, language: str | None = None) -> str:
        names = {ESCO + end: name for _, end, name, _ in KNOWN.values()}
        return f"{names[uri]} ({language})" if uri in names and language != "de" else names.get(uri, "")
