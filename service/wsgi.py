"""The WSGI application for gunicorn: ``gunicorn -c deploy/gunicorn.conf.py`` (docs/operations.md).

Importing this does nothing; everything happens when the factory is called.
"""

from __future__ import annotations

import os
import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.errors import ConfigurationError, PasserelleError
from service.assembly import assembled
from service.bootstrap import Passerelle
from service.settings import Settings

__all__ = ["application", "required_key", "trusting"]

# gunicorn's own code for an application that cannot be loaded: it stops instead of trying for ever.
CANNOT_BOOT = 4


def application() -> Flask:
    """The service over the state folder that the environment names; to be called in the process that serves.

    Leaves with one line on standard error where it cannot be made.
    """
    try:
        settings = Settings.read(os.environ)
        key = required_key(settings)
        # The outermost proxy speaks HTTPS.
        app = assembled(
            Passerelle.open(settings), settings, os.environ, secret_key=key, behind_https=settings.proxies > 0
        )
    except PasserelleError as error:
        sys.stderr.write(f"passerelle: {error}\n")
        sys.exit(CANNOT_BOOT)
    return trusting(app, settings.proxies)


def required_key(settings: Settings) -> str:
    """The configured secret key, which all workers share; raises ``ConfigurationError`` where there is none."""
    if settings.secret_key:
        return settings.secret_key
    raise ConfigurationError(
        "sessions of several processes need one secret key",
        place="PASSERELLE_SECRET_KEY",
        remedy="set PASSERELLE_SECRET_KEY to a long random text",
    )


def trusting(app: Flask, proxies: int) -> Flask:
    """``app``, which takes the address of a client from ``X-Forwarded-For``, where each of ``proxies`` adds one.

    What the client itself wrote there is left of theirs and never looked at.
    """
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's way
            app.wsgi_app, x_for=proxies, x_proto=0, x_host=0
        )
    return app
