"""Dates, hours, prices, addresses of pages and coordinates as portals write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

YEARS = range(1990, 2101)
URL_LIMIT = 2000

# Milliseconds stand for midnight in Germany, 22:00 or 23:00 UTC of the day before: two hours more is always that day.
# (No time-zone database: a machine may come without one.)
MIDNIGHT_SHIFT = timedelta(hours=2)

_MILLISECONDS = re.compile(r"\d{11,14}")
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?",
        r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})",
    )
)
_HOURS = re.compile(r"(\d[\d.,\s]*?)\s*(?:h|hrs?|heures?|hours?|std\.?|stunden?|uren|uur|stonnen)?\.?", re.IGNORECASE)
_FREE = re.compile(
    r"\b(kostenlos|kostenfrei|gebührenfrei|gratuite?|gratuitement|gratis|free|free of charge)\b", re.IGNORECASE
)
# "kostenlos" may be denied, or granted to some ("für Arbeitslose", "avec bon"): then the price is not known.
_IF = re.compile(
    r"\b(nicht|kein\w*|pas|non|not|niet|sauf|außer|bis|teilweise|partiel\w*|für|mit|bei|wenn|ab|pour|avec|si|for|with|if)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:€|eur(?:o|os)?)?\s*(\d[\d\s.,'’]*?)(?:,-|,–)?\s*(?:€|eur(?:o|os)?)?(?:\s*ttc)?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)(?:[\w-]{1,63}\.)+[^\W\d_][\w-]*", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s<>\"'\\^`{|}\x00-\x1f\x7f]")


def day(text: str) -> date | None:
    """A day in ``YYYYMMDD``, ISO 8601, ``DD.MM.YYYY``, ``DD/MM/YYYY`` or milliseconds; ``00000000`` is none."""
    text = text.strip()
    if _MILLISECONDS.fullmatch(text):
        # Integer arithmetic on a date cannot overflow into an exception as ``fromtimestamp`` may.
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text)) + MIDNIGHT_SHIFT
        return moment.date() if moment.year in YEARS else None
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return _date(int(match["y"]), int(match["m"]), int(match["d"]))
    return None


def month(text: str) -> str:
    """``YYYY-MM`` of a date whose day is not known yet (``20170900``), else the empty string."""
    match = _DATES[0].fullmatch(text.strip())
    known = match and int(match["d"]) == 0 and _date(int(match["y"]), int(match["m"]), 1)
    return f"{known:%Y-%m}" if known else ""


def number(text: str) -> float | None:
    """A number with a decimal point or comma, thousands set apart by blank, point, comma or apostrophe."""
    digits = re.sub(r"[\s'’]", "", text)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (".", ",") if comma > point else (",", ".")
        digits = digits.replace(thousands, "").replace(decimal, ".")
    elif comma >= 0 or point >= 0:
        mark = "," if comma >= 0 else "."
        groups = digits.split(mark)
        # "1.500" and "1,500": three digits after the only mark are thousands, nobody counts tenths of cents.
        grouped = 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
        digits = "".join(groups) if grouped else digits.replace(mark, ".")
    try:
        return float(digits)
    except ValueError:
        return None


def hours(text: str) -> float | None:
    """Hours of teaching (``482``, ``35,5 h``, ``120 Stunden``); years, months and zero say nothing about hours."""
    match = _HOURS.fullmatch(text.strip())
    return (number(match[1]) or None) if match else None


def free(text: str) -> bool:
    """Whether ``text`` says, without ifs, that nothing is to be paid."""
    return bool(_FREE.search(text)) and not _IF.search(text)


def price(text: str) -> float | None:
    """EUR (``1.250,50 €``, ``0``, ``gratuit``); ``auf Anfrage`` and all else that is no amount is ``None``."""
    match = _MONEY.fullmatch(text.strip())
    if match:
        return number(match[1])
    return 0.0 if free(text) else None


def url(text: str) -> str | None:
    """A web address of http(s), ``http://`` put before a bare host; anything else (``javascript:``) is ``None``."""
    text = text.strip()
    if not _SCHEME.match(text) or re.match(r"[^/:]+:\d+(/|$)", text):
        text = "http://" + text.removeprefix("//")
    if len(text) > URL_LIMIT or _UNSAFE.search(text):
        return None
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    known = parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc and _HOST.fullmatch(host)
    return text if known else None


def coordinates(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Degrees (WGS 84) where both are given, in range and not the empty 0, 0."""
    try:
        lat, lon = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None
    inside = -90 <= lat <= 90 and -180 <= lon <= 180
    return (lat, lon) if inside and (lat, lon) != (0.0, 0.0) else None


def _date(year: int, month_: int, day_: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month_, day_)
    except ValueError:
        return None
