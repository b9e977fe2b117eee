"""Signing in at an identity provider (OpenID Connect): its settings, and what its word means here."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from data.store.accounts_records import Role
from engine.errors import ConfigurationError
from service.accounts import Identity

__all__ = ["OidcSettings"]

ISSUER, CLIENT_ID, CLIENT_SECRET = (
    "PASSERELLE_OIDC_ISSUER",
    "PASSERELLE_OIDC_CLIENT_ID",
    "PASSERELLE_OIDC_CLIENT_SECRET",
)
ROLE_CLAIM, ROLES, NAME = "PASSERELLE_OIDC_ROLE_CLAIM", "PASSERELLE_OIDC_ROLES", "PASSERELLE_OIDC_NAME"
DEFAULT_ROLE_CLAIM, DEFAULT_NAME = "roles", "OpenID Connect"
# What a person is called, the best first; the subject is always there.
NAME_CLAIMS = ("preferred_username", "email", "name", "sub")
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """An identity provider, and which of its roles mean which here.

    ``role_claim`` is where its roles stand, with dots for what is nested (Keycloak: ``realm_access.roles``).
    ``name`` is what the button says.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    roles: Mapping[str, Role]
    role_claim: str = DEFAULT_ROLE_CLAIM
    name: str = DEFAULT_NAME

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self | None:
        """The provider in ``environment``; None where no issuer is named.

        Raises:
            ConfigurationError: something is missing, the issuer speaks no HTTPS, or a role is none of ours.
        """
        issuer = environment.get(ISSUER, "").strip()
        if not issuer:
            return None
        missing = [name for name in (CLIENT_ID, CLIENT_SECRET, ROLES) if not environment.get(name)]
        if missing:
            raise ConfigurationError(
                f"signing in at {issuer} needs more settings", place=missing[0], remedy=f"set {', '.join(missing)}"
            )
        if not _safe(issuer):
            raise ConfigurationError(
                "an identity provider speaks HTTPS", place=ISSUER, value=issuer, remedy="give its https:// address"
            )
        return cls(
            issuer=issuer,
            client_id=environment[CLIENT_ID],
            client_secret=environment[CLIENT_SECRET],
            roles=_mapping(environment[ROLES]),
            role_claim=environment.get(ROLE_CLAIM) or DEFAULT_ROLE_CLAIM,
            name=environment.get(NAME) or DEFAULT_NAME,
        )

    def shown(self) -> Mapping[str, str]:
        """Environment variable → value, the secret masked."""
        return {
            ISSUER: self.issuer,
            CLIENT_ID: self.client_id,
            CLIENT_SECRET: "***",
            ROLE_CLAIM: self.role_claim,
            ROLES: ",".join(f"{theirs}={ours}" for theirs, ours in self.roles.items()),
            NAME: self.name,
        }

    def identity(self, claims: Mapping[str, Any]) -> Identity:
        """Whom verified ``claims`` of an ID token speak of; of several roles the one that may do the most."""
        given = _inside(claims, self.role_claim)
        theirs = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        mapped = {self.roles[one] for one in theirs if isinstance(one, str) and one in self.roles}
        name = next(claims[claim] for claim in NAME_CLAIMS if isinstance(claims.get(claim), str) and claims[claim])
        role = max(mapped, key=list(Role).index, default=None)
        return Identity(issuer=self.issuer, subject=str(claims["sub"])[:LONGEST_SUBJECT], name=name, role=role)


def _inside(claims: Mapping[str, Any], path: str) -> Any:
    """The value at a path with dots; a claim whose own name has dots (an address) comes first."""
    if path in claims:
        return claims[path]
    here: Any = claims
    for name in path.split("."):
        here = here.get(name) if isinstance(here, Mapping) else None
    return here


def _mapping(text: str) -> Mapping[str, Role]:
    """``their-advisors=advisor,their-admins=admin``."""
    roles: dict[str, Role] = {}
    for pair in filter(None, map(str.strip, text.split(","))):
        theirs, _, ours = (part.strip() for part in pair.rpartition("="))
        if not theirs or ours not in list(Role):
            raise ConfigurationError(
                "a role is mapped as theirs=ours",
                place=ROLES,
                value=pair,
                remedy=f"write pairs between commas; ours is one of {', '.join(Role)}",
            )
        roles[theirs] = Role(ours)
    return roles


def _safe(issuer: str) -> bool:
    """HTTPS, or a provider on this very machine."""
    parts = urlsplit(issuer)
    if parts.scheme == "https" and parts.hostname:
        return True
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.scheme == "http" and parts.hostname == "localhost"
