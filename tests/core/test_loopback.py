"""What is on this machine alone, and what a client of it needs not."""

from __future__ import annotations

import ssl

from atom_xero_plugin.core.loopback import trust_for


def test_a_client_of_xero_trusts_whom_the_machine_trusts() -> None:
    """The library's own choice."""
    assert trust_for("https://api.xero.com") is True


def test_a_client_over_plain_http_trusts_no_certificate_at_all() -> None:
    """Should it ever be sent elsewhere, it refuses whoever it meets there."""
    trusted = trust_for("http://localhost:8000")

    assert isinstance(trusted, ssl.SSLContext)
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    assert trusted.check_hostname
    assert trusted.get_ca_certs() == []
