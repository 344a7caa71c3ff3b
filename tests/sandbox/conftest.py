"""The sandbox as a client has it: by HTTP alone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import msgspec
import pytest

from atom_xero_plugin.sandbox.app import create_app
from atom_xero_plugin.sandbox.options import Options

REDIRECT = "http://localhost:5058/api/integrations/xero/auth/callback"
VERIFIER = "a-verifier-of-more-than-forty-three-characters-abc"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ALL = (
    "openid offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts "
    "accounting.settings accounting.reports.profitandloss.read accounting.reports.balancesheet.read "
    "accounting.reports.trialbalance.read accounting.reports.banksummary.read accounting.reports.aged.read "
    "accounting.reports.executivesummary.read accounting.reports.tenninetynine.read accounting.budgets.read "
    "accounting.reports.budgetsummary.read accounting.journals.read "
    "accounting.classicexpenses.read accounting.manualjournals paymentservices"
)


@dataclass
class SandboxServer:
    """A sandbox, and a browser and a client of it."""

    http: httpx2.AsyncClient
    facts: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def web(self) -> dict[str, str]:
        app: dict[str, str] = self.facts["apps"]["web"]
        return app

    @property
    def tenant(self) -> str:
        tenant: str = self.facts["organisations"][0]["tenant_id"]
        return tenant

    async def authorise(self, **asked: str) -> httpx2.Response:
        requested = {
            "response_type": "code", "client_id": self.web["client_id"], "redirect_uri": REDIRECT, "scope": ALL,
            "state": "s-1", "nonce": "n-1", "_sandbox_consent": "allow", **asked,
        }  # fmt: skip
        return await self.http.get(f"/identity/connect/authorize?{urlencode(requested)}", follow_redirects=False)

    async def token(self, **form: str) -> httpx2.Response:
        auth = (self.web["client_id"], self.web["client_secret"])
        return await self.http.post("/connect/token", data=form, auth=auth)

    async def log_in(self, **asked: str) -> dict[str, Any]:
        returned = query_of(await self.authorise(**asked))
        answer = await self.token(grant_type="authorization_code", code=returned["code"], redirect_uri=REDIRECT)
        assert answer.status_code == 200, answer.text
        token: dict[str, Any] = answer.json()
        self.headers = {
            "authorization": f"Bearer {token['access_token']}", "xero-tenant-id": self.tenant,
            "accept": "application/json",
        }  # fmt: skip
        return token

    async def get(self, path: str, headers: dict[str, str] | None = None, **query: str) -> httpx2.Response:
        return await self.http.get(f"/api.xro/2.0/{path}", params=query, headers=self.headers | (headers or {}))

    async def rows(self, path: str, headers: dict[str, str] | None = None, **query: str) -> list[dict[str, Any]]:
        answer = await self.get(path, headers, **query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = msgspec.json.decode(answer.content)[path.split("/", maxsplit=1)[0]]
        return found

    async def control(self, what: str, **body: Any) -> Any:
        answer = await self.http.post(f"/_sandbox/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()


def query_of(page: httpx2.Response) -> dict[str, str]:
    """The query of the address that the browser is sent back to."""
    assert page.status_code == 302, page.text
    return {name: values[0] for name, values in parse_qs(urlsplit(page.headers["location"]).query).items()}


@asynccontextmanager
async def opened(options: Options) -> AsyncIterator[SandboxServer]:
    """A sandbox for so long."""
    transport = httpx2.ASGITransport(app=create_app(options))
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
        yield SandboxServer(http, (await http.get("/_sandbox/")).json())


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    """A sandbox whose day is 16 June 2026, logged in, without limits."""
    async with opened(Options(today=date(2026, 6, 16), limits=False)) as found:
        await found.log_in()
        yield found
