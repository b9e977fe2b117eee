"""Addresses that come from portals: only those of the web become links."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(text: str | None) -> str:
    """``text`` where it is a web address, else nothing: portals hold all sorts of things in that field."""
    if not text:
        return ""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
