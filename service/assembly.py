"""The whole service around an opened product, as every server runs it: pages, API, accounts, desk, limits, metrics."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from service.accounts import Accounts
from service.app import create_app
from service.bootstrap import Passerelle
from service.identity import OidcSettings
from service.machines import settled
from service.rate_limits import Limit
from service.settings import Settings

__all__ = ["assembled"]


def assembled(
    product: Passerelle, settings: Settings, environment: Mapping[str, str], *, secret_key: str, behind_https: bool
) -> Flask:
    """The application for ``product``; ``environment`` names the provider of identities, if there is one.

    Raises ``ConfigurationError`` for settings that mean nothing.
    """
    accounts = Accounts(product.store.accounts)

    def known_key(secret: str) -> Limit | None:
        """The limit of an API key; None for one that nobody has."""
        key = accounts.key(secret)
        return Limit(who=f"key {key.label}", per_minute=key.rate_per_minute) if key else None

    return create_app(
        product,
        secret_key=secret_key,
        behind_https=behind_https,
        accounts=accounts,
        hosts=settings.hosts,
        provider=OidcSettings.read(environment),
        machines=settled(
            rate_per_minute=settings.rate_per_minute, metrics_token=settings.metrics_token, known_key=known_key
        ),
    )
