"""The document of the JSON API (OpenAPI 3.1), made of ``service.operations`` and the schemas that validate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service import api_examples as examples
from service.field_notes import FIELDS, PARAMETERS
from service.operations import JSON, OPERATIONS, TAGS, Content, Operation
from service.rate_limits import KEY_HEADER
from service.response_schemas import ErrorAnswer
from service.schemas import CoursesQuery, RecommendationQuery

__all__ = ["API_VERSION", "document"]

API_VERSION = "1.0.0"
ABOUT = (
    "Matches people to training across the borders of the Greater Region: Saarland, Rheinland-Pfalz, Luxembourg, "
    "Lorraine, Wallonia, Ostbelgien. Words in an answer are in the language asked for with `language`, else in the one "
    "that `Accept-Language` prefers, else in English; codes never change. Errors have one shape. Every GET of the API "
    "sends an `ETag`; with it in `If-None-Match` an answer that has not changed is 304."
)
REFERENCE = "#/components/schemas/{model}"
NO_KEY: dict[str, list[str]] = {}
KEY: dict[str, list[str]] = {"apiKey": []}
# Where a parameter means something else than elsewhere.
FILTERS: Mapping[tuple[type[BaseModel], str], str] = {
    (CoursesQuery, "language"): "a language that the course is taught in",
    (RecommendationQuery, "language"): "the language of the answer's words, and a hint at that of the wish",
}
# What each status means beyond its name.
MEANINGS = {
    304: "The answer has not changed since the ETag in If-None-Match.",
    400: "The body is not JSON.",
    401: "The key or token is not known here.",
    403: "Only for the machine itself.",
    404: "There is none with this id.",
    413: "The body is too large.",
    415: "The body has another content type than those listed.",
    422: "A value will not do; `field` names it.",
    429: "Too many requests; Retry-After says how many seconds to wait.",
    500: "A fault of the service.",
    503: "The service is not ready to answer.",
}
HEADERS = {
    "ETag": ("A tag of this answer, for If-None-Match.", {"type": "string"}),
    "Link": ("The first, previous, next and last page (RFC 8288).", {"type": "string"}),
    "Retry-After": ("Seconds to wait.", {"type": "integer", "minimum": 1}),
    "WWW-Authenticate": ("What to send.", {"type": "string"}),
}
HEADERS_OF = {401: ("WWW-Authenticate",), 429: ("Retry-After",)}


@cache
def document() -> Mapping[str, Any]:
    """The whole document, always the same; not to be changed."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Passerelle",
            "version": API_VERSION,
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "headers": {name: {"description": about, "schema": schema} for name, (about, schema) in HEADERS.items()},
            "securitySchemes": {
                "apiKey": {
                    "type": "apiKey",
                    "in": "header",
                    "name": KEY_HEADER,
                    "description": "Optional: a key from the operator, with a limit of its own.",
                },
                "metricsToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "PASSERELLE_METRICS_TOKEN, where the operator has set one.",
                },
            },
        },
    }


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return paths


def _operation(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.about,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation.query)],
        "responses": dict(_responses(operation)),
    }
    if operation.body:
        told["requestBody"] = {"required": True, "content": _content(operation.body)}
    if operation.keyed:
        told["security"] = [NO_KEY, KEY]
    if operation.path == "/metrics":
        told["security"] = [NO_KEY, {"metricsToken": []}]
    return told


def _path_parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.of:
        what, example = operation.of
        yield {
            "name": "id",
            "in": "path",
            "required": True,
            "description": f"the id of a {what}",
            "schema": {"type": "string", "minLength": 1},
            "example": example,
        }


def _query_parameters(query: type[BaseModel] | None) -> Iterator[dict[str, Any]]:
    """Each field of the model that reads the query string; what is null there is left out of an address."""
    if query is None:
        return
    schema = query.model_json_schema(ref_template=REFERENCE)
    for name, field in schema["properties"].items():
        yield {
            "name": name,
            "in": "query",
            "description": FILTERS.get((query, name)) or PARAMETERS[name],
            "required": name in schema.get("required", ()),
            "schema": _without_null({key: value for key, value in field.items() if key != "title"}),
        }


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kept = [part for part in schema.get("anyOf", ()) if part != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)}
    if not kept:
        return rest
    return (kept[0] | rest) if len(kept) == 1 else {"anyOf": kept, **rest}


def _responses(operation: Operation) -> Iterator[tuple[str, Any]]:
    headers = [name for name, there in (("ETag", operation.kept), ("Link", operation.paged)) if there]
    yield (
        "200",
        {
            "description": operation.summary,
            "headers": _headers(*headers),
            "content": _content(operation.answers),
        },
    )
    if operation.kept:
        yield "304", {"description": MEANINGS[304], "headers": _headers(*headers)}
    if operation.failing:
        yield "503", {"description": MEANINGS[503], "content": _content(operation.failing)}
    error = {JSON: Content(schema=ErrorAnswer, example=examples.ERROR)}
    for status in (*operation.refuses, 500):
        yield (
            str(status),
            {
                "description": f"{HTTPStatus(status).phrase}. {MEANINGS[status]}",
                "headers": _headers(*HEADERS_OF.get(status, ())),
                "content": _content(error),
            },
        )


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _content(bodies: Mapping[str, Content]) -> dict[str, Any]:
    return {
        media: {"schema": _reference(content.schema)} | ({"example": content.example} if content.example else {})
        for media, content in bodies.items()
    }


def _reference(schema: type[BaseModel] | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(schema, Mapping):
        return schema
    return {"$ref": REFERENCE.format(model=schema.__name__)}


def _schemas() -> dict[str, Any]:
    """Every model that is named, with everything that it names."""
    models: dict[type[BaseModel], None] = {ErrorAnswer: None}
    for operation in OPERATIONS:
        bodies = (*operation.body.values(), *operation.answers.values(), *operation.failing.values())
        named = [content.schema for content in bodies if not isinstance(content.schema, Mapping)]
        models.update(dict.fromkeys(named))
        models.update(dict.fromkeys([operation.query] if operation.query else []))
    _, made = models_json_schema([(model, "validation") for model in models], ref_template=REFERENCE)
    asked = {operation.query.__name__ for operation in OPERATIONS if operation.query}
    for name, notes in FIELDS.items():
        for key, note in notes.items():
            made["$defs"][name]["properties"][key].setdefault("description", note)
    return {name: schema for name, schema in sorted(made["$defs"].items()) if name not in asked}
