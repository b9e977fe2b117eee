"""A CV on the web: a page to paste or upload it and to confirm what was found, and the same for programs.

A CV comes in the body of a request, is answered and forgotten: no file, no log line, no session, no address holds it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from data.cv import read_cv
from engine.cv import Cv, LanguageSkill
from engine.domain import Cefr
from engine.errors import InputError
from service.api import API_LANGUAGE, error_answer
from service.cleaning import GOAL_CHARACTERS, clean_text
from service.contracts import LANGUAGES
from service.cv import CvProposal, Linker, cv_answer, propose
from service.forms import ENTRY_CHARACTERS, MOST_ABILITIES, OTHER_LANGUAGES, SPOKEN_LEVELS, WishForm
from service.messages import error_text, language_name
from service.web import DEFAULT_LANGUAGE, LANGUAGE_PATH, wanted_language

XML_TYPES = frozenset({"application/xml", "text/xml"})
TEXT_TYPES = frozenset({"text/plain"})
ACCEPTED = "application/json, application/xml, text/xml, text/plain"

_DAMAGED = _("This file is damaged. Save your CV again, or copy its text and paste it here.")
# What a refusal of the reader means to the person.
REFUSALS: Mapping[str, Any] = {
    "empty-cv": _("Please paste your CV or choose a file."),
    "unknown-cv-format": _("We cannot read this kind of file. Copy the text of your CV and paste it here."),
    "wrong-encoding": _("We cannot read the letters in this file. Copy the text of your CV and paste it here."),
    "too-large": _("This is too long. Keep the parts about school, work, skills and languages, and leave out photos."),
    "broken-xml": _DAMAGED,
    "broken-json": _DAMAGED,
    "xml-doctype": _DAMAGED,
    "too-deep": _DAMAGED,
}
SKILLS: Mapping[LanguageSkill, Any] = {
    LanguageSkill.LISTENING: _("Understanding what people say"),
    LanguageSkill.READING: _("Reading"),
    LanguageSkill.SPOKEN_INTERACTION: _("Talking with people"),
    LanguageSkill.SPOKEN_PRODUCTION: _("Speaking"),
    LanguageSkill.WRITING: _("Writing"),
}


def register_cv(app: Flask, product: Linker) -> None:
    """Add pages and API to ``app``; the API needs no CSRF token, as it takes no cookie."""
    api = cv_api(product)
    app.extensions["csrf"].exempt(api)
    app.register_blueprint(api)
    app.register_blueprint(cv_pages(product))


def cv_api(product: Linker) -> Blueprint:
    """``POST /api/v1/cv``: ``{"text": …}``, or the file itself with its content type."""
    blueprint = Blueprint("cv_api", __name__)

    @blueprint.post("/api/v1/cv")
    def cv() -> Response:
        language = _asked_language()
        if request.mimetype not in {"application/json", *XML_TYPES, *TEXT_TYPES}:
            return error_answer(
                415,
                code="unsupported-media-type",
                message="this content type is not read",
                remedy=f"send the CV with one of these content types: {ACCEPTED}",
            )
        return jsonify(cv_answer(propose(_sent_cv(), product, language)))

    return blueprint


def cv_pages(product: Linker) -> Blueprint:
    """The page ``/<language>/cv`` and the way from it into the form."""
    blueprint = Blueprint("cv", __name__)

    @blueprint.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None) or wanted_language()

    @blueprint.url_defaults
    def _give_language(_endpoint: str, values: dict[str, Any]) -> None:
        values.setdefault("lang", g.get("lang", DEFAULT_LANGUAGE))

    @blueprint.get(f"{LANGUAGE_PATH}/cv")
    def page() -> Response:
        return _cv_page()

    @blueprint.post(f"{LANGUAGE_PATH}/cv")
    def read() -> Response:
        try:
            proposal = propose(_posted_cv(), product, g.lang)
        except InputError as error:
            return _cv_page(str(REFUSALS.get(error.code) or error_text(error)), status=422)
        return make_response(render_template("cv_found.html", found=proposal, **_choices(proposal)))

    @blueprint.get(f"{LANGUAGE_PATH}/cv/use")
    def nothing_to_use() -> AnyResponse:
        # Nothing was kept that this address could lead to.
        return redirect(url_for("cv.page"), code=303)

    @blueprint.post(f"{LANGUAGE_PATH}/cv/use")
    def use() -> Response:
        form = WishForm(_answers())
        return make_response(render_template("wish.html", form=form, stale=False))

    @blueprint.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        """The page was open in a browser session that has ended; pasted text comes back with a fresh token."""
        return _cv_page(stale=True, status=400)

    return blueprint


def _cv_page(error: str = "", *, stale: bool = False, status: int = 200) -> Response:
    page = render_template("cv.html", text=request.form.get("text", ""), error=error, stale=stale)
    return make_response(page, status)


def _asked_language() -> str:
    """The language of the names in the answer: asked for, else the best the client accepts, else English."""
    asked = request.args.get("language")
    if asked is None:
        return request.accept_languages.best_match(LANGUAGES) or API_LANGUAGE
    if asked not in LANGUAGES:
        raise InputError(
            "a language without translations", place="language", remedy=f"use one of {', '.join(LANGUAGES)}"
        )
    return asked


def _sent_cv() -> Cv:
    """The CV in the body of an API request; the text of ``{"text": …}`` may be of any format, too."""
    body = request.get_data()
    if request.mimetype == "application/json":
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            return read_cv(body)  # which says where the fault is
        if isinstance(sent, dict) and set(sent) == {"text"}:
            if not isinstance(sent["text"], str):
                raise InputError("text is no string", place="text", remedy="send the CV as one string")
            return read_cv(sent["text"])
        if not isinstance(sent, dict):
            raise InputError("the JSON is no object", remedy='send {"text": "…"} or the CV itself')
    return read_cv(body)


def _posted_cv() -> Cv:
    """The CV of the page: the file if there is one, else the pasted text."""
    file = request.files.get("file")
    content = file.read() if file else b""
    return read_cv(content) if content else read_cv(clean_text(request.form.get("text", "")))


def _choices(proposal: CvProposal) -> dict[str, Any]:
    """What the page of finds needs beside them: the languages as fields of the form, and their words."""
    known = {item.tag: item for item in proposal.languages}
    return {
        "spoken": [(tag, name, known.get(tag)) for tag, name in LANGUAGES.items()],
        "others": [(tag, language_name(tag), item) for tag, item in known.items() if tag in OTHER_LANGUAGES],
        "unlisted": [language_name(tag) for tag in known if tag not in LANGUAGES and tag not in OTHER_LANGUAGES],
        "levels": SPOKEN_LEVELS,
        "offered": offered_level,
        "skills": SKILLS,
        "certificates": WishForm(MultiDict({"certificate": str(proposal.eqf_level or "")})).certificate,
    }


def offered_level(level: Cefr | None) -> str:
    """The level of the form that promises no more than ``level``, or none."""
    kept = [name for name in SPOKEN_LEVELS if name and level and Cefr[name] <= level]
    return max(kept, key=lambda name: Cefr[name], default="")


def _answers() -> MultiDict[str, str]:
    """What was confirmed, as answers of the form; of several other languages the one spoken best is taken."""
    sent = request.form
    answers = MultiDict({f"speaks_{tag}": sent.get(f"speaks_{tag}", "") for tag in LANGUAGES})
    answers["certificate"] = sent.get("certificate", "")
    answers["abilities"] = _abilities(sent.getlist("competence"))
    levels = list(SPOKEN_LEVELS)
    others = {tag: sent.get(f"other_{tag}", "") for tag in OTHER_LANGUAGES}
    spoken = {tag: level for tag, level in others.items() if level and level in levels}
    if spoken:
        best = max(spoken, key=lambda tag: levels.index(spoken[tag]))
        answers["other_language"], answers["other_level"] = best, spoken[best]
    return answers


def _abilities(names: list[str]) -> str:
    """The names as the form writes them, between commas, as many as it takes."""
    text = ""
    for name in names[:MOST_ABILITIES]:
        # A comma inside a name would part it.
        part = " / ".join(piece.strip() for piece in clean_text(name).replace(";", ",").split(",") if piece.strip())
        longer = f"{text}, {part}" if text else part
        if part and len(part) <= ENTRY_CHARACTERS and len(longer) <= GOAL_CHARACTERS:
            text = longer
    return text
