"""``passerelle serve``."""

from __future__ import annotations

import argparse
import ipaddress
import os
import secrets

from engine.errors import ConfigurationError
from service.bootstrap import Passerelle
from service.commands.output import say
from service.settings import Settings

# Requests in parallel; each computes on one core.
WORKERS = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--behind-https", action="store_true", help="a proxy in front speaks HTTPS: Secure cookies, HSTS"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    # Imported here: only this verb needs a web server.
    import waitress

    from service.assembly import assembled
    from service.logs import configure_logs

    settings = Settings.read(os.environ)
    key = secret_key(settings, options.host)
    configure_logs(settings.log)
    with Passerelle.open(settings) as product:
        app = assembled(product, settings, os.environ, secret_key=key, behind_https=options.behind_https)
        say(f"Passerelle: http://{options.host}:{options.port}/")
        waitress.serve(app, host=options.host, port=options.port, threads=WORKERS, ident=None)
    return 0


def secret_key(settings: Settings, host: str) -> str:
    """The configured key; on loopback alone a key for this run will do."""
    if settings.secret_key:
        return settings.secret_key
    if is_loopback(host):
        return secrets.token_urlsafe(32)
    raise ConfigurationError(
        "a service that others can reach needs a secret key",
        place="PASSERELLE_SECRET_KEY",
        value=host,
        remedy="set PASSERELLE_SECRET_KEY to a long random text, or listen on 127.0.0.1",
    )


def is_loopback(host: str) -> bool:
    """True for names and addresses that only this machine can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
