"""Fixtures for those who write skills of their own: a whole house on a sandbox, with time that stands still.

In a `conftest.py`: `pytest_plugins = ["atom_xero_plugin.testing"]`, then ask for the fixture `house`.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from cryptography.fernet import Fernet

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.sandbox.app import SandboxApp
from atom_xero_plugin.sandbox.books.pdf import pdf
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sandbox.snapshot import Snapshot
from atom_xero_plugin.sandbox.state import Sandbox
from atom_xero_plugin.store.migrations import upgrade

TODAY = date(2026, 6, 16)
"""The day on which the sandbox of a test stands still: a Tuesday, in the first quarter of its financial year."""
ADDRESS = "http://localhost"
_DATABASE = "house.db"
REDIRECT = "http://localhost:5058/api/integrations/xero/auth/callback"


@dataclass
class SandboxTime:
    """The plugin's clock in tests: the sandbox's, so that both live at the same instant."""

    sandbox: Sandbox
    waits: bool = False
    """Whether a wait takes its time, and the sandbox's stands still: for what waits as long as a page is open."""

    def now(self) -> datetime:
        """The sandbox's instant."""
        return self.sandbox.clock.now()

    async def sleep(self, seconds: float) -> None:
        """Let the sandbox's time pass instead of ours."""
        if not self.waits:
            self.sandbox.clock.advance(seconds)
        await asyncio.sleep(seconds if self.waits else 0)


@dataclass
class House:
    """The plugin, connected to the organisations of a sandbox."""

    sandbox: Sandbox
    runtime: App
    dispatch: Dispatch
    person: Caller
    transport: httpx2.AsyncBaseTransport

    @property
    def registry(self) -> Registry:
        """The catalogue."""
        return self.dispatch.registry

    @property
    def organisation(self) -> str:
        """The tenant id of the first organisation, which calls are about unless they name another."""
        return next(iter(self.sandbox.organisations))

    async def call(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a skill of the first organisation; the answer as a host gets it. A write answers with its plan."""
        return await self.ask(name, arguments)

    async def ask(
        self,
        name: str,
        arguments: Mapping[str, Any] | str,
        *,
        organisation: str | None = None,
        caller: Caller | None = None,
    ) -> dict[str, Any]:
        """Call a skill with arguments that need not be well formed, of any organisation, as any caller."""
        about = organisation or self.organisation
        answer = await self.dispatch.call(name, arguments, caller or self.person, organisation=about)
        return answer.plain()

    async def do(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a skill and, if it writes, approve its plan as a person and carry it out; the last answer."""
        answer = await self.call(name, **arguments)
        if answer["success"] or answer["error"]["code"] != "approval_needed":
            return answer
        return await self.carry_out(answer["plan"])

    async def carry_out(self, plan: dict[str, Any]) -> dict[str, Any]:
        """Approve a plan as a person and carry it out."""
        agreed = await self.dispatch.approve(plan["id"], plan["hash"], self.person)
        if not agreed.success:
            return agreed.plain()
        return (await self.dispatch.execute(plan["id"], self.person)).plain()

    async def connect(self, workspace_id: str | None = None) -> list[Connection]:
        """Log in at the sandbox and consent to every organisation, by the whole OAuth flow."""
        begun = await self.runtime.logins.begin(workspace_id or self.person.workspace_id)
        async with httpx2.AsyncClient(transport=self.transport) as browser:
            page = await browser.get(f"{begun.address}&_sandbox_consent=allow")
        came_back = {name: values[0] for name, values in parse_qs(urlsplit(page.headers["location"]).query).items()}
        login = await self.runtime.logins.finish(state=came_back["state"], code=came_back["code"])
        return login.connections


@cache
def _migrated() -> Path:
    """An empty database at the newest version, made once and copied."""
    path = _kept() / "template.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@cache
def _kept() -> Path:
    """Where this process keeps what tests begin from."""
    folder = mkdtemp(prefix="atom-xero-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@dataclass(frozen=True)
class Start:
    """What houses begin from, again and again: a sandbox as it stood, and the database that belongs to it."""

    snapshot: Snapshot
    database: Path
    key: str
    """The key that the database's tokens are encrypted with."""
    scopes: str

    @classmethod
    async def of(cls, house: House) -> Start:
        """Where a house stands, for others to go on from. It is closed."""
        await house.runtime.close()
        settings = house.runtime.settings
        return cls(Snapshot(house.sandbox), settings.home / _DATABASE, settings.encryption_keys, settings.scopes)

    def house(self, folder: Path) -> House:
        """A house that goes on from there, its database in `folder`."""
        app = SandboxApp(self.snapshot.sandbox())
        sandbox: Sandbox = app.state.sandbox
        transport = httpx2.ASGITransport(app=app)
        shutil.copy(self.database, folder / _DATABASE)
        files = folder / "files"
        files.mkdir(exist_ok=True)
        (files / "receipt.pdf").write_bytes(pdf(["Receipt", "NZD 230.00"]))
        settings = Settings(
            home=folder,
            database_url=f"sqlite+aiosqlite:///{folder / _DATABASE}",
            encryption_keys=self.key,
            client_id=sandbox.web_app.client_id,
            client_secret=sandbox.web_app.client_secret,
            redirect_uri=REDIRECT,
            scopes=self.scopes,
            login_url=ADDRESS,
            identity_url=ADDRESS,
            api_url=ADDRESS,
            patience_s=60.0,
            file_folders=(files,),
        )
        runtime = App(settings, clock=SandboxTime(sandbox), transport=transport)
        return House(sandbox, runtime, Dispatch(runtime, Registry()), Caller("default", "person:tester"), transport)


@cache
def _empty(options: Options, scopes: str) -> Start:
    return Start(Snapshot(Sandbox(options)), _migrated(), Fernet.generate_key().decode(), scopes)


_connected: dict[tuple[Options, str], Start] = {}
_USUAL = Options(today=TODAY, limits=True)


def kept_folder() -> Path:
    """A new folder that lives as long as this process."""
    return Path(mkdtemp(dir=_kept()))


async def open_house(folder: Path, options: Options = _USUAL, *, scopes: str = "everything") -> House:
    """A house on a fresh sandbox, its database in `folder`, not connected yet."""
    return (await asyncio.to_thread(_empty, options, scopes)).house(folder)


async def open_connected_house(folder: Path, options: Options = _USUAL, *, scopes: str = "everything") -> House:
    """The same, connected to every organisation of the sandbox; the login behind it is made once a process."""
    if (options, scopes) not in _connected:
        opened = await open_house(kept_folder(), options, scopes=scopes)
        await opened.connect()
        _connected[options, scopes] = await Start.of(opened)
    return _connected[options, scopes].house(folder)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The plugin connected to a fresh sandbox, with time standing still on `TODAY`."""
    opened = await open_connected_house(tmp_path)
    try:
        yield opened
    finally:
        await opened.runtime.close()
