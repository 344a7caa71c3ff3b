"""What is on this machine alone."""

from __future__ import annotations

from ipaddress import ip_address
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
