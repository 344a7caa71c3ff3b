"""A database as version 0008 left it, with data of each kind in it, and the program of today opened on it.

`version_0008.json` was written by the program of that version on the sandbox: a workspace whose Harbour is connected
and whose Wattle a person disconnected, another of which Xero lost Wattle; synced records with open, paid and voided
invoices; polls of each stream; plans with their audit trail, one of them proposed; API tokens, browser sessions, a
login link. Of the lists the most was left out. `marks` holds the ids and secrets that tests need.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from support.service import Served

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.middleware import LOOPBACK
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.store.tables import metadata
from atom_xero_plugin.sync.poll_run import PollRun
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import TODAY, open_house

FILE = Path(__file__).with_name("version_0008.json")
PARENTS_FIRST = ("grants", "connections", "plans", "plan_steps")
NONSENSE = "xyzzy plugh"
SENTENCES = (
    ("records", ("title", "snippet")),
    ("connections", ("state_reason",)),
    ("grants", ("state_reason",)),
    ("plan_steps", ("detail",)),
    ("api_tokens", ("name",)),
    ("events", ("error",)),
    ("subscriptions", ("created_by",)),
)
"""Columns that hold words for people. What plans and the audit trail say is under a hash, and cannot be another."""
WORDS_OF_POSTGRESQL = """INSERT INTO search_words (workspace_id, kind, word, record)
    SELECT workspace_id, split_part(words, ' ', 1), part.word, id
    FROM records, unnest(string_to_array(words, ' ')) WITH ORDINALITY AS part(word, number) WHERE part.number > 2
    ON CONFLICT DO NOTHING"""
WORDS_OF_SQLITE = "INSERT INTO records_words(rowid, words) SELECT id, words FROM records"


@cache
def tables() -> dict[str, Any]:
    """The rows by table, and the marks."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def marks() -> dict[str, str]:
    """Ids and secrets of what is in it."""
    found: dict[str, str] = tables()["marks"]
    return found


async def fill(url: str) -> None:
    """Make an empty database one of version 0008, and put the rows in."""
    await upgrade(url, "0008")
    store = Store(url, clock=SystemClock())
    async with store.write(ALL_WORKSPACES) as tx:
        schema = sa.MetaData()
        await tx.run_sync(lambda connection: schema.reflect(connection, only=[*tables().keys() - {"marks"}]))
        for name in (*PARENTS_FIRST, *sorted(schema.tables.keys() - set(PARENTS_FIRST))):
            table = schema.tables[name]
            for row in tables().get(name, ()):
                await tx.execute(sa.insert(table).values({key: _value(table.c[key], row[key]) for key in row}))
        await tx.execute(sa.text(WORDS_OF_SQLITE if store.dialect == "sqlite" else WORDS_OF_POSTGRESQL))
    await store.close()


def _value(column: sa.Column[Any], value: Any) -> Any:
    match column.type:
        case sa.DateTime():
            at = datetime.fromisoformat(value)
            return at.replace(tzinfo=UTC)
        case sa.LargeBinary():
            return base64.b64decode(value.removeprefix("base64:"))
        case sa.Boolean():
            return bool(value)
        case sa.JSON():
            return json.loads(value)
    return value


async def speak_nonsense(url: str) -> None:
    """Replace every sentence for people that code could be tempted to read."""
    store = Store(url, clock=SystemClock())
    async with store.write(ALL_WORKSPACES) as tx:
        for name, columns in SENTENCES:
            table = metadata.tables[name]
            for column in (table.c[each] for each in columns):
                await tx.execute(sa.update(table).where(column.is_not(None)).values({column: NONSENSE}))
    await store.close()


@dataclass
class Reopened:
    """The service of today on that database, at the minute after the version before was stopped."""

    served: Served
    poller: Poller

    @property
    def runtime(self) -> App:
        return self.served.runtime

    async def tick(self, **later: float) -> list[PollRun]:
        """Let time pass, and poll what is due."""
        self.served.house.sandbox.clock.advance(timedelta(**later).total_seconds())
        return await self.poller.tick()

    async def triggers(self) -> list[tuple[str, str]]:
        """Trigger and record of the events since the version before was stopped."""
        rows = await self.runtime.outbox.listed("default", after=len(tables()["events"]), limit=1_000)
        return [(row.body["trigger"], row.body["resource"]["id"]) for row in rows]


async def reopen(folder: Path, url: str) -> Reopened:
    """Open the database, with Xero as it was then: the logins that it holds are still good there."""
    house = await open_house(folder, Options(today=TODAY, limits=False, invoices=30))
    await house.runtime.close()
    settings = replace(house.runtime.settings, database_url=url, encryption_keys=marks()["key"])
    runtime = App(settings, clock=house.runtime.clock, transport=house.transport)
    house.runtime, house.dispatch = runtime, Dispatch(runtime, house.registry)
    sandbox = house.sandbox
    sandbox.clock.advance((datetime.fromisoformat(marks()["now"]) - sandbox.clock.now()).total_seconds() + 60)
    for books in sandbox.organisations.values():  # nothing new gets the id of what was made then
        for _ in range(100):
            books.new_id()
    async with runtime.store.read(ALL_WORKSPACES) as tx:
        grants = [Grant.of(row) for row in (await tx.execute(sa.text("SELECT * FROM grants"))).mappings().all()]
    for grant in grants:
        scopes = grant.scopes.split()
        consent = sandbox.grants.consent(sandbox.web_app, sandbox.user_id, scopes, [marks()["harbour"]])
        issued = sandbox.grants._issue(consent)
        stored = open_tokens(runtime.keyring, grant)
        sandbox.grants.named(issued.access_token, stored.access_token)
        sandbox.grants.refresh[stored.refresh_token or ""] = sandbox.grants.refresh.pop(issued.refresh_token or "")
    service = HttpService(runtime, house.registry, home=True)
    served = Served(house, service, create_app(service, hosts=LOOPBACK))
    return Reopened(served, Poller(runtime, {trigger.name: trigger for trigger in house.registry.triggers}))
