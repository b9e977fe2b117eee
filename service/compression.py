"""Style sheets, scripts and drawings go over the line compressed, also where no proxy does it.

Pages and answers do not: they hold secrets beside words that others can choose, and their length would tell of both
(BREACH, CVE-2013-3587).
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

__all__ = ["compress_static"]

TEXTS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
FILES_KEPT = 64


def compress_static(app: Flask) -> None:
    """Let ``app`` compress its static files for whoever can read them."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    static = (request.endpoint or "").endswith("static")
    if not static or response.status_code != 200 or response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if request.method != "GET" or not request.accept_encodings["gzip"]:
        return response
    tag, _ = response.get_etag()
    response.direct_passthrough = False
    response.set_data(_gzipped(response.get_data()))
    response.content_encoding = "gzip"
    if tag:
        # Another form of the same file has the same tag, which says no more than that.
        response.set_etag(tag, weak=True)
    return response


@lru_cache(maxsize=FILES_KEPT)
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
