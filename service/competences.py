"""What a text means, as the JSON API and the terminal tell it."""

from __future__ import annotations

from collections.abc import Sequence

from engine.competences import Link
from engine.domain import ConceptKind
from service.contracts import Product

# What is asked for → which kinds of concepts that is.
KINDS: dict[str | None, tuple[ConceptKind, ...]] = {
    "skills": (ConceptKind.SKILL,),
    "occupations": (ConceptKind.OCCUPATION,),
    None: (ConceptKind.OCCUPATION, ConceptKind.SKILL),
}


def links_of(product: Product, text: str, *, to: str | None, k: int, language: str | None) -> list[Link]:
    """The concepts that a text means, of the kinds asked for, the surest first."""
    found = [link for kind in KINDS[to] for link in product.link(text, kind=kind, limit=k, language=language)]
    return sorted(found, key=lambda link: -link.confidence)[:k]


def suggestions_of(product: Product, prefix: str, *, to: str | None, k: int, language: str | None) -> list[Link]:
    """The concepts whose name begins like ``prefix``; of two kinds in turn, so that both are seen."""
    kinds = [product.complete(prefix, kind=kind, limit=k, language=language) for kind in KINDS[to]]
    longest = max(map(len, kinds))
    return [links[at] for at in range(longest) for links in kinds if at < len(links)][:k]


def links_answer(
    product: Product, links: Sequence[Link], *, text: str, language: str, sure: bool = True
) -> dict[str, object]:
    """The answer of ``GET /api/v1/competences`` and of ``passerelle link --format json``.

    ``qualifications`` are the abbreviations of the text that mean a qualification and no concept. Where a prefix was
    completed (not ``sure``) there is no confidence.
    """
    return {
        "items": [
            {
                "uri": link.uri,
                "kind": link.kind.value,
                "name": product.concept_name(link.uri, language) or link.name,
                "matched": link.name,
                "language": link.language,
                "confidence": round(link.confidence, 4) if sure else None,
            }
            for link in links
        ],
        "qualifications": [{"abbreviation": short, "text": full} for short, full in product.qualifications(text)],
    }
