"""Whom to ask in each region: the places of the knowledge base where anybody may come for advice."""

from __future__ import annotations

from dataclasses import dataclass

from data.knowledge import KnowledgeBase
from engine.answer import RecommendationList, Support
from engine.domain import Region, Verdict
from engine.measures import Measure, MeasureKind, Stage, Topic
from service.directory import name_of
from service.sheets import ContactView
from service.support_views import contact_of, open_facts

# How many places are worth naming to somebody whose home is known; else one for each region.
MOST = 4
# What may still be open about a place where the door is.
OPEN_AT_MOST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToAsk:
    """A place to ask: its record, and how to reach it."""

    id: str
    name: str
    name_language: str
    contact: ContactView


def places_to_ask(
    found: RecommendationList, base: KnowledgeBase, home: Region | None, language: str
) -> tuple[PlaceToAsk, ...]:
    """Those for her region, the surest first, or one for each region when hers is not known."""
    open_to_her = [
        measure for support in found.support if support.id in base and (measure := _door(base.get(support.id), support))
    ]
    if home:
        chosen = [measure for measure in open_to_her if home in measure.regions][:MOST]
    else:
        nearest = sorted(open_to_her, key=lambda measure: len(measure.regions))
        firsts = (next((one for one in nearest if region in one.regions), None) for region in Region)
        chosen = list({one.id: one for one in firsts if one}.values())
    places = (_place(measure, home, language) for measure in chosen)
    return tuple(place for place in places if place)


def _door(measure: Measure, support: Support) -> Measure | None:
    """The record where it is a place to begin at that does not refuse her and is not for a group she did not name."""
    begins = measure.kind is MeasureKind.INSTITUTION and Topic.GUIDANCE in measure.topics
    if not begins or Stage.CONTACT not in measure.stages or support.verdict is Verdict.NOT_MET:
        return None
    left = open_facts(measure, support)
    return measure if left is not None and len(left) <= OPEN_AT_MOST else None


def _place(measure: Measure, home: Region | None, language: str) -> PlaceToAsk | None:
    contact = contact_of(measure, language, home)
    if contact is None:
        return None
    name, name_language = name_of(measure, language)
    return PlaceToAsk(id=measure.id, name=name, name_language=name_language, contact=contact)
