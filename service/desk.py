"""The advisors' desk below ``/<language>/advisor/``: the entry, who may come in, and what all of its pages share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, g, redirect, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from data.store.accounts import AccountStore
from data.store.accounts_records import Role
from service.contracts import Product
from service.desk_paper import add_paper
from service.desk_shortlists import add_shortlists
from service.desk_views import add_search
from service.desk_web import DeskRoom, form_page
from service.login_views import requires
from service.web import DEFAULT_LANGUAGE, wanted_language

__all__ = ["DESK", "register_desk"]

# Where advisors go when they are in; leads on to their language.
DESK = "/advisor/"


def register_desk(app: Flask, product: Product, accounts: AccountStore, today: Callable[[], date]) -> None:
    """Add the desk to ``app``, which has a login (``register_login``) already."""
    app.register_blueprint(desk_pages(DeskRoom(product=product, accounts=accounts, today=today)))


def desk_pages(room: DeskRoom) -> Blueprint:
    """All pages of the desk, for advisors alone."""
    blueprint = Blueprint("desk", __name__)

    @blueprint.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None) or wanted_language()

    @blueprint.url_defaults
    def _give_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "desk.root":
            values.setdefault("lang", g.get("lang", DEFAULT_LANGUAGE))

    @blueprint.before_request
    @requires(Role.ADVISOR)
    def _only_advisors() -> None:
        """Every page, so that none can be forgotten."""

    @blueprint.get(DESK)
    def root() -> AnyResponse:
        response = redirect(url_for("desk.page", lang=wanted_language()))
        response.vary.add("Accept-Language")
        return response

    @blueprint.errorhandler(CSRFError)
    @requires(Role.ADVISOR)
    def stale_form(_error: CSRFError) -> Response:
        """The page was open in a browser session that has ended; what was written comes back with a fresh token."""
        return form_page(room, room.sent_form(), stale=True, status=400)

    add_search(blueprint, room)
    add_shortlists(blueprint, room)
    add_paper(blueprint, room)
    return blueprint
