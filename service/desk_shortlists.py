"""Shortlists at the desk: kept under a pseudonym, opened again, changed, kept longer, deleted for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as AnyResponse

from data.store.accounts_records import Shortlist
from data.store.accounts_shortlists import KEPT_DAYS
from engine.domain import Course
from engine.errors import InputError, NotFound
from service.cleaning import clean_text
from service.contracts import Product
from service.desk_forms import looks_personal
from service.desk_search import Search
from service.desk_views import ADVISOR_PATH
from service.desk_web import DeskRoom, chosen, form_page, kept_search, results_page
from service.messages import error_text
from service.pathway_views import CourseLink, course_link

__all__ = ["Kept", "add_shortlists", "kept_courses"]

# For how long a shortlist may be kept from today on, in days.
DAYS = (30, KEPT_DAYS, 180, 365)
LISTS_PATH = f"{ADVISOR_PATH}/shortlists"
LIST_PATH = f"{LISTS_PATH}/<list_id>"
NOTE = "note-"
# What a refusal of the store means.
REFUSALS: Mapping[str, Any] = {
    "pseudonym-invalid": _("Please give a pseudonym of at most 100 characters."),
    "pseudonym-taken": _("There is a shortlist with this pseudonym. Please take another one, or open that one."),
    "shortlist-full": _("The shortlist is full. Please take some offers out first."),
    "note-too-long": _("A note is too long. Please keep it under 2000 characters."),
    "profile-invalid": _("This profile is too long to be kept. Please shorten the wish."),
    "personal": _(
        "Please no e-mail address, date of birth or phone number: take a pseudonym that only you understand."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An offer of a shortlist; ``course`` is None when it is no longer on offer."""

    id: str
    note: str
    course: Course | None
    link: CourseLink | None


def add_shortlists(blueprint: Blueprint, room: DeskRoom) -> None:
    """The pages of shortlists; each is seen by its owner alone."""
    store = room.accounts.shortlists

    def opened(list_id: str) -> Shortlist:
        return store.get(room.owner, list_id, room.today())

    @blueprint.get(LISTS_PATH)
    def shortlists() -> Response:
        page = render_template("desk/shortlists.html", shortlists=room.shortlists(), today=room.today())
        return make_response(page)

    @blueprint.post(LISTS_PATH)
    def keep() -> AnyResponse:
        form, asked = room.search()
        if asked is None:
            return form_page(room, form, status=422)
        pseudonym = clean_text(request.form.get("pseudonym", ""))
        try:
            found = _into(room, asked, pseudonym, chosen())
        except InputError as error:
            problem = str(REFUSALS.get(error.code) or error_text(error))
            return results_page(room, asked, ticked=chosen(), pseudonym=pseudonym, problem=problem, status=422)
        return redirect(url_for("desk.shortlist", list_id=found.id), code=303)

    @blueprint.get(LIST_PATH)
    def shortlist(list_id: str) -> Response:
        return _list_page(room, opened(list_id))

    @blueprint.get(f"{LIST_PATH}/results")
    def again(list_id: str) -> Response:
        """The search of a shortlist, as it was left."""
        kept = opened(list_id)
        fields = kept_search(kept.profile)
        fields["shortlist"] = kept.id
        form, asked = room.search(fields)
        if asked is None:
            return form_page(room, form)
        return results_page(room, asked, ticked=[entry.course_id for entry in kept.entries])

    @blueprint.post(f"{LIST_PATH}/notes")
    def notes(list_id: str) -> AnyResponse:
        """Keep all notes; an offer that is to be taken out goes."""
        kept = opened(list_id)
        try:
            for entry in kept.entries:
                note = clean_text(request.form.get(f"{NOTE}{entry.position}", entry.note))
                # The numbers of the fields are positions: this page may be older than the list.
                if request.form.get(f"course-{entry.position}") == entry.course_id and note != entry.note:
                    store.keep(room.owner, list_id, entry.course_id, note, today=room.today())
        except InputError as error:
            return _list_page(room, opened(list_id), problem=str(REFUSALS.get(error.code) or error_text(error)))
        if out := request.form.get("remove"):
            store.remove(room.owner, list_id, out, today=room.today())
        store.erase_traces()
        return redirect(url_for("desk.shortlist", list_id=list_id), code=303)

    @blueprint.post(f"{LIST_PATH}/expiry")
    def expiry(list_id: str) -> AnyResponse:
        days = request.form.get("days", type=int)
        if days in DAYS:
            store.keep_until(room.owner, list_id, room.today() + timedelta(days=days), today=room.today())
        return redirect(url_for("desk.shortlist", list_id=list_id), code=303)

    @blueprint.get(f"{LIST_PATH}/delete")
    def ask_to_delete(list_id: str) -> Response:
        return make_response(render_template("desk/delete.html", shortlist=opened(list_id)))

    @blueprint.post(f"{LIST_PATH}/delete")
    def delete(list_id: str) -> AnyResponse:
        store.delete(room.owner, list_id, today=room.today())
        return redirect(url_for("desk.shortlists"), code=303)


def _into(room: DeskRoom, asked: Search, pseudonym: str, ids: Sequence[str]) -> Shortlist:
    """The search and the chosen offers into the shortlist that is open, else into a new one."""
    store, today, owner = room.accounts.shortlists, room.today(), room.owner
    fields = {name: values for name, values in asked.fields.items() if name != "shortlist"}
    profile = {"fields": fields}
    if asked.form.shortlist.data and request.form.get("new") is None:
        found = store.save_profile(owner, asked.form.shortlist.data, profile, today=today)
    else:
        if looks_personal(pseudonym):
            raise InputError("this pseudonym gives somebody away", code="personal", place="pseudonym")
        found = store.create(owner, pseudonym, profile, today=today)
    there = {entry.course_id for entry in found.entries}
    for course_id in ids:
        if course_id not in there:
            found = store.keep(owner, found.id, course_id, today=today)
    return found


def kept_courses(product: Product, kept: Shortlist) -> tuple[Kept, ...]:
    """The offers of a shortlist in its order."""
    found = {entry.course_id: _course(product, entry.course_id) for entry in kept.entries}
    return tuple(
        Kept(
            id=entry.course_id,
            note=entry.note,
            course=found[entry.course_id],
            link=course_link(course) if (course := found[entry.course_id]) else None,
        )
        for entry in kept.entries
    )


def _course(product: Product, course_id: str) -> Course | None:
    try:
        return product.course(course_id)[0]
    except NotFound:
        return None


def _list_page(room: DeskRoom, kept: Shortlist, *, problem: str = "") -> Response:
    fields = kept_search(kept.profile)
    page = render_template(
        "desk/shortlist.html",
        shortlist=kept,
        courses=kept_courses(room.product, kept),
        days=DAYS,
        wish=fields.get("goal", "") or fields.get("target", ""),
        client=fields.get("client", g.lang),
        problem=problem,
    )
    return make_response(page, 422 if problem else 200)
