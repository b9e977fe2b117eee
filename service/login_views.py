"""Signing in and out, and the decorator that keeps a page for those who may see it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode, urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from data.store.accounts_records import Role, User
from engine.errors import PasserelleError
from service import clock
from service.accounts import Accounts, Answer, SessionToken, may
from service.identity import OidcSettings
from service.logs import log_refusal
from service.web import DEFAULT_LANGUAGE, LANGUAGE_PATH, wanted_language

__all__ = ["current_user", "own_address", "register_login", "requires"]

EXTENSION = "passerelle.door"
TOKEN = "session"  # noqa: S105  (where the session stands in the cookie, no secret)
LONGEST_NEXT = 500

Parameters = ParamSpec("Parameters")


class Door:
    """Who is at the door of one app: accounts, clock, and where people go when they are in."""

    def __init__(
        self,
        accounts: Accounts,
        *,
        now: Callable[[], datetime],
        today: Callable[[], date],
        landing: Mapping[Role, str],
    ) -> None:
        self.accounts = accounts
        self.now = now
        self._today = today
        self._landing = landing
        self._lock = threading.Lock()
        self.purged: date | None = None

    def user(self) -> User | None:
        """Who is signed in with this request; a session that has ended is forgotten."""
        token = SessionToken.read(session.get(TOKEN))
        user = self.accounts.user_of(token, self.now()) if token else None
        if user is None or token is None:
            if TOKEN in session:
                session.clear()
            return None
        used = self.accounts.seen(token, self.now())
        if used is not token:
            session[TOKEN] = used.written()
        return user

    def let_in(self, user: User) -> None:
        """Begin a session that has nothing in common with the one before, not even its CSRF token."""
        session.clear()
        session[TOKEN] = self.accounts.begin_session(user, self.now()).written()
        g.signed_in = user

    def destination(self, user: User, wanted: str) -> str:
        """Where somebody goes who has just come in: where she wanted to go, if that is one of our own addresses."""
        return own_address(wanted) or self._landing.get(user.role) or url_for("web.wish", lang=g.lang)

    def purge_daily(self) -> None:
        """Once a day, with the first request: delete what is past its last day.

        Where the database is busy the page is shown all the same: what is expired is never read, and goes when anybody
        opens a shortlist.
        """
        today = self._today()
        with self._lock:
            if self.purged == today:
                return
            self.purged = today
        try:
            self.accounts.store.purge(today)
        except PasserelleError as error:
            log_refusal(error)


def register_login(
    app: Flask,
    accounts: Accounts,
    *,
    provider: OidcSettings | None = None,
    landing: Mapping[Role, str] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    today: Callable[[], date] = clock.today,
) -> None:
    """Add ``/<language>/login`` and ``/<language>/logout`` to ``app``, and templates get ``signed_in``, a User or None.

    ``landing`` is where people of each role go when they are in (else to the form); ``provider`` is where they can sign
    in instead of with a password here. ``app`` protects its forms with Flask-WTF.
    """
    door = Door(accounts, now=now, today=today, landing=landing or {})
    app.extensions[EXTENSION] = door
    blueprint = login_pages(door, provider)
    if provider:
        # Imported here: only who signs in elsewhere needs an HTTP client, which takes its time to load.
        from service.oidc_views import add_identity_provider

        add_identity_provider(app, blueprint, door, provider)
    app.register_blueprint(blueprint)
    app.before_request(lambda: door.purge_daily() if request.endpoint not in (None, "static") else None)
    app.context_processor(lambda: {"signed_in": current_user()})


def login_pages(door: Door, provider: OidcSettings | None) -> Blueprint:
    """The form, its answer, and the way out."""
    blueprint = Blueprint("login", __name__)

    @blueprint.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None) or wanted_language()

    @blueprint.url_defaults
    def _give_language(endpoint: str, values: dict[str, Any]) -> None:
        if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", g.get("lang", DEFAULT_LANGUAGE))

    def form(status: int = 200, *, problem: str = "") -> Response:
        page = render_template(
            "login.html",
            name=request.form.get("name", ""),
            wanted=own_address(request.values.get("next", "")),
            problem=problem,
            provider=provider.name if provider else "",
        )
        return make_response(page, status)

    @blueprint.get(f"{LANGUAGE_PATH}/login")
    def page() -> AnyResponse:
        user = current_user()
        return redirect(door.destination(user, request.args.get("next", "")), 303) if user else form()

    @blueprint.post(f"{LANGUAGE_PATH}/login")
    def enter() -> AnyResponse:
        given = request.form
        result = door.accounts.authenticate(given.get("name", ""), given.get("password", ""), door.now())
        if result.answer is not Answer.WELCOME or result.user is None:
            return form(401, problem="wrong")
        door.let_in(result.user)
        return redirect(door.destination(result.user, given.get("next", "")), 303)

    @blueprint.post(f"{LANGUAGE_PATH}/logout")
    def leave() -> AnyResponse:
        if user := current_user():
            door.accounts.sign_out(user)
        session.clear()
        return redirect(url_for("login.page"), 303)

    @blueprint.get(f"{LANGUAGE_PATH}/logout")
    def already_out() -> AnyResponse:
        # A link to this address, or going back, signs nobody out.
        return redirect(url_for("login.page"), 303)

    @blueprint.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        """The page was open in a browser session that has ended."""
        return form(400, problem="stale")

    return blueprint


def current_user() -> User | None:
    """Who is signed in with this request, asked of the store once a request; None on an app without accounts."""
    if "signed_in" not in g:
        door: Door | None = current_app.extensions.get(EXTENSION)
        g.signed_in = door.user() if door else None
    user: User | None = g.signed_in
    return user


def requires(*roles: Role) -> Callable[[Callable[Parameters, Any]], Callable[Parameters, Any]]:
    """Keep a view for ``roles``: who is not signed in is sent to the form, who is somebody else gets a page with 403.

    The decorator stands below the one that names the address.
    """

    def keep(view: Callable[Parameters, Any]) -> Callable[Parameters, Any]:
        @wraps(view)
        def guarded(*arguments: Parameters.args, **named: Parameters.kwargs) -> Any:
            user = current_user()
            if user is None:
                return redirect(_way_in(), 303)
            if not may(user, *roles):
                return make_response(render_template("forbidden.html"), 403)
            return view(*arguments, **named)

        return guarded

    return keep


def own_address(text: str) -> str:
    """``text`` where it is an address on this site, path and query, else nothing.

    Browsers take ``//host``, ``/\\host`` and addresses with tabs and line ends inside for other sites.
    """
    if not text.startswith("/") or text[1:2] == "/" or len(text) > LONGEST_NEXT:
        return ""
    if "\\" in text or not text.isascii() or not text.isprintable():
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if not parts.scheme and not parts.netloc else ""


def _way_in() -> str:
    """The form, and back to here afterwards; what was sent by POST cannot be sent again."""
    address = url_for("login.page", lang=g.get("lang") or wanted_language())
    # ``full_path`` ends with "?" where nothing was asked.
    here = own_address(request.full_path.rstrip("?")) if request.method == "GET" else ""
    return f"{address}?{urlencode({'next': here})}" if here else address
