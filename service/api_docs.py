"""``/openapi.json`` and ``/docs/api``: the document of the API for programs, and as a page for people.

The page is made here, of our own templates: it loads nothing from elsewhere and works without scripts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, g, jsonify, make_response, render_template
from flask_babel import force_locale
from markupsafe import Markup, escape

from service.openapi import document

__all__ = ["docs_blueprint"]

LANGUAGE = "en"
# What JSON Schema says of a value beside its type → how the page says it.
BOUNDS: Mapping[str, str] = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
    "maxProperties": "at most {} of them",
    "default": "{} if left out",
}
NOT_SAID: tuple[object, ...] = (None, "", [], {})


def docs_blueprint() -> Blueprint:
    """Both addresses."""
    blueprint = Blueprint("api_docs", __name__)

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @blueprint.get("/docs/api")
    def page() -> Response:
        # This page is in English whatever the browser asks for.
        g.lang = LANGUAGE
        with force_locale(LANGUAGE):
            told = render_template(
                "api_docs.html",
                api=document(),
                operations=_by_tag(document()),
                kind=type_words,
                bounds=bounds_words,
                pretty=pretty,
                code=with_code,
            )
        return make_response(told)

    return blueprint


def type_words(schema: Mapping[str, Any]) -> Markup:
    """The type of a value in words; a named schema as a link to where the page explains it."""
    if reference := schema.get("$ref"):
        name = str(reference).rsplit("/", 1)[-1]
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if choices := schema.get("enum"):
        return Markup(" · ").join(map(_code, choices))
    if "const" in schema:
        return _code(json.dumps(schema["const"]))
    if parts := schema.get("anyOf"):
        # What only says which keys are needed is no type of its own.
        return Markup(" or ").join(type_words(part) for part in parts)
    if schema.get("type") == "array":
        return Markup("list of ") + type_words(schema.get("items", {}))
    if schema.get("type") == "object":
        return _object_words(schema)
    kind = schema.get("type", "anything")
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return escape(f"{words} ({schema['format']})" if "format" in schema else words)


def bounds_words(schema: Mapping[str, Any]) -> str:
    """The bounds of a value, between commas; of one that may also be null those of the value."""
    parts = [schema, *(part for part in schema.get("anyOf", ()) if isinstance(part, Mapping))]
    return ", ".join(
        words.format(json.dumps(part[name], ensure_ascii=False))
        for part in parts
        for name, words in BOUNDS.items()
        if name in part and part[name] not in NOT_SAID
    )


def pretty(example: object) -> str:
    """An example as one reads it: JSON on several lines, text as it is."""
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)


def with_code(text: str) -> Markup:
    """Text in which what stands between single or double backquotes becomes code."""
    pieces = text.replace("``", "`").split("`")
    return Markup("").join(_code(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def _code(text: object) -> Markup:
    # Bootstrap's own colour for code is too pale on our ground.
    return Markup('<code class="text-reset">{}</code>').format(text)


def _object_words(schema: Mapping[str, Any]) -> Markup:
    values = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), None)
    if isinstance(values, Mapping):
        return Markup("object: name → ") + type_words(values)
    return Markup("object")


def _by_tag(api: Mapping[str, Any]) -> list[tuple[Mapping[str, str], Sequence[tuple[str, str, Mapping[str, Any]]]]]:
    """Each tag with its operations: method, path and what the document says."""
    every = [(method, path, told) for path, methods in api["paths"].items() for method, told in methods.items()]
    return [(tag, [one for one in every if tag["name"] in one[2]["tags"]]) for tag in api["tags"]]
