"""The young person's pages: a form, and what fits. Nothing that is written here is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from engine.domain import Place
from engine.errors import InputError
from service.asked import answers_from, filled_in
from service.checked_views import checked_view
from service.contracts import LANGUAGES, Product
from service.forms import WishForm, profile_from
from service.homes import find_home, place_label
from service.messages import error_text
from service.messages.formats import date_text
from service.none_fits import add_none_fits
from service.presenters import answer_view
from service.take_along import add_take_along

RESULTS = 10
DEFAULT_LANGUAGE = "de"
LANGUAGE_PATH = f"/<any({','.join(LANGUAGES)}):lang>"


def wanted_language() -> str:
    """The language in the address, else the one the browser asks for, else German."""
    in_path = request.path.split("/", 2)[1]
    if in_path in LANGUAGES:
        return in_path
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


def web_blueprint(product: Product, today: Callable[[], date]) -> Blueprint:
    """The pages in five languages, each below ``/<language>/``."""
    blueprint = Blueprint("web", __name__)

    @blueprint.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None) or wanted_language()

    @blueprint.url_defaults
    def _give_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "web.root":
            values.setdefault("lang", g.get("lang", DEFAULT_LANGUAGE))

    @blueprint.get("/")
    def root() -> AnyResponse:
        response = redirect(url_for("web.wish", lang=wanted_language()))
        response.vary.add("Accept-Language")
        return response

    @blueprint.get(f"{LANGUAGE_PATH}/")
    def wish() -> Response:
        return _form_page(WishForm())

    @blueprint.get(f"{LANGUAGE_PATH}/results")
    def no_results() -> AnyResponse:
        # Answers are kept nowhere, so an address that somebody saved can only lead to the form.
        return redirect(url_for("web.wish"), code=303)

    @blueprint.post(f"{LANGUAGE_PATH}/results")
    def results() -> Response:
        form = _sent_form(product)
        usable = form.validate()
        home, works_at = _place(product, form, "home"), _place(product, form, "works_at")
        if not usable or form.home.errors or form.works_at.errors:
            return _form_page(form, status=422)
        profile = profile_from(form, home, works_at)
        try:
            found = product.recommend(profile, k=RESULTS, language=g.lang)
        except InputError as error:
            form.goal.errors = [error_text(error)]
            return _form_page(form, status=422)
        if found.gap and found.gap.occupation == profile.target_occupation:
            form.show_target(found.gap.occupation, product.concept_name(found.gap.occupation, g.lang))
        knowledge = product.knowledge
        page = render_template(
            "results.html",
            form=form,
            profile=profile,
            home_label=place_label(home) if home else "",
            work_label=place_label(works_at) if works_at else "",
            answer=answer_view(
                found, profile, language=g.lang, today=today(), names=product.concept_name, knowledge=knowledge
            ),
            checked=checked_view(found, knowledge, g.lang) if form.for_adviser else None,
            day=date_text(today()),
            sample_only=product.health().sample_only,
        )
        return make_response(page)

    add_take_along(blueprint, LANGUAGE_PATH, product, today)
    add_none_fits(blueprint, LANGUAGE_PATH, product, today)

    @blueprint.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        """The page was open in a browser session that has ended; what was written comes back with a fresh token."""
        return _form_page(_sent_form(product), stale=True, status=400)

    return blueprint


def _sent_form(product: Product) -> WishForm:
    """The form as it was sent, with the answers to single questions."""
    return WishForm(filled_in(request.form), answers=answers_from(request.form, product.knowledge.facts))


def _form_page(form: WishForm, *, stale: bool = False, status: int = 200) -> Response:
    return make_response(render_template("wish.html", form=form, stale=stale), status)


def _place(product: Product, form: WishForm, name: str) -> Place | None:
    """The place that is meant in a field; says so beside the field when it is not clear."""
    text = form.place_text(name)
    if not text or form[name].errors:
        return None
    answer = find_home(product.places, text)
    form.show_place(name, answer)
    return answer.place
