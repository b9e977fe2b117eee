"""One line of a check of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Errors and warnings keep a base from being clean; notes are work that waits."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was found about one record or fact (``id``), where it is written and what to do."""

    severity: Severity
    code: str
    id: str
    message: str
    remedy: str
    place: str = ""
