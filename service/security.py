"""What protects the people who use the service: headers and cookies (logs: ``service.logs``)."""

from __future__ import annotations

from flask import Flask, Response
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from service.logs import log_requests

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
    # First, so that a redirect to HTTPS has its line too.
    log_requests(app, behind_proxy=behind_https)
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
    app.after_request(_keep_out_of_caches)
    return CSRFProtect(app)


def _keep_out_of_caches(response: Response) -> Response:
    """Pages and answers belong to one person: only the static files may be kept."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
