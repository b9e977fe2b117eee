"""Typed errors: each names the value, the place and the remedy.

They carry a stable ``code`` and no prose for end users; ``service.messages`` puts them into the reader's words, and
one table in ``service.api`` maps them to HTTP.
"""

from __future__ import annotations

__all__ = ["ConfigurationError", "InputError", "NotFound", "PasserelleError", "StateError", "Unavailable"]


class PasserelleError(Exception):
    """Something was refused: what (``value``), where (``place``: file, line or field) and what to do (``remedy``).

    ``str(error)`` is one English line for terminals and logs; it never contains a person's profile.
    """

    code = "error"

    def __init__(
        self, message: str, *, place: str = "", value: object = None, remedy: str = "", code: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.value = value
        self.remedy = remedy
        if code:
            self.code = code

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} ({self.remedy})" if self.remedy else head


class InputError(PasserelleError):
    """A value handed in by a person or a file is not usable; ``place`` is the field or the file position."""

    code = "invalid"


class NotFound(PasserelleError):
    """The thing asked for by name or id does not exist."""

    code = "not-found"


class ConfigurationError(PasserelleError):
    """A setting is missing or contradicts another one."""

    code = "configuration"


class StateError(PasserelleError):
    """Stored state does not fit together (index and encoder, schema and code); the remedy is the command to run."""

    code = "state"


class Unavailable(PasserelleError):
    """The product is set up, but not ready to answer (no index yet, database unreachable)."""

    code = "unavailable"
