"""The JSON API: thin views that read, ask the product and present; one error shape, one table of statuses."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from flask_babel import force_locale
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType

from engine.errors import ConfigurationError, InputError, NotFound, PasserelleError, StateError, Unavailable
from service.answers import api_answer, course_answer, courses_answer
from service.competences import links_answer, links_of, suggestions_of
from service.contracts import LANGUAGES, Product
from service.exchange import paged
from service.health import health_of, is_well
from service.homes import place_label
from service.learning_model import learning_opportunities, learning_opportunity
from service.linked_data import MEDIA_TYPE, schema_org_course, schema_org_list
from service.schemas import (
    CompetencesQuery,
    CourseQuery,
    CoursesQuery,
    LinkedDataProfile,
    PlacesQuery,
    ProfileInput,
    RecommendationQuery,
    refusal,
)

# Error class → HTTP status; the first that fits.
STATUS_OF: tuple[tuple[type[PasserelleError], int], ...] = (
    (InputError, 422),
    (NotFound, 404),
    (Unavailable, 503),
    (StateError, 503),
    (ConfigurationError, 500),
    (PasserelleError, 500),
)
# What to do about a refusal that HTTP itself gives.
HTTP_REMEDIES = {
    400: "send one JSON object, encoded as UTF-8",
    401: "send a key or token that is known here, or none",
    403: "ask from the machine itself, or with the token of PASSERELLE_METRICS_TOKEN",
    404: "look at the address; the API begins with /api/v1/",
    405: "use one of the methods named in the Allow header",
    413: "send less than 256 KiB",
    415: "send the body with Content-Type: application/json",
}
API_LANGUAGE = "en"
API_PATHS = ("/api/", "/healthz", "/metrics", "/openapi.json")
# What a refusal of HTTP says in headers.
HTTP_HEADERS = ("Allow", "WWW-Authenticate")


def status_of(error: PasserelleError) -> int:
    """The HTTP status of a typed error."""
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


def error_answer(status: int, *, code: str, message: str, field: str = "", remedy: str = "") -> Response:
    """The one shape of every error of the API."""
    body = {"error": {"code": code, "message": message, "field": field or None, "remedy": remedy or None}}
    response = jsonify(body)
    response.status_code = status
    return response


def http_error_answer(error: HTTPException) -> Response:
    """A refusal of HTTP itself, in the shape of the API; keeps headers such as ``Allow``."""
    status = error.code or 500
    name = "-".join(error.name.lower().split())
    response = error_answer(status, code=name, message=error.name, remedy=HTTP_REMEDIES.get(status, ""))
    response.headers.extend((key, value) for key, value in error.get_headers() if key in HTTP_HEADERS)
    return response


def typed_error_answer(error: PasserelleError) -> Response:
    """A typed error, in the shape of the API."""
    return error_answer(
        status_of(error), code=error.code, message=error.message, field=error.place, remedy=error.remedy
    )


def api_blueprint(product: Product) -> Blueprint:
    """Everything below ``/api/v1`` and ``/healthz``."""
    blueprint = Blueprint("api", __name__)

    @blueprint.post("/api/v1/recommendations")
    def recommendations() -> Response:
        query = read_query(RecommendationQuery)
        profile = _body().to_profile(product.places)
        found = product.recommend(profile, k=query.k, language=query.language)
        language = query.language or _accepted_language()
        with force_locale(language):
            return jsonify(api_answer(found, language, product.knowledge, product.concept_name))

    @blueprint.get("/api/v1/places")
    def places() -> Response:
        query = read_query(PlacesQuery)
        country = query.country.upper() if query.country else None
        found = product.places.find(query.q, country=country, limit=query.limit)
        items = [
            {
                "name": place.name,
                "country": place.country,
                "postal_code": place.postal_code,
                "region": place.region,
                "label": place_label(place),
            }
            for place in found
        ]
        return jsonify(items=items)

    @blueprint.get("/api/v1/competences")
    def competences() -> Response:
        query = read_query(CompetencesQuery)
        language = query.language or _accepted_language()
        find = suggestions_of if query.complete else links_of
        links = find(product, query.q, to=query.to, k=query.k, language=query.language)
        return jsonify(links_answer(product, links, text=query.q, language=language, sure=not query.complete))

    @blueprint.get("/api/v1/courses")
    def courses() -> Response:
        query = read_query(CoursesQuery)
        found, total = product.courses(
            query.q,
            country=query.country,
            language=query.language,
            competence=query.competence,
            limit=query.limit,
            offset=query.offset,
        )
        profile, language = _linked_data(query.profile), _accepted_language()
        if profile == "elm":
            answer = _as_linked_data(learning_opportunities(found, language=language, names=product.concept_name))
        elif profile:
            told = schema_org_list(
                found, total=total, offset=query.offset, language=language, names=product.concept_name
            )
            answer = _as_linked_data(told)
        else:
            answer = jsonify(courses_answer(found, total))
        return paged(answer, total=total, limit=query.limit, offset=query.offset)

    @blueprint.get("/api/v1/courses/<path:course_id>")
    def course(course_id: str) -> Response:
        query = read_query(CourseQuery)
        found, about = product.course(course_id)
        language, profile = query.language or _accepted_language(), _linked_data(query.profile)
        if profile:
            tell = learning_opportunity if profile == "elm" else schema_org_course
            return _as_linked_data(tell(found, about, language=language, names=product.concept_name))
        return jsonify(course_answer(found, about, language, product.concept_name))

    @blueprint.get("/healthz")
    def healthz() -> Response:
        health = health_of(product)
        response = jsonify(status="ok" if is_well(health) else "unavailable", **asdict(health))
        response.status_code = 200 if is_well(health) else 503
        return response

    # A load balancer asks for this one without HTTPS.
    healthz.talisman_view_options = {"force_https": False}  # type: ignore[attr-defined]  # Talisman's way to mark a view
    return blueprint


Query = TypeVar("Query", bound=BaseModel)


def read_query(schema: type[Query]) -> Query:
    """The query string, read by ``schema``; raises ``InputError`` for the first thing wrong with it."""
    try:
        return schema.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise refusal(error) from None


def _accepted_language() -> str:
    return request.accept_languages.best_match(LANGUAGES) or API_LANGUAGE


def _linked_data(asked: LinkedDataProfile | None) -> LinkedDataProfile | None:
    """The vocabulary of an answer in JSON-LD, which the address or the Accept header may ask for."""
    best = request.accept_mimetypes.best_match(("application/json", MEDIA_TYPE))
    return asked or ("schema.org" if best == MEDIA_TYPE else None)


def _as_linked_data(told: dict[str, Any]) -> Response:
    response = jsonify(told)
    response.mimetype = MEDIA_TYPE
    return response


def _body() -> ProfileInput:
    """The request's profile; what cannot be read as JSON at all is a bad request, what says nonsense a refusal."""
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return ProfileInput.model_validate_json(request.get_data())
    except ValidationError as error:
        if error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid":
            raise BadRequest from None
        raise refusal(error) from None
