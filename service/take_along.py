"""What somebody takes along: an address that names offers and nothing about her, the same as a file, and a clean sheet.

An address may be kept, sent and found in a history; so it holds ids of courses alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from data.store.runs import LONGEST_ID
from engine.errors import NotFound
from service.contracts import Product
from service.messages.formats import date_text
from service.presenters import OfferView, offer_alone

__all__ = ["MOST_OFFERS", "add_take_along"]

MOST_OFFERS = 10
FILE_NAME = "passerelle.txt"
# What this site may have left in the browser (W3C Clear Site Data); browsers heed it over HTTPS and on this machine.
LEFT_BEHIND = '"cache", "cookies", "storage"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The offers that an address names; ``gone`` are the ids of those not on offer, ``left_out`` those too many."""

    offers: tuple[OfferView, ...]
    gone: tuple[str, ...]
    left_out: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the offers, as an address names them."""
        return tuple(offer.id for offer in self.offers)


def add_take_along(blueprint: Blueprint, path: str, product: Product, today: Callable[[], date]) -> None:
    """Add the pages to the young person's."""

    @blueprint.get(f"{path}/offers")
    def offers() -> Response:
        taken = _taken(product, today())
        page = render_template("offers.html", taken=taken, day=date_text(today()), most=MOST_OFFERS)
        return make_response(page, 200 if taken.offers else 404)

    @blueprint.get(f"{path}/offers.txt")
    def offers_file() -> Response:
        taken = _taken(product, today())
        address = url_for("web.offers", ids=taken.ids, _external=True)
        response = Response("\n".join(_lines(taken, today(), address)), mimetype="text/plain")
        response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        response.status_code = 200 if taken.offers else 404
        return response

    @blueprint.get(f"{path}/forget")
    def nothing_to_forget() -> AnyResponse:
        return redirect(url_for("web.wish"), code=303)

    @blueprint.post(f"{path}/forget")
    def forget() -> AnyResponse:
        session.clear()
        response = redirect(url_for("web.wish"), code=303)
        response.headers["Clear-Site-Data"] = LEFT_BEHIND
        return response


def _taken(product: Product, today: date) -> Taken:
    """The offers named by ``ids`` in the address, each once, in its order; what can be no id counts as gone."""
    asked = list(dict.fromkeys(filter(None, request.args.getlist("ids"))))
    found, gone = [], []
    for course_id in asked[:MOST_OFFERS]:
        try:
            if len(course_id) > LONGEST_ID or not course_id.isprintable():
                raise NotFound("no such id", place="ids", remedy="take ids from the results")
            course, _ = product.course(course_id)
        except NotFound:
            gone.append(course_id[:LONGEST_ID])
        else:
            found.append(offer_alone(course, g.lang, today))
    return Taken(offers=tuple(found), gone=tuple(gone), left_out=len(asked[MOST_OFFERS:]))


def _lines(taken: Taken, today: date, address: str) -> Iterator[str]:
    yield f"Passerelle – {date_text(today)}"
    yield gettext("This is information, not a decision.")
    for number, offer in enumerate(taken.offers, start=1):
        yield ""
        yield f"{number}. {offer.course.title}"
        yield from _facts(offer)
    if taken.gone:
        yield ""
        yield gettext("Not on offer any more:")
        yield from (f"- {course_id}" for course_id in taken.gone)
    yield ""
    yield address
    yield ""


def _facts(offer: OfferView) -> Iterator[str]:
    ask = gettext("ask the provider")
    course = offer.course
    where: Sequence[str] = [part for part in (course.town, course.country) if part]
    yield f"   {course.kind}{': ' if course.provider else ''}{course.provider}"
    yield f"   {gettext('Place')}: {', '.join(where) or offer.mode or ask}"
    yield f"   {gettext('Taught in')}: {offer.taught_in or ask}"
    yield f"   {gettext('Price')}: {offer.price or ask}"
    yield f"   {gettext('Start')}: {' · '.join(offer.starts) or ask}"
    if course.url or course.provider_url:
        yield f"   {course.url or course.provider_url}"
