"""A local copy of small books, on each kind of database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from atom_xero_plugin.accounting.kinds import kind_by_name, watched
from atom_xero_plugin.accounting.listing import question_hash
from atom_xero_plugin.accounting.lists.known_groups import KnownGroups
from atom_xero_plugin.accounting.lists.order import Order, SortKey, read_mark
from atom_xero_plugin.accounting.lists.question import ListQuestion
from atom_xero_plugin.accounting.lists.record_lists import ListPage, RecordLists
from atom_xero_plugin.accounting.lists.view import RecordSum, record_sums
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import polls
from atom_xero_plugin.sync.mirror import Place, keep
from atom_xero_plugin.xero.decoding.base import decode_one

TODAY = date(2026, 6, 16)


def invoice(identity: str, number: str, name: str, total: str, **more: Any) -> dict[str, Any]:
    ordinary = {
        "Type": "ACCREC", "Status": "AUTHORISED", "CurrencyCode": "NZD", "DateString": "2026-06-01T00:00:00",
        "DueDateString": "2026-07-01T00:00:00", "AmountDue": total,
    }  # fmt: skip
    contact = {"ContactID": f"c-{name}", "Name": name}
    return {**ordinary, "InvoiceID": identity, "InvoiceNumber": number, "Contact": contact, "Total": total, **more}


def question(kinds: Sequence[str] = ("invoice",), **more: Any) -> ListQuestion:
    ordinary: Mapping[str, Any] = {
        "workspace_id": "w", "tenant_id": "t", "today": TODAY, "base_currency": "NZD",
        "kinds": tuple(kind_by_name(name) for name in kinds),
    }  # fmt: skip
    return ListQuestion(**{**ordinary, **more})


@dataclass
class Copy:
    """What was synced, and the lists over it."""

    store: Store
    lists: RecordLists = field(init=False)

    def __post_init__(self) -> None:
        self.lists = RecordLists(self.store, "w", KnownGroups())

    async def hear(self, plural: str, *bodies: dict[str, Any], workspace: str = "w", tenant: str = "t") -> None:
        """Keep these records, as a poller does."""
        found = [decode_one(watched(plural).record, body) for body in bodies]
        async with self.store.write(workspace) as tx:
            await keep(tx, Place(workspace, tenant, plural), found, self.store.clock.now())

    async def ids(self, asked: ListQuestion, by: SortKey = "number", *, descending: bool = False) -> list[str]:
        page = await self.lists.page(asked, Order(by, descending), None, 100)
        return [row.record_id for row in page.rows]

    async def sums(self, asked: ListQuestion) -> list[RecordSum]:
        return record_sums((await self.lists.groups(asked, every_status=True)).of(asked))

    async def synced(self, list_name: str, *, seeded: bool = True) -> None:
        now = self.store.clock.now()
        values = {
            "workspace_id": "w", "tenant_id": "t", "resource": list_name, "stream_type": "changes", "due_at": now,
            "list_name": list_name, "seeded": seeded, "interval_s": 60, "failures": 0, "finished_at": now,
        }  # fmt: skip
        async with self.store.write("w") as tx:
            await tx.execute(insert(polls).values(**values))


@pytest.fixture
def copy(store: Store) -> Copy:
    return Copy(store)


async def page_after(copy: Copy, asked: ListQuestion, order: Order, cursor: str | None, size: int) -> ListPage:
    bound = question_hash("t", asked_of(asked), frozenset())
    return await copy.lists.page(asked, order, read_mark(cursor, bound, order), size)


def asked_of(asked: ListQuestion) -> Any:
    """Something a cursor is bound to."""
    from atom_xero_plugin.accounting.lists.inputs import RecordListFields

    return RecordListFields(text=asked.text)
