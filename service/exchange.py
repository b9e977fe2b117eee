"""How answers travel: what may be kept, what need not be sent again, and the way to the other pages of a list."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, request

from service.schemas import MAX_OFFSET

__all__ = ["conditional", "paged"]

# What these addresses answer depends on the request and on what is known, and on nobody's session.
CONDITIONAL = ("/api/v1/", "/openapi.json")
# A list may be a minute old. What somebody typed is kept nowhere, with the answer to it.
KEPT, NOT_KEPT = "public, max-age=60, must-revalidate", "no-store"
TYPED = "q"
VARY = ("Accept", "Accept-Language")


def conditional(app: Flask) -> None:
    """Give every answer to a GET an ETag of what it says, and 304 to who has it already (RFC 9110, 13.1.2).

    The tag is taken from the answer itself: catalogue, index, knowledge and vocabulary change apart from each other,
    and a tag made of their versions would have to name them all.
    """
    app.after_request(_with_etag)


def _with_etag(response: Response) -> Response:
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    if not request.path.startswith(CONDITIONAL):
        return response
    response.headers["Cache-Control"] = NOT_KEPT if request.args.get(TYPED) else KEPT
    response.vary.update(VARY)
    response.add_etag()
    response.make_conditional(request)
    return response


def paged(response: Response, *, total: int, limit: int, offset: int) -> Response:
    """``response`` with the addresses of the first, previous, next and last page as a ``Link`` header (RFC 8288)."""
    last = min(max(0, total - 1) // limit * limit, MAX_OFFSET)
    pages = {"first": 0, "last": last}
    if offset > 0:
        pages["prev"] = max(0, min(offset - limit, last))
    if offset + limit <= min(total - 1, MAX_OFFSET):
        pages["next"] = offset + limit
    links = (f'<{_page(start)}>; rel="{name}"' for name, start in pages.items())
    response.headers["Link"] = ", ".join(links)
    return response


def _page(offset: int) -> str:
    """The address asked for, from ``offset`` on; relative, so that no Host header gets into it."""
    asked = {name: value for name, value in request.args.items() if name != "offset"}
    return f"{request.path}?{urlencode({**asked, 'offset': offset})}"
