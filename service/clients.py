"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from flask import Request

__all__ = ["from_this_machine", "network"]

# A request that came through a proxy says so, whatever address it then seems to come from.
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
# Whoever has an IPv6 address has the 2**64 addresses around it.
IPV6_PREFIX = 64


def from_this_machine(asked: Request) -> bool:
    """Whether a program on this machine asks, and no proxy on it for somebody else."""
    if any(name in asked.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(asked.remote_addr or "").is_loopback
    except ValueError:
        return False


def network(asked: Request) -> str:
    """What counts as one client: an IPv4 address, or a network of 2**64 IPv6 addresses."""
    address = asked.remote_addr or ""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, IPV6_PREFIX), strict=False))
