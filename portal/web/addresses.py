"""Addresses of machines that ask, each in one way of writing: pure.

A proxy may add a port, write an IPv4 address as IPv6 has it, or pass on whatever somebody typed into the header.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

HOME = 64
"""How many bits of an IPv6 address one line of a provider has: whoever has the line has all that follow."""


def plain_address(given: str | None) -> str:
    """The address as it is compared and kept: without port, zone and brackets; "" for what is none."""
    text = (given or "").strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(found.ipv4_mapped or found) if isinstance(found, IPv6Address) else str(found)


def line_of(address: str) -> str:
    """What one line of a provider is counted by: an IPv4 address itself, of an IPv6 address the network of its line."""
    if not address:
        return ""
    found = ip_address(address)
    return address if isinstance(found, IPv4Address) else str(ip_network((found, HOME), strict=False))
