"""The one clock of the faces; the engine takes the day as an argument."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

# The six regions share one time zone.
ZONE = ZoneInfo("Europe/Luxembourg")


def today() -> date:
    """This day in the Greater Region."""
    return datetime.now(tz=ZONE).date()
