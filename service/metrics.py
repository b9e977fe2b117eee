"""``GET /metrics`` for Prometheus: how much is asked and how fast it is answered, and what is loaded.

Counted is the pattern of an address, never the address: nothing that a person typed and nobody's own address gets in.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Iterator

from flask import Flask, Response, abort, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from service.clients import from_this_machine
from service.contracts import Product
from service.health import health_of, is_well

__all__ = ["register_metrics"]

# Upper bounds of the classes of the histogram, in seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
# The setting of prometheus_client itself, which it reads when it is imported: an empty folder for each start.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
NO_PAGE = "(no such page)"


def register_metrics(app: Flask, product: Product, *, token: str | None) -> None:
    """Count every request of ``app`` and tell it at ``/metrics``: with ``token`` to who sends it, else to this machine.

    Each process counts for itself; where `SHARED` names a folder, prometheus_client keeps the counts there, and any of
    them tells the sum.
    """
    registry = told = CollectorRegistry()
    if os.environ.get(SHARED):
        told = CollectorRegistry()
        MultiProcessCollector(told)  # type: ignore[no-untyped-call]  # its types are missing there
    ProcessCollector(registry=told)
    told.register(_State(product))
    labels = ("method", "endpoint", "status")
    requests = Counter("passerelle_requests", "Requests answered", labels, registry=registry)
    seconds = Histogram(
        "passerelle_request_seconds", "Time to answer", ("endpoint",), buckets=BUCKETS, registry=registry
    )

    @app.before_request
    def _begin() -> None:
        g.metrics_begun = time.perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        endpoint = request.url_rule.rule if request.url_rule else NO_PAGE
        # A method that no page has may be any word at all.
        method = request.method if request.url_rule else ""
        requests.labels(method, endpoint, response.status_code).inc()
        if "metrics_begun" in g:
            seconds.labels(endpoint).observe(time.perf_counter() - g.metrics_begun)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        _let_in(token)
        return Response(generate_latest(told), content_type=CONTENT_TYPE_LATEST)

    # Prometheus asks the process itself, without HTTPS.
    metrics.talisman_view_options = {"force_https": False}  # type: ignore[attr-defined]  # Talisman's way to mark a view


class _State(Collector):
    """What is loaded, looked up when it is asked for."""

    def __init__(self, product: Product) -> None:
        self._product = product

    def collect(self) -> Iterator[Metric]:
        health = health_of(self._product)
        yield InfoMetricFamily("passerelle_index", "The index in force", {"version": health.index_version})
        yield GaugeMetricFamily("passerelle_up", "1 when index and database answer", float(is_well(health)))
        yield GaugeMetricFamily("passerelle_courses", "Courses on offer", health.courses)
        yield GaugeMetricFamily("passerelle_knowledge_records", "Public records", len(self._product.knowledge.public))

    def describe(self) -> Iterator[Metric]:
        """Nothing: so that nothing is asked of the product before it serves."""
        return iter(())


def _let_in(token: str | None) -> None:
    """Refuse who may not look: 401 without the right token, 403 from elsewhere where there is none."""
    if token:
        sent = request.authorization
        given = sent.token if sent and sent.type == "bearer" and sent.token else ""
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        return
    if not from_this_machine(request):
        abort(403)
