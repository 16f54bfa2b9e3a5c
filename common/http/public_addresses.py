"""Keeps requests to URLs that others chose away from this machine and its network.

A name is looked up once, and the connection goes to the address that was checked: a name server
that answers differently the second time gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
_SPECIAL = ip_network("192.0.0.0/24")  # for protocols; Python calls some of it global


class NotPublicError(Exception):
    """The host has an address that is not on the public internet."""


def find_public_addresses(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, all of which must be public, the best first.

    Raises NotPublicError, or OSError if the name cannot be looked up.
    """
    addresses = find_addresses(host, port)
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublicError(host)
    return addresses


def find_addresses(host: str, port: int) -> list[str]:
    """Return all IP addresses of a host, the best first. Raises OSError if there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(address: str) -> bool:
    """Return whether an IP address is on the public internet, also one inside another."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_on_internet, _list_meant(ip)))


def _is_on_internet(ip: IPv4Address | IPv6Address) -> bool:
    """Return whether an IP address is global; Python also calls reserved ones so."""
    is_old_private = isinstance(ip, IPv6Address) and ip.is_site_local
    is_special = ip.is_multicast or ip.is_reserved or is_old_private or ip in _SPECIAL
    return ip.is_global and not is_special


def _list_meant(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the address, or the ones of IPv4 that it leads to."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    if ip.sixtofour:
        return [ip, ip.sixtofour]
    return [ip, *(ip.teredo or ())]
