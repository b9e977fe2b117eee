"""The way to an identity provider and back (OpenID Connect, authorisation code with PKCE), by Authlib."""

from __future__ import annotations

import logging
from typing import Any, Protocol

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, Response, g, make_response, redirect, render_template, request, session, url_for
from joserfc.errors import JoseError
from werkzeug.wrappers import Response as AnyResponse

from data.store.accounts_records import User
from engine.errors import InputError
from service.accounts import Accounts, Answer
from service.identity import OidcSettings
from service.web import LANGUAGE_PATH

__all__ = ["add_identity_provider"]

CALLBACK = "/login/callback"
# Without a secret in its address, so that it can be registered with the provider once for all languages.
CLIENT = "provider"
SCOPE = "openid profile email"
TIMEOUT_S = 10
# Clocks may differ by so much.
LEEWAY_S = 60
WAY = "way_in"
# What can go wrong between two machines: a refusal, a token that proves nothing, no answer, no sense in it.
FAULTS = (AuthlibBaseError, JoseError, requests.RequestException, ValueError, RuntimeError, KeyError, TypeError)

log = logging.getLogger("service.accounts")


class Entrance(Protocol):
    """What is needed of the door: who may come in, when it is, and letting in."""

    accounts: Accounts
    now: Any

    def let_in(self, user: User) -> None:
        """Begin her session."""
        ...

    def destination(self, user: User, wanted: str) -> str:
        """Where she goes then."""
        ...


def add_identity_provider(app: Flask, blueprint: Blueprint, door: Entrance, provider: OidcSettings) -> None:
    """Add ``/<language>/login/provider``, which leads to the provider, and ``/login/callback``, where it leads back.

    The provider is asked for its addresses and keys when somebody first goes there.
    """
    client = OAuth(app).register(
        CLIENT,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "default_timeout": TIMEOUT_S},
    )
    # Whoever the provider's own description says it is, it must be the one that was configured, and speak to us.
    proven = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }

    def refused(status: int, problem: str) -> Response:
        page = render_template("login.html", name="", wanted="", problem=problem, provider=provider.name)
        return make_response(page, status)

    # By GET: the policy of our pages lets no form lead to another site, and going there changes nothing here.
    @blueprint.get(f"{LANGUAGE_PATH}/login/provider")
    def provider_way() -> AnyResponse:
        session[WAY] = {"lang": g.lang, "next": request.args.get("next", "")}
        try:
            there: AnyResponse = client.authorize_redirect(url_for("login.provider_back", _external=True))
        except FAULTS as fault:
            log.warning("identity provider: %s", type(fault).__name__)
            return refused(503, "unreachable")
        return there

    @blueprint.get(CALLBACK)
    def provider_back() -> AnyResponse:
        way = session.get(WAY) or {}
        g.lang = way.get("lang") or g.lang
        try:
            token = client.authorize_access_token(claims_options=proven, leeway=LEEWAY_S)
            identity = provider.identity(token["userinfo"])
        except FAULTS as fault:
            # The kind alone: the message may quote a token.
            log.warning("identity provider: %s", type(fault).__name__)
            return refused(401, "refused")
        try:
            result = door.accounts.sign_in(identity, door.now())
        except InputError:
            return refused(401, "refused")
        if result.answer is not Answer.WELCOME or result.user is None:
            return refused(403, "no-role")
        door.let_in(result.user)
        return redirect(door.destination(result.user, str(way.get("next", ""))), 303)
