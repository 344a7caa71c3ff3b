"""The local copy as reports read it: whole lists of one organisation, where they are known to be up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import Row, select

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.poll_streams import CHANGES
from atom_xero_plugin.store.tables import polls, records
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one

T = TypeVar("T", bound=XeroRecord)
PAGE: Final = 1_000
"""Records that are in memory as text at once."""
Keeps = Callable[[str, str], bool]
"""Whether a record may be wanted, by its status and the JSON of its body."""
FRESH: Final = timedelta(minutes=15)
"""A list that was synced longer ago is asked of Xero again."""


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
        self, tenant_id: str, record: type[T], statuses: Sequence[str], keeps: Keeps | None = None
    ) -> list[T]:
        """The records of a list that are in one of these statuses, as Xero last gave them, in the order of their ids.

        Those that `keeps` leaves out are not decoded. They are read page by page: a large list neither fills the memory
        nor keeps others waiting until it is through.
        """
        found: list[T] = []
        last = 0
        while True:
            page = await self._page(tenant_id, record, statuses, last)
            found += [decode_one(record, row.body) for row in page if keeps is None or keeps(row.status, row.body)]
            if len(page) < PAGE:
                return sorted(found, key=lambda each: each.record_id)
            last = page[-1].id

    async def _page(
        self, tenant_id: str, record: type[XeroRecord], statuses: Sequence[str], after: int
    ) -> Sequence[Row[Any, Any, Any]]:
        statement = select(records.c.id, records.c.status, records.c.body).where(
            records.c.workspace_id == self._workspace_id,
            records.c.tenant_id == tenant_id,
            records.c.kind == record.PLURAL,
            records.c.status.in_(statuses),
            records.c.id > after,
        )
        async with self._store.read(self._workspace_id) as tx:
            return (await tx.execute(statement.order_by(records.c.id).limit(PAGE))).all()
