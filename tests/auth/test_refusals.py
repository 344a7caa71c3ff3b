"""What the token service's refusals mean: one of them alone ends a login."""

from __future__ import annotations

import pytest

from atom_xero_plugin.auth.token_response import refusal
from atom_xero_plugin.core.errors import FixSetup, ReconnectNeeded, XeroUnavailable

REDIRECT = "http://localhost:5058/callback"
SETTINGS = ("invalid_client", "unauthorized_client", "invalid_scope", "invalid_request", "redirect_uri_mismatch")
PASSING = ("access_denied", "server_error", "temporarily_unavailable", "unsupported_grant_type", "new", "", None, 7, [])


def test_a_refresh_token_that_is_refused_asks_for_a_new_login() -> None:
    """RFC 6749 5.2: the grant itself is invalid, expired or revoked."""
    assert isinstance(refusal("invalid_grant", REDIRECT), ReconnectNeeded)


@pytest.mark.parametrize("code", SETTINGS)
def test_a_wrong_setting_of_the_app_is_for_its_owner_to_mend(code: str) -> None:
    """The login is good once it is mended."""
    error = refusal(code, REDIRECT)

    assert isinstance(error, FixSetup)
    assert not isinstance(error, ReconnectNeeded)


@pytest.mark.parametrize("code", PASSING, ids=str)
def test_every_other_refusal_passes(code: object) -> None:
    """Also one that Xero never gave before: a login ends on certain grounds alone."""
    assert isinstance(refusal(code, REDIRECT), XeroUnavailable)
