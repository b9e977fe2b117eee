"""The settings, read once from the environment (see ``passerelle config``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import ConfigurationError

BUNDLED = "bundled"
LOG_KINDS = ("plain", "json")
RATE = "PASSERELLE_RATE_PER_MINUTE"
_PASSWORD = re.compile(r"(://[^:/@]+:)[^@]+(@)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is in force.

    ``home`` is the state folder, ``database_url`` an SQLAlchemy URL, ``model`` is ``bundled``, a folder or a hub id.
    ``log`` is how the log is written (``plain`` or ``json``), ``proxies`` how many trusted proxies are in front,
    ``hosts`` the names that it answers to.
    """

    home: Path
    database_url: str
    model: str = BUNDLED
    secret_key: str | None = field(default=None, repr=False)
    log: str = LOG_KINDS[0]
    proxies: int = 0
    rate_per_minute: int | None = None
    metrics_token: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in ``environment``; an empty variable counts as absent.

        Raises ``ConfigurationError`` for a value that means nothing.
        """
        home = Path(environment.get("PASSERELLE_HOME") or "var").absolute()
        return cls(
            home=home,
            database_url=environment.get("PASSERELLE_DATABASE_URL") or f"sqlite:///{home / 'passerelle.sqlite'}",
            model=environment.get("PASSERELLE_MODEL") or BUNDLED,
            secret_key=environment.get("PASSERELLE_SECRET_KEY") or None,
            log=_one_of(environment, "PASSERELLE_LOG", LOG_KINDS),
            proxies=_number(environment, "PASSERELLE_PROXIES"),
            rate_per_minute=_number(environment, RATE) if environment.get(RATE) else None,
            metrics_token=environment.get("PASSERELLE_METRICS_TOKEN") or None,
            hosts=tuple(filter(None, map(str.strip, environment.get("PASSERELLE_HOSTS", "").split(",")))),
        )

    def shown(self) -> Mapping[str, str]:
        """Environment variable → value, secrets masked."""
        return {
            "PASSERELLE_HOME": str(self.home),
            "PASSERELLE_DATABASE_URL": _PASSWORD.sub(r"\1***\2", self.database_url),
            "PASSERELLE_MODEL": self.model,
            "PASSERELLE_SECRET_KEY": "***" if self.secret_key else "(not set: loopback only)",
            "PASSERELLE_LOG": self.log,
            "PASSERELLE_PROXIES": str(self.proxies),
            RATE: "(not set: 120 a minute)" if self.rate_per_minute is None else str(self.rate_per_minute),
            "PASSERELLE_HOSTS": ", ".join(self.hosts) or "(not set: any name)",
            "PASSERELLE_METRICS_TOKEN": "***" if self.metrics_token else "(not set: this machine only)",
        }


def _one_of(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = environment.get(name) or choices[0]
    if value not in choices:
        raise ConfigurationError("unknown value", place=name, value=value, remedy=f"use {' or '.join(choices)}")
    return value


def _number(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name) or "0"
    if not (value.isascii() and value.isdigit()):
        raise ConfigurationError("not a number", place=name, value=value, remedy="use 0, 1, 2 …")
    return int(value)
