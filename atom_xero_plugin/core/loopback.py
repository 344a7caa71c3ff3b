"""What is on this machine alone, and what a client of it needs not."""

from __future__ import annotations

from ipaddress import ip_address
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def on_sandbox(api_url: str) -> bool:
    """Whether the API at this address is a sandbox: it is on this machine, as Xero's never is."""
    return is_loopback(urlsplit(api_url).hostname or "")


def trust_for(address: str) -> SSLContext | bool:
    """What a client of this address alone trusts: True for whom the machine trusts, over plain HTTP nobody at all.

    The certificates of a machine take longer to read than a whole page of a sandbox, where none is ever shown.
    """
    return True if urlsplit(address).scheme != "http" else SSLContext(PROTOCOL_TLS_CLIENT)
