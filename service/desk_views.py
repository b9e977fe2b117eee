"""The way of an advisor through a search: profile, CV, results, comparison, feedback. Nothing of it is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from data.cv import read_cv
from data.store.accounts_records import Feedback, Verdict
from engine.errors import InputError
from service.cleaning import clean_text
from service.contracts import LANGUAGES
from service.cv import CvProposal, propose
from service.cv_views import REFUSALS
from service.desk_cards import COMPARED_TOPICS, compared
from service.desk_forms import DeskForm, form_of, kept_fields, looks_personal
from service.desk_search import Search
from service.desk_web import DeskRoom, chosen, form_page, open_list, results_page
from service.forms import OTHER_LANGUAGES
from service.messages import date_text, error_text, topic_name
from service.web import LANGUAGE_PATH

__all__ = ["add_search"]

ADVISOR_PATH = f"{LANGUAGE_PATH}/advisor"
MOST_COMPARED = 4
VERDICTS: Mapping[Verdict, Any] = {
    Verdict.USEFUL: _("Useful"),
    Verdict.WRONG: _("Wrong"),
    Verdict.OUT_OF_DATE: _("Out of date"),
}


def add_search(blueprint: Blueprint, room: DeskRoom) -> None:
    """Profile, CV, results, comparison and feedback."""

    @blueprint.context_processor
    def _words() -> dict[str, Any]:
        return {"feedback_verdicts": VERDICTS, "most_compared": MOST_COMPARED, "day_text": date_text}

    @blueprint.get(f"{ADVISOR_PATH}/")
    def page() -> Response:
        return form_page(room, form_of(MultiDict({"client": g.lang}), room.product))

    @blueprint.post(f"{ADVISOR_PATH}/")
    def changed() -> Response:
        """The form again with what was written: in another language, or with a job that was clicked on."""
        form = room.sent_form()
        if uri := form.choose_target.data:
            form.show_target(uri, room.product.concept_name(uri, g.lang))
        return form_page(room, form, cv_text=request.form.get("cv_text", ""))

    @blueprint.post(f"{ADVISOR_PATH}/cv")
    def cv() -> Response:
        text = clean_text(request.form.get("cv_text", ""))
        file = request.files.get("cv_file")
        content = file.read() if file else b""
        try:
            found = propose(read_cv(content or text), room.product, g.lang)
        except InputError as error:
            wrong = str(REFUSALS.get(error.code) or error_text(error))
            return form_page(room, room.sent_form(), cv_error=wrong, cv_text=text, status=422)
        return form_page(room, form_of(_with_cv(room.sent_form(), found), room.product), found=found)

    @blueprint.get(f"{ADVISOR_PATH}/cv")
    @blueprint.get(f"{ADVISOR_PATH}/results")
    @blueprint.get(f"{ADVISOR_PATH}/compare")
    @blueprint.get(f"{ADVISOR_PATH}/feedback")
    def nothing_kept() -> AnyResponse:
        # A search is kept nowhere but in a shortlist, so an address that somebody saved can only lead to the form.
        return redirect(url_for("desk.page"), code=303)

    @blueprint.post(f"{ADVISOR_PATH}/results")
    def results() -> Response:
        form, asked = room.search()
        return results_page(room, asked, ticked=chosen()) if asked else form_page(room, form, status=422)

    @blueprint.post(f"{ADVISOR_PATH}/compare")
    def compare() -> Response:
        form, asked = room.search()
        if asked is None:
            return form_page(room, form, status=422)
        ids = chosen()
        page = render_template(
            "desk/compare.html",
            form=form,
            fields=asked.fields,
            chosen=ids,
            columns=compared(asked, ids[:MOST_COMPARED], room.product, language=g.lang, today=room.today()),
            topics=[topic_name(topic, g.lang) for topic in COMPARED_TOPICS],
            too_many=len(ids) > MOST_COMPARED,
            open_list=open_list(room, form),
        )
        return make_response(page)

    @blueprint.post(f"{ADVISOR_PATH}/feedback")
    def feedback() -> Response:
        form, asked = room.search()
        if asked is None:
            return form_page(room, form, status=422)
        course_id, text = _say(room, asked)
        return results_page(room, asked, ticked=chosen(), said={course_id: text})


def _say(room: DeskRoom, asked: Search) -> tuple[str, str]:
    """Keep what was said of an offer; returns the offer and what to answer."""
    verdict, _sep, course_id = request.form.get("say", "").partition(" ")
    rank = asked.rank.get(course_id)
    reason = clean_text(request.form.get(f"why-{rank}", ""))
    if rank is None or verdict not in set(Verdict):
        return course_id, gettext("This could not be kept. Please try again.")
    if looks_personal(reason):
        return course_id, gettext("Please leave out e-mail addresses, dates of birth and numbers. Nothing was kept.")
    said = Feedback(
        course_id=course_id,
        rank=rank,
        verdict=Verdict(verdict),
        reason=reason,
        index_version=asked.found.index_version,
        weights_version=asked.found.weights_version,
        day=room.today(),
    )
    try:
        room.accounts.feedback.add(said)
    except InputError:
        return course_id, gettext("The reason is too long. Please keep it short.")
    return course_id, gettext("Thank you. It was kept without any data of the client.")


def _with_cv(form: DeskForm, found: CvProposal) -> MultiDict[str, str]:
    """The fields with what a CV says; what was written before stays as it is."""
    fields = kept_fields(form)
    uris = (item.uri for item in found.competences)
    fields["competence"] = list(dict.fromkeys((*fields.get("competence", ()), *uris)))
    if found.eqf_level:
        fields.setdefault("certificate", [str(found.eqf_level)])
    for spoken in found.languages:
        if spoken.level and spoken.tag in LANGUAGES:
            fields.setdefault(f"speaks_{spoken.tag}", [spoken.level.name])
        elif spoken.level and spoken.tag in OTHER_LANGUAGES and "other_language" not in fields:
            fields["other_language"], fields["other_level"] = [spoken.tag], [spoken.level.name]
    return MultiDict([(name, value) for name, values in fields.items() for value in values])
