"""“None of these fits”: one click, what to try next, and a line of feedback that nobody can trace to a person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as AnyResponse

from data.store.accounts_feedback import FeedbackStore
from data.store.accounts_records import Feedback, Verdict
from engine.errors import PasserelleError
from engine.ranking import WEIGHTS_VERSION
from service.asked import answers_from, filled_in
from service.contracts import Product
from service.forms import WishForm

__all__ = ["ABOUT_THE_ANSWER", "FEEDBACK", "REASONS", "add_none_fits"]

# The name under which an app keeps its ``FeedbackStore`` in ``app.extensions``; without one nothing is asked.
FEEDBACK = "feedback"
# Feedback on the whole answer stands where the id of a course stands else; no portal is called like this.
ABOUT_THE_ANSWER = "whole-answer"
# The reason's code, which is all that is kept → its words.
REASONS: Mapping[str, Any] = {
    "other-subject": _("Not what I am looking for"),
    "too-far": _("Too far away"),
    "too-hard": _("I cannot start there yet"),
    "too-dear": _("It costs too much"),
}

log = logging.getLogger("service.feedback")


def add_none_fits(blueprint: Blueprint, path: str, product: Product, today: Callable[[], date]) -> None:
    """Add the page to the young person's pages, and what templates need to offer its button."""

    @blueprint.context_processor
    def _none_fits() -> dict[str, Any]:
        return {"none_fits_reasons": REASONS if FEEDBACK in current_app.extensions else {}}

    @blueprint.get(f"{path}/none-fits")
    def no_answer() -> AnyResponse:
        return redirect(url_for("web.wish"), code=303)

    @blueprint.post(f"{path}/none-fits")
    def none_fits() -> Response:
        store: FeedbackStore | None = current_app.extensions.get(FEEDBACK)
        reason = request.form.get("none", "")
        reason = reason if reason in REASONS else ""
        if store:
            _keep(store, reason, product, today())
        form = WishForm(filled_in(request.form), answers=answers_from(request.form, product.knowledge.facts))
        return make_response(render_template("none_fits.html", form=form, reason=reason))


def _keep(store: FeedbackStore, reason: str, product: Product, day: date) -> None:
    """Keep the day, the versions and the reason's code; that it cannot be kept is no trouble of hers."""
    try:
        store.add(
            Feedback(
                course_id=ABOUT_THE_ANSWER,
                rank=1,
                verdict=Verdict.WRONG,
                index_version=product.health().index_version,
                weights_version=WEIGHTS_VERSION,
                day=day,
                reason=reason,
            )
        )
    except PasserelleError as error:
        log.warning("feedback was not kept: %s", error)
