"""The whole service on a sandbox, in this process: programs with tokens, and browsers with cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from support.lent_apps import give_back, lend

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.store.api_tokens import RIGHTS
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import TODAY, House, open_connected_house, open_house

HERE = "http://localhost:5058"
AUTH = "/api/integrations/xero/auth"
HARBOUR, WATTLE = "Harbour Street Studio Limited", "Bright Wattle Supplies Pty Ltd"
BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
OWN_FORM = {**BROWSER, "origin": HERE, "sec-fetch-site": "same-origin"}


@dataclass
class Served:
    """A service, and who asks it."""

    house: House
    service: HttpService
    app: FastAPI
    tokens: dict[str, str] = field(default_factory=dict)

    async def close(self) -> None:
        """End it; what built its routes serves the next test."""
        give_back(self.app)
        await self.runtime.close()

    @property
    def runtime(self) -> App:
        """What it works on."""
        return self.service.runtime

    async def token(self, *rights: str, workspace: str = "default", **more: Any) -> str:
        """A new token's text; every right if none is named."""
        made = await self.service.tokens.new(workspace, "tester", rights or RIGHTS, by="person:tester", **more)
        self.tokens[made.token] = made.made.id
        return made.token

    def client(self, token: str | None = None, *, base: str = HERE, app: Any = None) -> httpx2.AsyncClient:
        """A program that holds a token, or none; also a browser, which keeps cookies."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        transport = httpx2.ASGITransport(app=app or self.app)
        return httpx2.AsyncClient(transport=transport, base_url=base, headers=headers)

    async def program(self, *rights: str, workspace: str = "default") -> httpx2.AsyncClient:
        """A program with a token of its own."""
        return self.client(await self.token(*rights, workspace=workspace))

    async def consent(self, address: str, *, organisations: str | None = None, choice: str = "allow") -> str:
        """What a person does at Xero; the address that Xero sends the browser back to."""
        chosen = f"&_sandbox_organisations={organisations}" if organisations else ""
        async with httpx2.AsyncClient(transport=self.house.transport) as xero:
            page = await xero.get(f"{address}&_sandbox_consent={choice}{chosen}")
        return str(page.headers["location"])

    async def connect(self, workspace: str, organisations: str) -> None:
        """Connect a workspace to organisations, by the API."""
        async with await self.program("admin", workspace=workspace) as program:
            begun = (await program.get(f"{AUTH}/start")).json()["result"]
            back = await self.consent(begun["authorization_url"], organisations=organisations)
            assert (await program.get(back)).status_code == 200

    async def hear(self, workspace: str = "default", *, may_fail: bool = False) -> None:
        """Sync everything that happened, as the poller does."""
        poller = Poller(self.runtime, {trigger.name: trigger for trigger in self.house.registry.triggers})
        self.house.sandbox.clock.advance(60)
        await self.runtime.polls.enrol(await self.runtime.connections.of_workspace(workspace))
        await self.runtime.polls.request_sync(workspace)
        failed = [poll_run.error for poll_run in await poller.tick() if poll_run.error]
        assert may_fail or failed == []


async def open_service(
    folder: Path, database_url: str | None = None, *, connected: bool = False, **options: Any
) -> Served:
    """A service on a fresh sandbox; on the database of that address, or on one of its own, which may be connected."""
    opened = open_connected_house if connected else open_house
    house = await opened(folder, Options(today=TODAY, limits=False), **options)
    runtime = house.runtime
    if database_url is not None:
        settings = replace(runtime.settings, database_url=database_url)
        await runtime.close()
        runtime = App(settings, clock=runtime.clock, transport=house.transport)
    service = HttpService(runtime, house.registry, home=True)
    return Served(house, service, lend(service))


def error_of(answer: httpx2.Response) -> dict[str, Any]:
    """The error of an answer, which must be of our shape."""
    reported = answer.json()
    assert reported["success"] is False
    assert set(reported["error"]) - {"candidates", "link"} == {
        "code", "message", "fields", "hint", "retryable", "retry_after_s", "may_have_written", "reference",
    }  # fmt: skip
    error: dict[str, Any] = reported["error"]
    return error


def result_of(answer: httpx2.Response) -> Any:
    """The result of an answer that must be a success."""
    assert answer.is_success, answer.text
    return answer.json()["result"]


def words_of(page: httpx2.Response) -> str:
    """What a page says."""
    assert page.headers["content-type"].startswith("text/html")
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.text, flags=re.DOTALL))
