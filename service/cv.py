"""From a CV to a proposal: which competences, occupations, languages and certificates it may mean, each with its words.

The person decides what of it is right. Nothing of a CV is stored or logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from data.cv import language_tag
from engine.competences import Link
from engine.cv import Cv, CvEducation, CvLanguage, CvPassage, CvStatement
from engine.domain import ConceptKind

__all__ = ["CvProposal", "Linker", "Proposed", "cv_answer", "propose"]

# A link that is less sure than this is not proposed.
LEAST_CONFIDENCE = 0.5
# A sentence of more words than this may name several things.
LONG_STATEMENT_WORDS = 6
LINKS_PER_STATEMENT, LINKS_PER_LONG_STATEMENT = 1, 3
# Names up to this length may be codes of languages by accident ("CSS").
LONGEST_CODE = 3
# What is linked at most: a CV of four pages has about as many statements.
MOST_LINKED = 120
# What the CV itself names by its URI needs no guess.
NAMED_BY_THE_CV = 1.0


class Linker(Protocol):
    """What of the product a CV needs."""

    def link(self, text: str, *, kind: ConceptKind, limit: int, language: str | None) -> Sequence[Link]:
        """The concepts a text means, the surest first."""
        ...

    def concept_name(self, uri: str, language: str | None = None) -> str:
        """What a concept is called in ``language``, else in another one; empty if it is not known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A concept that the CV may mean, and every passage that says so; ``confidence`` is that of the surest."""

    uri: str
    name: str
    confidence: float
    passages: tuple[CvPassage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CvProposal:
    """What the person is asked to confirm; ``eqf_level`` is that of her highest completed certificate.

    ``left_out`` counts the statements that were not looked up because the CV is too long.
    """

    format: str
    competences: tuple[Proposed, ...]
    occupations: tuple[Proposed, ...]
    languages: tuple[CvLanguage, ...]
    education: tuple[CvEducation, ...]
    eqf_level: int | None
    left_out: int = 0


def propose(cv: Cv, linker: Linker, language: str) -> CvProposal:
    """What ``cv`` may mean, with names in ``language`` (the reader's)."""
    found: dict[ConceptKind, dict[str, Proposed]] = {ConceptKind.SKILL: {}, ConceptKind.OCCUPATION: {}}
    for statement in cv.statements[:MOST_LINKED]:
        for link in _links(statement, linker, cv.language or language):
            known = found[link.kind].get(link.uri)
            found[link.kind][link.uri] = _merged(known, link, statement.passage, linker, language)
    return CvProposal(
        format=cv.format,
        competences=_surest_first(found[ConceptKind.SKILL]),
        occupations=_surest_first(found[ConceptKind.OCCUPATION]),
        languages=cv.languages,
        education=cv.education,
        eqf_level=cv.eqf_level,
        left_out=max(0, len(cv.statements) - MOST_LINKED),
    )


def cv_answer(proposal: CvProposal) -> dict[str, Any]:
    """The proposal as the API writes it; ``profile`` holds what can be sent on to the recommendations."""
    spoken = {item.tag: item.level.name for item in proposal.languages if item.level}
    return {
        "format": proposal.format,
        "competences": [_proposed(item) for item in proposal.competences],
        "occupations": [_proposed(item) for item in proposal.occupations],
        "languages": [
            {
                "language": item.tag,
                "level": item.level.name if item.level else None,
                "lowest_skill": item.lowest_skill,
                "passage": _passage(item.passage),
            }
            for item in proposal.languages
        ],
        "education": [
            {
                "title": item.title,
                "eqf_level": item.eqf_level,
                "completed": item.completed,
                "passage": _passage(item.passage),
            }
            for item in proposal.education
        ],
        "eqf_level": proposal.eqf_level,
        "left_out": proposal.left_out,
        "profile": {
            "competences": [item.uri for item in proposal.competences],
            "speaks": spoken,
            **({"eqf_level": proposal.eqf_level} if proposal.eqf_level else {}),
        },
    }


def _links(statement: CvStatement, linker: Linker, language: str) -> Iterator[Link]:
    """The links of one statement that are sure enough."""
    if statement.uri:
        kind = statement.kinds[0]
        yield Link(uri=statement.uri, kind=kind, name=statement.text, language=language, confidence=NAMED_BY_THE_CV)
        return
    long = len(statement.text.split()) > LONG_STATEMENT_WORDS
    limit = LINKS_PER_LONG_STATEMENT if long else LINKS_PER_STATEMENT
    for kind in statement.kinds:
        for link in linker.link(statement.text, kind=kind, limit=limit, language=language)[:limit]:
            if link.confidence >= LEAST_CONFIDENCE and not _is_language(link, linker):
                yield link


def _is_language(link: Link, linker: Linker) -> bool:
    """Whether a concept is a language: those are told with their level, never as a competence beside others."""
    names = (link.name, linker.concept_name(link.uri, "en"))
    return any(len(name) > LONGEST_CODE and language_tag(name) for name in names)


def _merged(known: Proposed | None, link: Link, passage: CvPassage, linker: Linker, language: str) -> Proposed:
    """``known`` with one more passage, or the first find of a concept."""
    if known is None:
        name = linker.concept_name(link.uri, language) or link.name
        return Proposed(uri=link.uri, name=name, confidence=link.confidence, passages=(passage,))
    passages = known.passages if passage in known.passages else (*known.passages, passage)
    return replace(known, confidence=max(known.confidence, link.confidence), passages=passages)


def _surest_first(found: dict[str, Proposed]) -> tuple[Proposed, ...]:
    return tuple(sorted(found.values(), key=lambda item: -item.confidence))


def _proposed(item: Proposed) -> dict[str, Any]:
    return {
        "uri": item.uri,
        "name": item.name,
        "confidence": round(item.confidence, 3),
        "passages": [_passage(passage) for passage in item.passages],
    }


def _passage(passage: CvPassage) -> dict[str, str]:
    return {"text": passage.text, "section": passage.section, "where": passage.where}
