"""The printout: each chosen offer in the client's language and the advisor's, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from service.contacts import PlaceToAsk, places_to_ask
from service.contracts import Product
from service.desk_cards import Card, cards_of
from service.desk_search import Search, only

__all__ = ["Sheet", "sheets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One language of the printout: its head, its offers by id in the order of the choice, and whom to ask."""

    language: str
    head: Markup
    offers: dict[str, Markup]
    foot: Markup


def sheets(
    search: Search, ids: Sequence[str], product: Product, *, languages: Sequence[str], today: date
) -> tuple[Sheet, ...]:
    """The chosen offers (ids) in each of the languages; must run within a request."""
    return tuple(_sheet(search, ids, product, language, today) for language in languages)


def _sheet(search: Search, ids: Sequence[str], product: Product, language: str, today: date) -> Sheet:
    with force_locale(language):
        cards = cards_of(search, ids, product, language=language, today=today)
        home = search.profile.home.region if search.profile.home else None
        ask = places_to_ask(only(search.found, ()), product.knowledge, home, language)
        return Sheet(
            language=language,
            head=_part("head", language, today=today),
            offers={card.id: _part("offer", language, card=card) for card in cards},
            foot=_part("foot", language, places=ask),
        )


def _part(name: str, language: str, **values: Card | date | tuple[PlaceToAsk, ...]) -> Markup:
    """One part of a printout in a language; the template escapes all that it is given."""
    return Markup(render_template(f"desk/_handout_{name}.html", lang=language, **values))  # noqa: S704
