"""What leaves the desk: the printout in two languages side by side, its PDF, and a shortlist as CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, g, make_response, render_template, request

from data.store.accounts_records import Shortlist
from service.contracts import LANGUAGES
from service.desk_export import shortlist_csv, shortlist_json
from service.desk_pdf import pdf_of
from service.desk_print import Sheet, sheets
from service.desk_search import Search
from service.desk_shortlists import LIST_PATH, kept_courses
from service.desk_views import ADVISOR_PATH
from service.desk_web import DeskRoom, chosen, form_page, kept_search
from service.web import DEFAULT_LANGUAGE

__all__ = ["add_paper"]


def add_paper(blueprint: Blueprint, room: DeskRoom) -> None:
    """Printouts and downloads."""

    def sheets_of(asked: Search, ids: Sequence[str]) -> tuple[Sheet, ...]:
        own, client = g.lang, _client(asked)
        spoken = (client,) if client == own else (client, own)
        return sheets(asked, ids, room.product, languages=spoken, today=room.today())

    def searched(kept: Shortlist) -> Search:
        form, asked = room.search(kept_search(kept.profile))
        if asked is None:
            # The profile was usable when it was kept: what it speaks of is gone from the vocabulary or the places.
            abort(form_page(room, form, status=422))
        return asked

    def opened(list_id: str) -> Shortlist:
        return room.accounts.shortlists.get(room.owner, list_id, room.today())

    @blueprint.post(f"{ADVISOR_PATH}/print")
    def print_search() -> Response:
        form, asked = room.search()
        if asked is None:
            return form_page(room, form, status=422)
        ids = chosen() or [item.course.id for item in asked.shown[: form.limit]]
        return make_response(
            render_template(
                "desk/print.html",
                sheets=sheets_of(asked, ids),
                today=room.today(),
                fields=asked.fields,
                chosen=ids,
                shortlist=None,
                notes={},
                gone=[],
            )
        )

    @blueprint.get(f"{LIST_PATH}/print")
    def print_list(list_id: str) -> Response:
        kept = opened(list_id)
        ids = [entry.course_id for entry in kept.entries]
        asked = searched(kept)
        return make_response(
            render_template(
                "desk/print.html",
                sheets=sheets_of(asked, ids),
                today=room.today(),
                fields={},
                chosen=ids,
                shortlist=kept,
                notes=_notes(kept),
                gone=_not_found(kept, asked, room),
            )
        )

    @blueprint.get(f"{LIST_PATH}/print.pdf")
    def print_pdf(list_id: str) -> Response:
        kept = opened(list_id)
        asked = searched(kept)
        ids = [entry.course_id for entry in kept.entries]
        page = render_template("desk/pdf.html", sheets=sheets_of(asked, ids), today=room.today(), notes=_notes(kept))
        return _download(pdf_of(page), "application/pdf", "pdf")

    @blueprint.get(f"{LIST_PATH}/export.csv")
    def as_csv(list_id: str) -> Response:
        kept = opened(list_id)
        text = shortlist_csv(kept, kept_courses(room.product, kept), searched(kept), room.product, g.lang)
        return _download(text.encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")

    @blueprint.get(f"{LIST_PATH}/export.json")
    def as_json(list_id: str) -> Response:
        kept = opened(list_id)
        text = shortlist_json(kept, searched(kept), room.product, g.lang)
        return _download(text.encode("utf-8"), "application/json", "json")


def _client(asked: Search) -> str:
    """The language that the printout speaks first: asked for by a click, else the client's."""
    wanted = request.values.get("in") or asked.form.client.data
    return next((tag for tag in LANGUAGES if tag == wanted), DEFAULT_LANGUAGE)


def _notes(kept: Shortlist) -> dict[str, str]:
    """The notes by offer, where they are to be printed."""
    return {entry.course_id: entry.note for entry in kept.entries} if request.args.get("notes") else {}


def _not_found(kept: Shortlist, asked: Search, room: DeskRoom) -> list[str]:
    """The titles (else ids) of offers that the answer of today does not hold."""
    return [
        one.course.title if one.course else one.id
        for one in kept_courses(room.product, kept)
        if one.id not in asked.rank
    ]


def _download(content: bytes, mimetype: str, ending: str) -> Response:
    """A file whose name says nothing about anybody."""
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=shortlist.{ending}"
    return response
