"""Logs that tell how the service is doing, and cannot tell who asked for what.

A line about a request holds the pattern of its address, never the address, the query or the body. A line about an
exception holds where it arose, never its message, which may quote what a person wrote.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.config import dictConfig
from pathlib import Path
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from engine.errors import PasserelleError

__all__ = ["DiscreetFormatter", "configure_logs", "log_config", "log_fault", "log_refusal", "log_requests"]

NO_PAGE = "(no such page)"
# A method that no page has may be any word at all.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD = "(other)"
REQUEST_ID_HEADER = "X-Request-ID"
# What a proxy sets (nginx: $request_id) and what is made here: no word that somebody typed looks like it.
REQUEST_ID = re.compile(r"[0-9a-f]{32}")
REQUEST_ID_BYTES = 16
# Whose messages hold nothing but their own numbers and names; everybody else's are written without their arguments.
TRUSTED = frozenset({"service", "data", "models", "engine", "evaluation", "alembic", "gunicorn", "waitress"})
# What the servers say of a request that is not HTTP quotes it, and the address it came from.
QUOTING = ("Invalid request",)

access_log = logging.getLogger("service.access")
fault_log = logging.getLogger("service.faults")


def log_requests(app: Flask, *, behind_proxy: bool = False) -> None:
    """Give every request of ``app`` an id, told in ``X-Request-ID``, and a line in the log.

    ``behind_proxy`` takes the id over that a proxy has given, so that its log and this one can be laid side by side.
    """

    @app.before_request
    def _begin() -> None:
        given = request.headers.get(REQUEST_ID_HEADER, "") if behind_proxy else ""
        g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(REQUEST_ID_BYTES)
        g.started = time.perf_counter()

    @app.after_request
    def _tell(response: Response) -> Response:
        milliseconds = (time.perf_counter() - g.started) * 1000 if "started" in g else 0.0
        method = request.method if request.method in METHODS else OTHER_METHOD
        facts = {
            "method": method,
            "route": _route(),
            "status": response.status_code,
            "milliseconds": round(milliseconds, 1),
        }
        access_log.info(
            "%s %s %d %.0f ms", method, _route(), response.status_code, milliseconds, extra={"facts": facts}
        )
        if "request_id" in g:
            response.headers[REQUEST_ID_HEADER] = g.request_id
        return response


def log_fault(error: BaseException) -> None:
    """Log where an unforeseen error arose, without its message, which may quote what a person wrote."""
    fault_log.error("%s on %s: %s", type(error).__name__, _route(), _steps(error.__traceback__))


def log_refusal(error: PasserelleError) -> None:
    """Log why the product cannot answer; the line of a typed error tells the remedy and never holds a profile."""
    fault_log.error("%s on %s: %s", type(error).__name__, _route(), error)


def configure_logs(kind: str) -> None:
    """Write the log of this process to standard error as ``kind`` (``json`` or ``plain``) says."""
    dictConfig(log_config(kind))


def log_config(kind: str) -> dict[str, Any]:
    """The same for ``logging.config``; gunicorn's own lines go the same way, and it writes no access log."""
    through_root: dict[str, Any] = {"level": "INFO", "handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"discreet": {"()": f"{__name__}.DiscreetFormatter", "kind": kind}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "service": {"level": "INFO"},
            "gunicorn.error": through_root,
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


class DiscreetFormatter(logging.Formatter):
    """One line a record, as JSON or plain; whatever a library puts in, what a person wrote does not come out."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its line end."""
        facts = _facts(record)
        if self._kind == "json":
            return json.dumps(facts, ensure_ascii=False)
        head = f"{facts['time']} {record.levelname} {record.name} {facts['message']}"
        return " ".join([head, *(f"{name}={facts[name]}" for name in ("error", "request") if name in facts)])


def _facts(record: logging.LogRecord) -> dict[str, object]:
    moment = datetime.fromtimestamp(record.created, UTC)
    facts: dict[str, object] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": _message(record),
    }
    own = getattr(record, "facts", None)
    if isinstance(own, Mapping):
        facts.update(own)
    if record.exc_info and record.exc_info[0] is not None:
        facts["error"] = f"{record.exc_info[0].__name__}: {_steps(record.exc_info[2])}"
    if has_request_context() and "request_id" in g:
        facts["request"] = g.request_id
    return facts


def _message(record: logging.LogRecord) -> str:
    """What is said; of an exception, and by those who are not known to be discreet, without the arguments."""
    trusted = record.name.partition(".")[0] in TRUSTED and not record.exc_info
    text = record.getMessage() if trusted else str(record.msg)
    return next((start for start in QUOTING if text.startswith(start)), " ".join(text.splitlines()))


def _steps(steps: TracebackType | None) -> str:
    """Files, lines and functions, the innermost first, on one line."""
    frames = reversed(traceback.extract_tb(steps))
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _route() -> str:
    if not has_request_context() or request.url_rule is None:
        return NO_PAGE
    return request.url_rule.rule
