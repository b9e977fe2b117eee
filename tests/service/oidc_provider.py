"""A small OpenID Connect provider on this machine: discovery, keys, codes with PKCE and signed ID tokens."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as AnyResponse

CLIENT_ID, CLIENT_SECRET = "passerelle", "provider's secret"
VALID_S = 300


@dataclass
class Provider:
    """Signs everybody in at once as the person of ``claims``; ``lies`` replace claims of its ID tokens."""

    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "7", "preferred_username": "anna", "roles": []})
    lies: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "a", "use": "sig", "alg": "ES256"}))
    signs_with: ECKey | None = None
    refuses: bool = False
    issuer: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def reset(self) -> None:
        """Forget what a test set or asked."""
        fresh = Provider(key=self.key)
        self.claims, self.lies, self.signs_with, self.refuses = fresh.claims, {}, None, False
        self.codes, self.asked = {}, []

    def __enter__(self) -> Self:
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(poll_interval=0.01))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _app(self) -> Flask:
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", "discovery", self._discovery)
        app.add_url_rule("/keys", "keys", lambda: jsonify(KeySet([self.key]).as_dict(private=False)))
        app.add_url_rule("/authorize", "authorize", self._authorize)
        app.add_url_rule("/token", "token", self._token, methods=["POST"])
        return app

    def _discovery(self) -> Response:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["ES256"],
            code_challenge_methods_supported=["S256"],
        )

    def _authorize(self) -> AnyResponse:
        asked = request.args.to_dict()
        self.asked.append(asked)
        if self.refuses:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return redirect(f"{asked['redirect_uri']}?{urlencode(answer)}")

    def _token(self) -> Response | tuple[Response, int]:
        sent = request.form
        asked = self.codes.pop(sent.get("code", ""), None)
        given = request.authorization
        known = given is not None and (given.username, given.password) == (CLIENT_ID, CLIENT_SECRET)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or not known
            or challenge != asked["code_challenge"]
            or asked["code_challenge_method"] != "S256"
        ):
            return jsonify(error="invalid_grant"), 400
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + VALID_S, "nonce": asked["nonce"]}
        token = jwt.encode({"alg": "ES256", "kid": "a"}, claims | self.claims | self.lies, self.signs_with or self.key)
        return jsonify(access_token=secrets.token_urlsafe(), token_type="Bearer", expires_in=VALID_S, id_token=token)
