"""The token that a form needs."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def token_of(client: FlaskClient, address: str = "/en/") -> str:
    """The CSRF token of this browser's session, from any page with a form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]
