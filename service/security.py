"""What protects the people who use the service: headers, cookies, and logs that cannot tell who asked for what."""

from __future__ import annotations

import logging
import time
import traceback
from pathlib import Path

from flask import Flask, Response, g, request
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.errors import PasserelleError

MAX_REQUEST_BYTES = 256 * 1024
STATIC_SECONDS = 3600
# Bootstrap's style sheet draws arrows and ticks with data: images; everything else comes from here or not at all.
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
PERMISSIONS_POLICY = {"browsing-topics": "()", "geolocation": "()", "camera": "()", "microphone": "()"}

access_log = logging.getLogger("service.access")
fault_log = logging.getLogger("service.faults")


def protect(app: Flask, *, secret_key: str, behind_https: bool) -> CSRFProtect:
    """Set up sessions, CSRF protection and security headers; ``behind_https`` trusts one proxy's X-Forwarded-Proto."""
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="passerelle",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=behind_https,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        # A page may stay open over lunch: the token lives as long as the browser's session.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if behind_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1)  # type: ignore[method-assign]  # Flask's way
    Talisman(
        app,
        force_https=behind_https,
        strict_transport_security=behind_https,
        session_cookie_secure=behind_https,
        frame_options="DENY",
        # Not "no-referrer": behind HTTPS the CSRF check compares the referrer, which then stays on this site.
        referrer_policy="same-origin",
        content_security_policy=CONTENT_SECURITY_POLICY,
        permissions_policy=PERMISSIONS_POLICY,
    )
    app.before_request(_start_clock)
    app.after_request(_keep_out_of_caches)
    app.after_request(_log_access)
    return CSRFProtect(app)


def log_fault(error: BaseException) -> None:
    """Log where an unforeseen error arose, without its message, which may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    steps = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    fault_log.error("%s on %s: %s", type(error).__name__, _route(), steps)


def log_refusal(error: PasserelleError) -> None:
    """Log why the product cannot answer; the line of a typed error tells the remedy and never holds a profile."""
    fault_log.error("%s on %s: %s", type(error).__name__, _route(), error)


def _start_clock() -> None:
    g.started = time.perf_counter()


def _keep_out_of_caches(response: Response) -> Response:
    """Pages and answers belong to one person: only the static files may be kept."""
    if request.endpoint is None or not request.endpoint.endswith("static"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _log_access(response: Response) -> Response:
    """One line a request: the route's pattern instead of the address, so that nothing typed can get in."""
    milliseconds = (time.perf_counter() - g.started) * 1000 if "started" in g else 0.0
    access_log.info("%s %s %d %.0f ms", request.method, _route(), response.status_code, milliseconds)
    return response


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "(no such page)"
