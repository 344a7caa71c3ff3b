"""The local copy as reports read it: whole lists of one organisation, where they are known to be up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, Select, or_, select

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.poll_streams import CHANGES
from atom_xero_plugin.store.tables import by_numbers, polls, records
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one

T = TypeVar("T", bound=XeroRecord)
PAGE: Final = 1_000
"""Records that are in memory as text at once."""
SETTLED: Final = "PAID"
"""Xero's status of a document of which nothing is open."""
FRESH: Final = timedelta(minutes=15)
"""A list that was synced longer ago is asked of Xero again."""


class OpenOn(NamedTuple):
    """Documents of which something may have been open at the end of a day."""

    kind_name: str
    """As callers name the kind."""
    day: date
    contact_id: str | None = None
    """Of one contact alone."""


class LocalCopy:
    """The lists of one workspace."""

    def __init__(self, store: Store, clock: Clock, workspace_id: str) -> None:
        """Keep the store that they are in."""
        self._store, self._clock, self._workspace_id = store, clock, workspace_id

    async def synced_at(self, tenant_id: str, lists: Sequence[str]) -> datetime | None:
        """When the oldest of these lists was synced; None unless all are whole, up to date and not waiting for a poll.

        What was written through the plugin makes its lists due at once, so a write that was not synced yet counts.
        """
        mine = (polls.c.workspace_id == self._workspace_id, polls.c.tenant_id == tenant_id)
        names = ("seeded", "failures", "due_at", "finished_at")
        statement = select(*(polls.c[name] for name in names)).where(
            *mine, polls.c.stream_type == CHANGES, polls.c.list_name.in_(lists)
        )
        async with self._store.read(self._workspace_id) as tx:
            found = (await tx.execute(statement)).all()
        now = self._clock.now()
        if len(found) < len(set(lists)):
            return None
        if any(not row.seeded or row.failures or row.finished_at is None or row.due_at <= now for row in found):
            return None
        oldest: datetime = min(row.finished_at for row in found)
        return oldest if now - oldest <= FRESH else None

    async def records(
        self, tenant_id: str, record: type[T], statuses: Sequence[str], open_on: OpenOn | None = None
    ) -> list[T]:
        """The records of a list that are in one of these statuses, as Xero last gave them, in the order of their ids.

        With `open_on`, only what was not settled whole by then; what Xero gives no day of is among them. They are read
        page by page: a large list neither fills the memory nor keeps others waiting until it is through.
        """
        mine = [records.c.workspace_id == self._workspace_id, records.c.tenant_id == tenant_id]
        within = [*mine, records.c.status.in_(statuses)]
        if open_on is not None:
            pages = self._few([*within, *_open(open_on)])
        else:
            pages = self._most([*within, records.c.kind == record.PLURAL])
        found = [decode_one(record, row.body) async for page in pages for row in page]
        return sorted(found, key=lambda each: each.record_id)

    async def _most(self, conditions: Sequence[ColumnElement[bool]]) -> AsyncIterator[Sequence[Row[Any]]]:
        """All that fit, most of a list, page by page."""
        last = 0
        while True:
            page = select(records.c.id, records.c.body).where(*conditions, records.c.id > last)
            rows = await self._read(page.order_by(records.c.id).limit(PAGE))
            yield rows
            if len(rows) < PAGE:
                return
            last = rows[-1].id

    async def _few(self, conditions: Sequence[ColumnElement[bool]]) -> AsyncIterator[Sequence[Row[Any]]]:
        """All that fit, a small part of a list: the index of lists finds them, and no other row is read."""
        ids = [row.id for row in await self._read(select(records.c.id).where(*conditions))]
        for start in range(0, len(ids), PAGE):
            chosen = by_numbers(self._workspace_id, ids[start : start + PAGE])
            yield await self._read(select(records.c.id, records.c.body).where(chosen))

    async def _read(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        async with self._store.read(self._workspace_id) as tx:
            rows: Sequence[Row[Any]] = (await tx.execute(statement)).all()
        return rows


def _open(asked: OpenOn) -> list[ColumnElement[bool]]:
    """That a document was not settled whole by the end of the day."""
    settled = records.c.settled_day
    still = or_(records.c.status != SETTLED, settled.is_(None), settled > asked.day.isoformat())
    contact = [] if asked.contact_id is None else [records.c.contact_id == asked.contact_id]
    return [records.c.kind_name == asked.kind_name, still, *contact]
