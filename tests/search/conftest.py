"""A mirror of small books of two workspaces, on each kind of database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert, update
from support.clock import StillClock

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.search.search import Hit, Search
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import connections, grants, polls
from atom_xero_plugin.sync.mirror import Place, keep
from atom_xero_plugin.xero.decoding.base import decode_one


@dataclass
class Mirror:
    """What was synced, and the search over it."""

    store: Store
    search: Search

    async def hear(self, plural: str, *bodies: dict[str, Any], workspace: str = "w", tenant: str = "t") -> None:
        """Keep these records, as a poller does."""
        records = [decode_one(watched(plural).record, body) for body in bodies]
        async with self.store.write(workspace) as tx:
            await keep(tx, Place(workspace, tenant, plural), records, self.store.clock.now())

    async def find(self, query: str, workspace: str = "w", **more: Any) -> list[Hit]:
        return await self.search.find(workspace, query, **more)

    async def titles(self, query: str, workspace: str = "w", **more: Any) -> list[str]:
        return [hit.title for hit in await self.find(query, workspace, **more)]


def contact(identity: str, name: str, **more: Any) -> dict[str, Any]:
    return {"ContactID": identity, "Name": name, "ContactStatus": "ACTIVE", **more}


def invoice(identity: str, number: str, name: str, total: str, **more: Any) -> dict[str, Any]:
    ordinary = {"Type": "ACCREC", "Status": "AUTHORISED", "CurrencyCode": "NZD", "DueDateString": "2026-07-01T00:00:00"}
    return {
        **ordinary, "InvoiceID": identity, "InvoiceNumber": number, "Contact": contact("x", name), "Total": total,
        "AmountDue": total, **more,
    }  # fmt: skip


async def connect(store: Store, workspace: str, tenant: str, name: str, short_code: str | None = None) -> None:
    now = store.clock.now()
    ordinary = {"created_at": now, "updated_at": now, "workspace_id": workspace}
    grant = {"id": f"g-{workspace}-{tenant}", "kind": "web", "client_id": "c", "scopes": "", "state": "active"}
    async with store.write(workspace) as tx:
        await tx.execute(insert(grants).values(**grant, **ordinary))
        await tx.execute(
            insert(connections).values(
                id=f"c-{workspace}-{tenant}", grant_id=grant["id"], tenant_id=tenant, tenant_type="ORGANISATION",
                tenant_name=name, state="connected", details={"ShortCode": short_code}, **ordinary,
            )
        )  # fmt: skip
        await tx.execute(
            insert(polls).values(
                workspace_id=workspace, tenant_id=tenant, resource="Invoices", stream_type="changes",
                list_name="Invoices", seeded=True, due_at=now, interval_s=60,
                failures=0, finished_at=now,
            )
        )  # fmt: skip


async def end(store: Store, tenant: str, ended_by: str | None, *, grant_state: str = "active") -> None:
    """The organisation's connection no longer works, and perhaps neither does its login."""
    async with store.write("w") as tx:
        mine = update(connections).where(connections.c.id == f"c-w-{tenant}")
        await tx.execute(mine.values(state="disconnected", state_reason="?", ended_by=ended_by))
        login = update(grants).where(grants.c.id == f"g-w-{tenant}")
        await tx.execute(login.values(state=grant_state, state_reason="The login ended."))


@pytest.fixture
async def mirror(store: Store, clock: StillClock) -> Mirror:
    """One organisation's contacts, invoices, bills, payments and bank transactions."""
    made = Mirror(store, Search(store, clock))
    await connect(store, "w", "t", "Harbour Street Studio Limited", "!hst01")
    await made.hear(
        "Contacts",
        contact("c1", "Karori Veterinary Clinic", EmailAddress="accounts@karorivet.example"),
        contact("c2", "Kāpiti Café & Roastery"),
        contact("c3", "1980 Records Limited"),
        contact("c4", "Brightwater Physiotherapy", ContactStatus="ARCHIVED"),
    )
    lines = [{"Description": "Poster design for the spring fair"}]
    await made.hear(
        "Invoices",
        invoice("i1", "INV-0042", "Karori Veterinary Clinic", "1980.00", Reference="PO 77-A", LineItems=lines),
        invoice("i2", "INV-0420", "Kāpiti Café & Roastery", "57.50"),
        invoice("i3", "KV-9", "Karori Veterinary Clinic", "57.50", Type="ACCPAY"),
    )
    paid = {"Invoice": invoice("i2", "INV-0420", "Kāpiti Café & Roastery", "57.50"), "Status": "AUTHORISED"}
    await made.hear("Payments", {"PaymentID": "p1", "Amount": "1980", "DateString": "2026-06-01T00:00:00", **paid})
    spent = {"Type": "SPEND", "Status": "AUTHORISED", "Contact": contact("c9", "Wellington Power"), "Total": "88.10"}
    await made.hear("BankTransactions", {"BankTransactionID": "b1", "CurrencyCode": "NZD", **spent})
    clock.advance(minutes=5)
    return made
