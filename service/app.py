"""The app factory: puts pages, API, languages and protection together around a product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from data.store.accounts_records import Role
from engine.errors import ConfigurationError, PasserelleError, StateError
from service.accounts import Accounts
from service.api import API_PATHS, api_blueprint, http_error_answer, status_of, typed_error_answer
from service.compression import compress_static
from service.contracts import LANGUAGES, Product
from service.cv_views import register_cv
from service.desk import DESK, register_desk
from service.directory_views import register_directory
from service.identity import OidcSettings
from service.login_views import register_login
from service.logs import log_fault, log_refusal
from service.machines import Machines, register_machines
from service.messages import error_text
from service.none_fits import FEEDBACK
from service.security import protect
from service.web import wanted_language, web_blueprint

__all__ = ["create_app"]


def create_app(
    product: Product,
    *,
    secret_key: str,
    testing: bool = False,
    behind_https: bool = False,
    today: Callable[[], date] = date.today,
    machines: Machines | None = None,
    accounts: Accounts | None = None,
    provider: OidcSettings | None = None,
    hosts: Sequence[str] = (),
) -> Flask:
    """The WSGI application that answers for ``product``.

    ``secret_key`` signs sessions and CSRF tokens. ``behind_https`` is for a service behind one HTTPS proxy: its
    X-Forwarded-Proto is trusted, cookies become Secure and plain HTTP is redirected. ``today`` says what is over.
    A request for another name than ``hosts`` is refused (without any, none is).
    Without ``accounts`` nobody can sign in; ``provider`` is who else may say who somebody is (OpenID Connect).
    Raises ``ConfigurationError`` for an empty ``secret_key``.
    """
    if not secret_key:
        raise ConfigurationError(
            "there is no secret key", place="secret_key", remedy="set PASSERELLE_SECRET_KEY to a long random text"
        )
    app = Flask(__name__)
    app.config.update(TESTING=testing, BOOTSTRAP_SERVE_LOCAL=True, TRUSTED_HOSTS=list(hosts) or None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    csrf = protect(app, secret_key=secret_key, behind_https=behind_https)
    Babel(app, default_locale="en", locale_selector=wanted_language)
    Bootstrap5(app)
    api = api_blueprint(product)
    csrf.exempt(api)
    app.register_blueprint(api)
    app.register_blueprint(web_blueprint(product, today))
    register_cv(app, product)
    register_directory(app, product, today)
    register_machines(app, product, machines or Machines())
    compress_static(app)
    if accounts:
        register_login(app, accounts, provider=provider, landing={Role.ADVISOR: DESK}, today=today)
        register_desk(app, product, accounts.store, today)
        app.extensions[FEEDBACK] = accounts.store.feedback
    app.context_processor(_page_context)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(PasserelleError, _typed)
    app.register_error_handler(Exception, _unforeseen)
    return app


def _page_context() -> dict[str, Any]:
    """What every template may use."""
    return {"lang": g.get("lang") or wanted_language(), "languages": LANGUAGES}


def _refused(error: HTTPException) -> AnyResponse:
    """404, 405, 413 and their like, as JSON below the API's paths, else as a page; redirects stay what they are."""
    # Without a name that is ours there are no addresses to write into a page.
    if error.response is not None or (error.code and error.code < 400) or isinstance(error, SecurityError):
        return error.get_response()
    if request.path.startswith(API_PATHS):
        return http_error_answer(error)
    response = _error_page(error.code or 500)
    response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def _typed(error: PasserelleError) -> AnyResponse:
    """An error of the product itself; the person who runs the service finds it in the log."""
    status = status_of(error)
    if status >= 500:
        log_refusal(error)
    if request.path.startswith(API_PATHS):
        return typed_error_answer(error)
    return _error_page(status, _explanation(error))


def _explanation(error: PasserelleError) -> str:
    """What to tell the person; nothing where even the words are missing, for an error page must not fail."""
    try:
        return error_text(error)
    except StateError:
        return ""


def _unforeseen(error: Exception) -> AnyResponse:
    """Anything else: logged without what people wrote, told without details."""
    log_fault(error)
    return _refused(InternalServerError())


def _error_page(status: int, explanation: str = "") -> Response:
    return make_response(render_template("error.html", status=status, explanation=explanation), status)
