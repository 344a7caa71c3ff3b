"""The official SDK as it is published, logged in at a sandbox in a process of its own."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterator
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
    "accounting.contacts accounting.settings accounting.reports.aged.read accounting.reports.balancesheet.read "
    "accounting.reports.banksummary.read accounting.reports.profitandloss.read accounting.reports.trialbalance.read"
)


@dataclass
class Sdk:
    """The SDK's client and its accounting API."""

    client: Any
    accounting: Any
    identity: Any
    tenant: str
    kept: dict[str, Any]
    address: str
    today: date


@pytest.fixture(scope="session")
def sandbox() -> Iterator[dict[str, Any]]:
    """A sandbox that nobody limits."""
    with running_sandbox("--no-limits") as told:
        yield told


def code_login(sandbox: dict[str, Any]) -> dict[str, Any]:
    """The authorisation code flow by plain HTTP: the SDK leaves it to other libraries. Gives the token answer."""
    app, address = sandbox["apps"]["web"], sandbox["address"]
    asked = {
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": REDIRECT, "scope": SCOPES,
        "state": secrets.token_urlsafe(16), "_sandbox_consent": "allow",
    }  # fmt: skip
    page = httpx2.get(f"{address}/identity/connect/authorize?{urlencode(asked)}", follow_redirects=False)
    came_back = parse_qs(urlsplit(page.headers["location"]).query)
    assert came_back["state"] == [asked["state"]]
    form = {"grant_type": "authorization_code", "code": came_back["code"][0], "redirect_uri": REDIRECT}
    answer = httpx2.post(f"{address}/connect/token", data=form, auth=(app["client_id"], app["client_secret"]))
    assert answer.status_code == 200, answer.text
    token: dict[str, Any] = answer.json()
    return token


@pytest.fixture(scope="session")
def sdk(sandbox: dict[str, Any]) -> Sdk:
    """Logged in: only base addresses differ from what the SDK's README shows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the SDK's own modules warn of when they are imported
        from xero_python.accounting import AccountingApi
        from xero_python.api_client import ApiClient, Configuration
        from xero_python.api_client.oauth2 import OAuth2Token, TokenApi
        from xero_python.identity import IdentityApi
    address, app = sandbox["address"], sandbox["apps"]["web"]
    TokenApi.refresh_token_url = TokenApi.client_credentials_token_url = f"{address}/connect/token"
    TokenApi.revoke_token_url = f"{address}/connect/revocation"
    token = code_login(sandbox)
    kept: dict[str, Any] = {"token": token | {"scope": SCOPES.split()}}
    client = ApiClient(
        Configuration(oauth2_token=OAuth2Token(client_id=app["client_id"], client_secret=app["client_secret"])),
        oauth2_token_saver=lambda given: kept.update(token=given),
        oauth2_token_getter=lambda: kept["token"],
    )
    identity = IdentityApi(client, base_url=address)
    tenant = next(each.tenant_id for each in identity.get_connections() if "Studio" in each.tenant_name)
    today = datetime.fromisoformat(sandbox["now"]).date()
    return Sdk(client, AccountingApi(client, base_url=f"{address}/api.xro/2.0"), identity, tenant, kept, address, today)
