"""What an upgrade promises to a database that is in use: nothing that was kept is lost, and all of it is found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.clock import START, StillClock

from atom_xero_plugin.search import queries
from atom_xero_plugin.search.entries import KINDS
from atom_xero_plugin.search.queries import Scope
from atom_xero_plugin.store.api_tokens import ApiTokens
from atom_xero_plugin.store.browser_secrets import hashed
from atom_xero_plugin.store.browser_sessions import BrowserSessions
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.login_links import LoginLink, LoginLinks
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.store.poll_streams import Stream
from atom_xero_plugin.sync import mirror
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.records.contacts import Contact

pytestmark = pytest.mark.anyio


async def found(store: Store, word: str) -> list[str]:
    """The titles of the records with a word."""
    async with store.read("w") as tx:
        return [row["title"] for row in await queries.with_words(tx, Scope("w", None, KINDS), [[word]])]


KEPT = sa.text("""INSERT INTO records
    (workspace_id, tenant_id, kind, record_id, as_of, hash, body, title, snippet, words)
    VALUES ('w', 't', :kind, :record_id, '2026-06-16 00:00:00.000000', :hash, :body, :title, 'any line', :words)""")
RESYNC = sa.text("""INSERT INTO polls (workspace_id, tenant_id, resource, seeded, due_at, interval_s, failures)
    VALUES ('w', 't', :resource, :seeded, '2999-01-01 00:00:00.000000', 604800, 0)""")


def stored(kind: str, record_id: str, body: str, **more: str) -> dict[str, str]:
    """A row as a version before this one kept it."""
    return {"kind": kind, "record_id": record_id, "hash": "", "body": body, "title": "", "words": "", **more}


async def test_the_status_of_what_was_kept_before_is_filled_from_what_xero_sent(empty_url: str) -> None:
    """Never from a line for people. Where it cannot be determined, the whole list is read again at once."""
    await upgrade(empty_url, "0008")
    store = Store(empty_url, clock=StillClock())
    before = [
        stored("Invoices", "open", '{"Status":"AUTHORISED","Contact":{"ContactStatus":"ACTIVE"}}'),
        stored("Invoices", "paid", '{"Status":"PAID"}'),
        stored("Invoices", "none", '{"Total":1}'),
        stored("Payments", "empty", '{"Status":""}'),
        stored("BankTransactions", "deleted", '{"Status":"DELETED"}'),
        stored("Contacts", "archived", '{"Name":"A \\ud83d\\ude00","ContactStatus":"ARCHIVED"}'),
        stored("Connections", "lost", '{"State":"disconnected"}'),
        stored("Limits", "t", '{"Remaining":5}'),
    ]
    async with store.write(ALL_WORKSPACES) as tx:
        await tx.execute(KEPT, before)
        for resource in ("Invoices", "Sweep:Invoices", "Sweep:Payments", "Sweep:Contacts"):
            await tx.execute(RESYNC, {"resource": resource, "seeded": True})

    await upgrade(empty_url, "0009")

    async with store.read("w") as tx:
        rows = await tx.execute(sa.text("SELECT record_id, status FROM records"))
        found = {row.record_id: row.status for row in rows}
        later = "SELECT resource FROM polls WHERE due_at > '2998-01-01 00:00:00.000000' ORDER BY resource"
        waiting = list((await tx.execute(sa.text(later))).scalars())
    assert found == {
        "open": "AUTHORISED", "paid": "PAID", "none": None, "empty": None, "deleted": "DELETED",
        "archived": "ARCHIVED", "lost": "disconnected", "t": None,
    }  # fmt: skip
    assert waiting == ["Invoices", "Sweep:Contacts"]
    await store.close()


async def test_what_the_version_before_kept_is_found_after_the_upgrade(tmp_path: Path) -> None:
    """On SQLite the index of words is made again; what changes or goes later is followed by it."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'used.db'}"
    await upgrade(url, "0003")
    store = Store(url, clock=StillClock())
    async with store.write("w") as tx:
        contact = stored("Contacts", "c1", "{}", title="Ngaio Travel", words="kindcontact in77 ngaio travel")
        await tx.execute(KEPT, [contact])
        await tx.execute(sa.text("INSERT INTO records_words(rowid, words) SELECT id, words FROM records"))
        matching = "SELECT title FROM records WHERE id IN (SELECT rowid FROM records_words WHERE words MATCH 'ngaio')"
        before = list((await tx.execute(sa.text(matching))).scalars())

    await upgrade(url)

    assert before == await found(store, "ngaio") == ["Ngaio Travel"]
    renamed = decode_one(Contact, {"ContactID": "c1", "Name": "Karori Florist"})
    async with store.write("w") as tx:
        await mirror.keep(tx, Place("w", "t", "Contacts"), [renamed], START)
    assert (await found(store, "ngaio"), await found(store, "karori")) == ([], ["Karori Florist"])
    async with store.write("w") as tx:
        await tx.execute(sa.text("DELETE FROM records"))
    assert await found(store, "karori") == []
    await store.check()
    await store.close()


async def test_each_poll_goes_on_as_what_it_was(empty_url: str) -> None:
    """What it polls stands in columns of its own; its name, its cursor and when it is due stay."""
    await upgrade(empty_url, "0010")
    store = Store(empty_url, clock=StillClock())
    names = ["Invoices", "Sweep:Invoices", "BankTransactions", "Sweep:BankTransactions", "Daily"]
    kept_columns = sa.text("SELECT resource, seeded, due_at, interval_s, failures FROM polls ORDER BY resource")
    async with store.write(ALL_WORKSPACES) as tx:
        await tx.execute(RESYNC, [{"resource": name, "seeded": True} for name in names])
        before = (await tx.execute(kept_columns)).all()

    await upgrade(empty_url, "0011")

    async with store.read("w") as tx:
        after = (await tx.execute(kept_columns)).all()
        rows = (await tx.execute(sa.text("SELECT resource, stream_type, list_name FROM polls"))).all()
    assert after == before
    assert {row.resource: Stream(row.stream_type, row.list_name) for row in rows} == {
        "Invoices": Stream("changes", "Invoices"),
        "Sweep:Invoices": Stream("full_resync", "Invoices"),
        "BankTransactions": Stream("changes", "BankTransactions"),
        "Sweep:BankTransactions": Stream("full_resync", "BankTransactions"),
        "Daily": Stream("daily_check", ""),
    }
    assert {row.resource for row in rows} == {Stream(row.stream_type, row.list_name).resource for row in rows}
    await store.close()


async def test_who_is_signed_in_stays_so_and_a_link_that_was_sent_still_works(empty_url: str) -> None:
    """They are rows of API tokens no longer; the tokens themselves are as they were, with their rights."""
    await upgrade(empty_url, "0011")
    clock = StillClock()
    store = Store(empty_url, clock=clock)
    tokens, sessions, links = ApiTokens(store), BrowserSessions(store), LoginLinks(store)
    text, made = f"axt_{'o' * 43}", "tok_0000000000000001"
    add = sa.text("""INSERT INTO api_tokens (id, workspace_id, name, hash, rights, created_at, expires_at)
        VALUES (:id, 'w', :name, :hash, :rights, :created_at, :expires_at)""")
    times = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(minutes=5)}
    add = add.bindparams(*(sa.bindparam(name, type_=sa.DateTime(timezone=True)) for name in times))
    before = [
        {"id": made, "name": "office", "hash": hashed(text), "rights": "read admin", **times},
        {"id": "session_1", "name": made, "hash": hashed("signed-in"), "rights": "session", **times},
        {"id": "ticket_1", "name": "person:boss", "hash": hashed("invited"), "rights": "ticket", **times},
    ]
    async with store.write("w") as tx:
        await tx.execute(add, before)

    await upgrade(empty_url)

    assert [each.name for each in await tokens.listed("w")] == ["office"]
    assert await tokens.find(text) is not None
    session = await sessions.find("signed-in")
    assert session is not None
    assert session is not None
    assert (session.workspace_id, session.token_id) == ("w", made)
    assert await tokens.living(session.workspace_id, session.token_id) is not None
    link = await links.find("invited")
    assert link == LoginLink("w", "person:boss", times["expires_at"])
    assert [await links.use("invited"), await links.use("invited")] == ["w", None]
    clock.advance(minutes=5)
    assert await sessions.find("signed-in") is None
    await store.close()
