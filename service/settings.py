"""The settings, read once from the environment (see ``passerelle config``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

BUNDLED = "bundled"
_PASSWORD = re.compile(r"(://[^:/@]+:)[^@]+(@)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is in force.

    ``home`` is the state folder, ``database_url`` an SQLAlchemy URL, ``model`` is ``bundled``, a folder or a hub id.
    """

    home: Path
    database_url: str
    model: str = BUNDLED
    secret_key: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in ``environment``; an empty variable counts as absent."""
        home = Path(environment.get("PASSERELLE_HOME") or "var").absolute()
        return cls(
            home=home,
            database_url=environment.get("PASSERELLE_DATABASE_URL") or f"sqlite:///{home / 'passerelle.sqlite'}",
            model=environment.get("PASSERELLE_MODEL") or BUNDLED,
            secret_key=environment.get("PASSERELLE_SECRET_KEY") or None,
        )

    def shown(self) -> Mapping[str, str]:
        """Environment variable → value, secrets masked."""
        return {
            "PASSERELLE_HOME": str(self.home),
            "PASSERELLE_DATABASE_URL": _PASSWORD.sub(r"\1***\2", self.database_url),
            "PASSERELLE_MODEL": self.model,
            "PASSERELLE_SECRET_KEY": "***" if self.secret_key else "(not set: loopback only)",
        }
