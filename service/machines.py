"""Everything for programs around the JSON API itself: its document, limits, conditional requests, metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from service.api_docs import docs_blueprint
from service.contracts import Product
from service.exchange import conditional
from service.metrics import register_metrics
from service.rate_limits import Limit, LimitOf, limit_by_address, limit_by_key, limit_requests

__all__ = ["Machines", "register_machines", "settled"]

# A person who tries out filters sends some ten requests a minute; a portal that asks for its visitors has a key.
DEFAULT_PER_MINUTE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What the operator settles: how often who may post (without, as often as one likes), and who sees the metrics."""

    limit_of: LimitOf | None = None
    metrics_token: str | None = field(default=None, repr=False)


def settled(
    *,
    rate_per_minute: int | None = None,
    metrics_token: str | None = None,
    known_key: Callable[[str], Limit | None] | None = None,
) -> Machines:
    """What a service does with these settings.

    Where no ``rate_per_minute`` is set, others have `DEFAULT_PER_MINUTE` and programs on this machine no limit; one
    that is set holds for all, and 0 is none. ``known_key`` is the limit of an API key, None for one that nobody has.
    """
    by_address = (
        limit_by_address(DEFAULT_PER_MINUTE, spare_this_machine=True)
        if rate_per_minute is None
        else limit_by_address(rate_per_minute)
    )
    limit_of = limit_by_key(known_key, by_address) if known_key else by_address
    return Machines(limit_of=limit_of, metrics_token=metrics_token)


def register_machines(app: Flask, product: Product, machines: Machines) -> None:
    """Add it to ``app``, after the API."""
    app.register_blueprint(docs_blueprint())
    # What is refused for coming too often is counted, too.
    register_metrics(app, product, token=machines.metrics_token)
    if machines.limit_of:
        limit_requests(app, machines.limit_of)
    conditional(app)
