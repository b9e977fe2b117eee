"""What a person aims at and what she can do already, resolved to concepts.

An aim is what she named as ``target_occupation``. A goal in free text is none: most goals are wishes ("something with
people"), and somebody who writes "nurse" may be one already. Only where she also says what she can do, so that a gap
is what she asks about, a goal that surely names one occupation is taken for the aim, and that is told as uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.answer import Gap
from engine.competences import Link
from engine.domain import ConceptKind, Finding, Profile, Verdict
from engine.gap import covered, gap_of
from engine.ports import Competences

# How sure a link must be: to be the occupation she named, one to choose from, or something she can do.
TARGET_SURE, TARGET_MAYBE, HELD_SURE = 0.5, 0.1, 0.5
CHOICES = 3
# Linking takes a moment for each text: nobody says more than this in words, and what comes after is not looked up.
LINKED = 40
# A goal is taken for an aim when its first meaning is this sure, and no second one half as sure; it counts for less.
GOAL_SURE, GOAL_RIVAL, GOAL_COUNTS = 0.8, 0.5, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """``held`` is what she named, ``can`` everything that counts as held; ``notes`` tell what was not understood."""

    gap: Gap | None = None
    held: tuple[str, ...] = ()
    can: frozenset[str] = frozenset()
    notes: tuple[Finding, ...] = ()


def is_uri(text: str) -> bool:
    """Whether a text is the URI of a concept and no words."""
    return "://" in text


def aim_of(profile: Profile, competences: Competences, language: str | None = None) -> Aim:
    """Resolves the target occupation and the competences of ``profile``; ``language`` hints at that of its words."""
    held, not_understood = _held(profile, competences, language)
    can = covered(held, competences.related)
    notes = [_note("competences", asked=not_understood)] if not_understood else []
    occupation, certainty, said = _occupation(profile, bool(held), competences, language)
    notes += said
    gap = None
    if occupation:
        gap = gap_of(occupation, competences.needs(occupation), can, certainty=certainty)
    return Aim(gap=gap, held=held, can=can, notes=tuple(notes))


def _held(profile: Profile, competences: Competences, language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What she can do, as URIs, and those of her words that mean nothing known.

    Who names an occupation among what she can do, can do what is essential to it.
    """
    held: dict[str, None] = {}
    not_understood: list[str] = []
    linked = 0
    for text in profile.competences:
        uris = [text] if is_uri(text) or competences.name(text) else []
        if not uris and linked < LINKED:
            linked += 1
            uris = _meant(text, competences, language)
        if not uris:
            not_understood.append(text)
        for uri in uris:
            essentials = [need.uri for need in competences.needs(uri) if need.essential]
            held.update(dict.fromkeys(essentials or [uri]))
    return tuple(held), tuple(not_understood)


def _meant(text: str, competences: Competences, language: str | None) -> list[str]:
    """The competence that a text means, else the occupation it means, if any."""
    for kind in (ConceptKind.SKILL, ConceptKind.OCCUPATION):
        links = competences.link(text, kind=kind, limit=1, language=language)
        if links and links[0].confidence >= HELD_SURE:
            return [links[0].uri]
    return []


def _occupation(
    profile: Profile, says_what_she_can: bool, competences: Competences, language: str | None
) -> tuple[str, float, list[Finding]]:
    """The occupation aimed at (empty if none is known), how sure that is, and what there is to say about it."""
    asked = profile.target_occupation or ""
    if asked and competences.needs(asked):
        return asked, 1.0, []
    if is_uri(asked):
        return "", 0.0, [_no_needs(asked) if competences.name(asked) else _note("target", missing="occupation")]
    if asked.strip():
        return _named(competences.link(asked, kind=ConceptKind.OCCUPATION, language=language), competences)
    if says_what_she_can and profile.goal.strip():
        links = competences.link(profile.goal, kind=ConceptKind.OCCUPATION, language=language)
        return _surely_named(links, competences)
    return "", 0.0, []


def _named(links: Sequence[Link], competences: Competences) -> tuple[str, float, list[Finding]]:
    """The occupation that her words name, or those she may choose from."""
    if links and links[0].confidence >= TARGET_SURE:
        first = links[0].uri
        return (first, 1.0, []) if competences.needs(first) else ("", 0.0, [_no_needs(first)])
    choices = tuple(link.uri for link in links if link.confidence >= TARGET_MAYBE and competences.needs(link.uri))
    if not choices:
        return "", 0.0, [_note("target", missing="occupation")]
    return "", 0.0, [_note("target", missing="choice", choices=choices[:CHOICES])]


def _surely_named(links: Sequence[Link], competences: Competences) -> tuple[str, float, list[Finding]]:
    """The one occupation that a goal surely names, if it does."""
    rival = links[1].confidence if len(links) > 1 else 0.0
    if not links or links[0].confidence < GOAL_SURE or rival > GOAL_RIVAL * links[0].confidence:
        return "", 0.0, []
    first = links[0]
    if not competences.needs(first.uri):
        return "", 0.0, []
    told = Finding(code="target", verdict=Verdict.MET, params={"occupation": first.uri})
    return first.uri, GOAL_COUNTS * first.confidence, [told]


def _no_needs(occupation: str) -> Finding:
    return _note("target", missing="needs", occupation=occupation)


def _note(code: str, **params: object) -> Finding:
    return Finding(code=code, verdict=Verdict.UNKNOWN, params=params)
