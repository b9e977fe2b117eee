"""The directories on the web: pages in five languages, and the same for programs. Anybody may read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as AnyResponse

from data.store.codec import fold
from engine.domain import Group, Region
from engine.measures import Measure, MeasureKind
from engine.support import COUNTRY_OF
from service import messages
from service.api import API_LANGUAGE, read_query
from service.cleaning import QUERY_CHARACTERS, clean_text
from service.contracts import LANGUAGES, Product
from service.directory import KINDS, Directory, Question, Shelf
from service.directory_answers import measure_answer, measures_answer
from service.exchange import paged
from service.schemas import MeasureQuery, MeasuresQuery
from service.sheets import EntryView, entry_view, sheet_view
from service.web import LANGUAGE_PATH, wanted_language

SHELF_PATH = f"<any({','.join(Shelf)}):shelf>"
# Title of each directory, and what it holds.
SHELVES: Mapping[str, tuple[Any, Any]] = {
    Shelf.MEASURES: (
        _("Money and help"),
        _("What may pay for training, and what helps on the way into work: on all sides of the borders."),
    ),
    Shelf.INSTITUTIONS: (
        _("Advice and services"),
        _("Who gives advice on each side of the borders, and where courses are listed."),
    ),
    Shelf.RIGHTS: (
        _("Rights and recognition"),
        _("Time off for learning, access across the border, benefits, and certificates that count."),
    ),
}
NO_SUCH: Mapping[str, Any] = {
    "region": _("We do not know the region in this address. So all regions are shown."),
    "group": _("We do not know the group in this address. So the entries for all groups are shown."),
    "kind": _("This kind is not in this list. So all kinds are shown."),
}
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The entries of one country, or across the borders; without a title where the nearest come first."""

    title: str
    anchor: str
    entries: tuple[EntryView, ...]


def register_directory(app: Flask, product: Product, today: Callable[[], date]) -> None:
    """Add pages and API to ``app``."""
    directory = Directory(product.knowledge)
    app.register_blueprint(directory_api(directory))
    app.register_blueprint(directory_pages(directory, today))


def directory_api(directory: Directory) -> Blueprint:
    """``GET /api/v1/measures`` and ``GET /api/v1/measures/{id}``."""
    blueprint = Blueprint("directory_api", __name__)

    @blueprint.get("/api/v1/measures")
    def measures() -> Response:
        query = read_query(MeasuresQuery)
        language = query.language or _accepted()
        kinds = (query.kind,) if query.kind else tuple(MeasureKind)
        question = Question(language=language, q=query.q, region=query.region, group=query.group, kinds=kinds)
        found = directory.search(question).measures
        page = jsonify(measures_answer(found[query.offset : query.offset + query.limit], len(found), language))
        return paged(page, total=len(found), limit=query.limit, offset=query.offset)

    @blueprint.get("/api/v1/measures/<path:measure_id>")
    def measure(measure_id: str) -> Response:
        language = read_query(MeasureQuery).language or _accepted()
        return jsonify(measure_answer(directory.get(measure_id), directory, language))

    return blueprint


def directory_pages(directory: Directory, today: Callable[[], date]) -> Blueprint:
    """``/<language>/measures/`` and its two siblings, ``/<language>/measures/<id>``, and short ways to them."""
    blueprint = Blueprint("directory", __name__)

    @blueprint.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None) or wanted_language()

    @blueprint.get(f"/{SHELF_PATH}/")
    def short_shelf(shelf: str) -> AnyResponse:
        return _to_language("directory.shelf", shelf=shelf)

    @blueprint.get("/measures/<measure_id>")
    def short_sheet(measure_id: str) -> AnyResponse:
        return _to_language("directory.sheet", measure_id=measure_id)

    @blueprint.get(f"{LANGUAGE_PATH}/{SHELF_PATH}/")
    def shelf(shelf: str) -> Response:
        here = Shelf(shelf)
        question, unknown = _asked(here)
        answer = directory.search(question)
        title, about = SHELVES[here]
        page = render_template(
            "measures.html",
            shelf=here,
            title=title,
            about=about,
            question=question,
            kept=_kept(question, here),
            notes=[NO_SUCH[name] for name in unknown],
            answer=answer,
            sections=_sections(answer.measures, question),
            choices=_choices(directory, here),
            elsewhere=_elsewhere(directory, question, here),
            no_decision=messages.translated(messages.NO_DECISION),
        )
        return make_response(page, 422 if unknown else 200)

    @blueprint.get(f"{LANGUAGE_PATH}/measures/<measure_id>")
    def sheet(measure_id: str) -> AnyResponse:
        measure = directory.get(measure_id.upper())
        if measure.id != measure_id:
            return redirect(url_for("directory.sheet", lang=g.lang, measure_id=measure.id))
        shelf = next(shelf for shelf, kinds in KINDS.items() if measure.kind in kinds)
        view = sheet_view(measure, directory, language=g.lang, today=today())
        page = render_template(
            "measure.html",
            sheet=view,
            shelf=shelf,
            shelf_title=SHELVES[shelf][0],
            basis_text=messages.basis_text,
            no_decision=messages.translated(messages.NO_DECISION),
        )
        return make_response(page)

    return blueprint


def _accepted() -> str:
    return request.accept_languages.best_match(LANGUAGES) or API_LANGUAGE


def _to_language(endpoint: str, **values: Any) -> AnyResponse:
    """To the same page in the reader's language, with the filters that were asked for."""
    # Not as arguments of url_for, which takes some of its own that nobody from outside should give.
    query = f"?{urlencode(request.args)}" if request.args else ""
    response = redirect(url_for(endpoint, lang=wanted_language(), **values) + query)
    response.vary.add("Accept-Language")
    return response


def _asked(shelf: Shelf) -> tuple[Question, list[str]]:
    """What the address asks for, and the names of the filters whose value means nothing here."""
    region, group, kind = _read(Region, "region"), _read(Group, "group"), _read(MeasureKind, "kind")
    if kind not in KINDS[shelf]:
        kind = None
    question = Question(
        language=g.lang,
        q=" ".join(clean_text(request.args.get("q", "")[:QUERY_CHARACTERS]).split()),
        region=region,
        group=group,
        kinds=(kind,) if kind else KINDS[shelf],
    )
    given = {"region": region, "group": group, "kind": kind}
    return question, [name for name, value in given.items() if value is None and request.args.get(name)]


def _read(codes: type[Code], name: str) -> Code | None:
    try:
        return codes(request.args.get(name, ""))
    except ValueError:
        return None


def _kept(question: Question, shelf: Shelf) -> dict[str, str]:
    """The question as parameters of an address; what filters nothing is left out."""
    kind = question.kinds[0] if question.kinds != KINDS[shelf] else ""
    given = {"q": question.q, "region": question.region, "group": question.group, "kind": kind}
    return {name: str(value) for name, value in given.items() if value}


def _sections(measures: Sequence[Measure], question: Question) -> tuple[Section, ...]:
    """The nearest first where there are words to look for, else country by country."""
    if question.q:
        nearest = Section(title="", anchor="", entries=tuple(entry_view(one, g.lang) for one in measures))
        return (nearest,) if measures else ()
    places: dict[str, list[Measure]] = {country: [] for country in dict.fromkeys(COUNTRY_OF.values())}
    across: list[Measure] = []
    for measure in measures:
        countries = {COUNTRY_OF[region] for region in measure.regions}
        (places[countries.pop()] if len(countries) == 1 else across).append(measure)
    named = [(messages.country_name(country), country.lower(), found) for country, found in places.items()]
    return tuple(
        Section(title=title, anchor=anchor, entries=tuple(entry_view(one, g.lang) for one in found))
        for title, anchor, found in (*named, (str(_("Across the borders")), "across", across))
        if found
    )


def _elsewhere(directory: Directory, question: Question, shelf: Shelf) -> list[tuple[str, Any, int]]:
    """The other directories that have the words of the question, each with its title and how many entries."""
    others = [other for other in Shelf if other != shelf and question.q]
    counts = {other: len(directory.search(replace(question, kinds=KINDS[other])).measures) for other in others}
    return [(other, SHELVES[other][0], count) for other, count in counts.items() if count]


def _choices(directory: Directory, shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: code and name; groups that no entry of this directory is made for are left out."""
    named = {group for one in directory.measures.values() if one.kind in KINDS[shelf] for group in one.groups}
    groups = [(group.value, messages.group_name(group)) for group in named]
    return {
        "region": [(region.value, messages.region_name(region)) for region in Region],
        "group": sorted(groups, key=lambda choice: fold(choice[1])),
        "kind": [(kind.value, messages.measure_kind_name(kind)) for kind in KINDS[shelf]],
    }
