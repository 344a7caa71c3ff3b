"""The official SDK as it is published, logged in at a sandbox in a process of its own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox

REDIRECT = "http://localhost:5058/api/integrations/xero/auth/callback"
SCOPES = (
    "openid profile email offline_access accounting.invoices accounting.payments accounting.banktransactions "
    "accounting.contacts accounting.settings accounting.attachments accounting.reports.aged.read "
    "accounting.reports.balancesheet.read accounting.reports.banksummary.read "
    "accounting.reports.profitandloss.read accounting.reports.trialbalance.read"
)
STARTS_AS = ("--no-limits", "--today", "2026-06-16")


@dataclass
class Sdk:
    """The SDK's client, its APIs, and the token as an application of it keeps it."""

    client: Any
    accounting: Any
    identity: Any
    stored: dict[str, Any]
    sandbox: dict[str, Any]
    tenant: str = ""

    @property
    def now(self) -> datetime:
        """The instant at which the sandbox stands still."""
        return datetime.fromisoformat(self.sandbox["now"])

    @property
    def today(self) -> date:
        """Its day."""
        return self.now.date()

    def fault(self, **asked: Any) -> None:
        """Let the sandbox fail so for the next call that fits."""
        httpx2.post(f"{self.sandbox['address']}/_sandbox/faults", json=asked).raise_for_status()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[dict[str, Any]]:
    """A sandbox that limits nobody and whose day is 16 June 2026."""
    with running_sandbox(*STARTS_AS) as reported:
        yield reported


def code_login(sandbox: dict[str, Any]) -> dict[str, Any]:
    """The authorisation code flow by plain HTTP, as a person in a browser: the SDK leaves it to other libraries.

    Gives the token answer.
    """
    app, address = sandbox["apps"]["web"], sandbox["address"]
    asked = {
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": REDIRECT, "scope": SCOPES,
        "state": secrets.token_urlsafe(16),
    }  # fmt: skip
    page_address = f"{address}/identity/connect/authorize?{urlencode(asked)}"
    boxes = re.findall(r'name="organisation" value="([^"]+)"', httpx2.get(page_address).text)
    pressed = httpx2.post(page_address, data={"choice": "allow", "organisation": boxes}, follow_redirects=False)
    came_back = parse_qs(urlsplit(pressed.headers["location"]).query)
    assert came_back["state"] == [asked["state"]]
    form = {"grant_type": "authorization_code", "code": came_back["code"][0], "redirect_uri": REDIRECT}
    answer = httpx2.post(f"{address}/connect/token", data=form, auth=(app["client_id"], app["client_secret"]))
    assert answer.status_code == 200, answer.text
    token: dict[str, Any] = answer.json()
    return token


@contextmanager
def sdk_of(sandbox: dict[str, Any], kind: str, token: dict[str, Any] | None = None) -> Iterator[Sdk]:
    """The SDK as an app of the sandbox: only base addresses differ from what its README shows."""
    from xero_python.accounting import AccountingApi
    from xero_python.api_client import ApiClient, Configuration
    from xero_python.api_client.oauth2 import OAuth2Token
    from xero_python.identity import IdentityApi

    address, app = sandbox["address"], sandbox["apps"][kind]
    configuration = Configuration()
    # Set, not passed: the second Configuration of a process is a copy of the first, whatever it is given.
    configuration.oauth2_token = OAuth2Token(client_id=app["client_id"], client_secret=app["client_secret"])
    stored: dict[str, Any] = {"token": token}
    client = ApiClient(
        configuration,
        oauth2_token_saver=lambda given: stored.update(token=given),
        oauth2_token_getter=lambda: stored["token"],
    )
    accounting = AccountingApi(client, base_url=f"{address}/api.xro/2.0")
    try:
        yield Sdk(client, accounting, IdentityApi(client, base_url=address), stored, sandbox)
    finally:
        client.rest_client.pool_manager.clear()


def point_token_calls_at(sandbox: dict[str, Any], patch: pytest.MonkeyPatch) -> None:
    """The SDK keeps the addresses of its token calls on a class."""
    from xero_python.api_client.oauth2 import TokenApi

    patch.setattr(TokenApi, "refresh_token_url", f"{sandbox['address']}/connect/token")
    patch.setattr(TokenApi, "client_credentials_token_url", f"{sandbox['address']}/connect/token")
    patch.setattr(TokenApi, "revoke_token_url", f"{sandbox['address']}/connect/revocation")


@contextmanager
def logged_in(sandbox: dict[str, Any]) -> Iterator[Sdk]:
    """The SDK with the token of a web app, at the first organisation."""
    with sdk_of(sandbox, "web", code_login(sandbox) | {"scope": SCOPES.split()}) as made:
        made.tenant = next(each.tenant_id for each in made.identity.get_connections() if "Studio" in each.tenant_name)
        yield made


@pytest.fixture(scope="session")
def sdk(sandbox: dict[str, Any]) -> Iterator[Sdk]:
    """Logged in at the sandbox that all these tests share."""
    with pytest.MonkeyPatch.context() as patch:
        point_token_calls_at(sandbox, patch)
        with logged_in(sandbox) as found:
            yield found
