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
from service.contracts import LANGUAGES, Product
from service.forms import WishForm, profile_from
from service.homes import find_home, place_label
from service.messages import country_name, error_text, region_name
from service.presenters import answer_view

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
        form = WishForm(request.form)
        usable = form.validate()
        home, candidates = _home(product, form) if not form.home.errors else (None, ())
        if not usable or form.home.errors:
            return _form_page(form, candidates=candidates, status=422)
        profile = profile_from(form, home)
        try:
            found = product.recommend(profile, k=RESULTS, language=g.lang)
        except InputError as error:
            form.goal.errors = [error_text(error)]
            return _form_page(form, status=422)
        if found.gap and found.gap.occupation == profile.target_occupation:
            form.show_target(found.gap.occupation, product.concept_name(found.gap.occupation, g.lang))
        page = render_template(
            "results.html",
            form=form,
            candidates=(),
            profile=profile,
            home_label=place_label(home) if home else "",
            answer=answer_view(found, profile, language=g.lang, today=today(), names=product.concept_name),
            sample_only=product.health().sample_only,
        )
        return make_response(page)

    @blueprint.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        """The page was open in a browser session that has ended; what was written comes back with a fresh token."""
        return _form_page(WishForm(request.form), stale=True, status=400)

    return blueprint


def _form_page(
    form: WishForm, *, candidates: tuple[Place, ...] = (), stale: bool = False, status: int = 200
) -> Response:
    offered = [(place_label(place), _whereabouts(place)) for place in candidates]
    return make_response(render_template("wish.html", form=form, candidates=offered, stale=stale), status)


def _whereabouts(place: Place) -> str:
    """What tells places of the same name apart: the region, or else the country."""
    return region_name(place.region) if place.region else country_name(place.country)


def _home(product: Product, form: WishForm) -> tuple[Place | None, tuple[Place, ...]]:
    """The home that is meant, or what it could be; says so beside the field when it is not clear."""
    if not form.home_text:
        return None, ()
    answer = find_home(product.places, form.home_text)
    if answer.place is None:
        form.ask_for_home(answer)
    elif form.home_text != form.home.data:
        form.home.data = form.home_text
    return answer.place, answer.candidates
