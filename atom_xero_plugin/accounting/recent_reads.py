"""What was read of Xero a short while ago, for pages that a person works through: each OK would read it all again.

It is used where the caller says how old it may be, and by nobody else. What plans created since is added to it; once
they changed anything else, or a sync saw a change in Xero, it is read again. No write relies on it: what must be true
of the books before a step is sent is checked in Xero.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import select

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.plans.written_since import CreatedRecord, created_since, last_number
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import record_versions, records
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.payments import Payment

T = TypeVar("T")
RECENT: Final = timedelta(minutes=3)
"""How old a page's reading of the books may be."""
_MOST: Final = 200
"""Readings that are held at once; the one used longest ago goes first."""


class RecentRead(NamedTuple, Generic[T]):
    """What was read, and when."""

    value: T
    at: datetime


class _Held(NamedTuple):
    value: Any
    at: datetime
    number: int
    """The newest row of the audit trail before it was read."""
    version: int | None
    """That of the organisation's local copy before it was read."""


HeldReads = OrderedDict[tuple[str, ...], _Held]
"""By workspace, organisation and name; the one used last comes last."""
Carry = Callable[[T, Sequence[XeroRecord]], T | None]
"""What was read, with records that plans created since; None where it must be read again."""


class RecentReads:
    """Those of one call."""

    def __init__(
        self, store: Store, clock: Clock, workspace_id: str, held: HeldReads, max_age: timedelta | None
    ) -> None:
        """`max_age` is how old a reading may be; with None everything is read of Xero, and nothing is held."""
        self._store, self._clock, self._workspace_id = store, clock, workspace_id
        self._held, self._max_age = held, max_age

    @property
    def may_be_held(self) -> bool:
        """Whether the caller takes what was read before."""
        return self._max_age is not None

    async def get(
        self,
        place: tuple[str, ...],
        read: Callable[[], Awaitable[T]],
        *,
        lists: Collection[str],
        carry: Carry[T] | None = None,
        fits: Callable[[T], bool] = lambda _: True,
    ) -> RecentRead[T]:
        """What is held under a name, or what `read` gives.

        Args:
            place: The organisation, and the name.
            read: Asks Xero.
            lists: The lists of the local copy that it is made of.
            carry: Adds what plans created since; None for what payments and bank transactions do not change.
            fits: Whether what is held is enough for this call.
        """
        if self._max_age is None:
            return RecentRead(await read(), self._clock.now())
        key = (self._workspace_id, *place)
        held = self._held.get(key)
        if held is not None and fits(held.value):
            value = await self._still(place[0], held, lists, carry or unless_other)
            if value is not None:
                self._held.move_to_end(key)
                return RecentRead(value, held.at)
        return await self._read(key, read)

    def forget(self, tenant_id: str) -> None:
        """Read everything of an organisation again: what is held was seen to be wrong."""
        for key in [each for each in self._held if each[:2] == (self._workspace_id, tenant_id)]:
            del self._held[key]

    async def _read(self, key: tuple[str, ...], read: Callable[[], Awaitable[T]]) -> RecentRead[T]:
        tenant_id = key[1]
        number, version = await last_number(self._store, self._workspace_id), await self._version(tenant_id)
        at = self._clock.now()
        value = await read()
        self._held.pop(key, None)
        if await created_since(self._store, self._workspace_id, tenant_id, number) == []:
            self._held[key] = _Held(value, at, number, version)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return RecentRead(value, at)

    async def _still(self, tenant_id: str, held: _Held, lists: Collection[str], carry: Carry[T]) -> T | None:
        """What is held as it stands now; None where it is too old, or may be wrong."""
        age = self._clock.now() - held.at
        if self._max_age is None or not timedelta(0) <= age < self._max_age:
            return None
        created = await created_since(self._store, self._workspace_id, tenant_id, held.number)
        if created is None:
            return None
        made = _decoded(created)
        if await self._version(tenant_id) != held.version and await self._changed(tenant_id, held.at, lists, made):
            return None
        found: T = held.value
        return carry(found, made) if made else found

    async def _version(self, tenant_id: str) -> int | None:
        mine = (record_versions.c.workspace_id == self._workspace_id) & (record_versions.c.tenant_id == tenant_id)
        async with self._store.read(self._workspace_id) as tx:
            return (await tx.execute(select(record_versions.c.version).where(mine))).scalar()

    async def _changed(
        self, tenant_id: str, since: datetime, lists: Collection[str], made: Sequence[XeroRecord]
    ) -> bool:
        """Whether a sync saw another record changed than those that plans created, and the invoices these paid."""
        asked = select(records.c.record_id).where(
            records.c.workspace_id == self._workspace_id,
            records.c.tenant_id == tenant_id,
            records.c.kind.in_(sorted(lists)),
            records.c.as_of >= since,
        )
        async with self._store.read(self._workspace_id) as tx:
            changed = set((await tx.execute(asked)).scalars())
        return not changed <= _own(made)


def _decoded(created: Sequence[CreatedRecord]) -> list[XeroRecord]:
    from atom_xero_plugin.accounting.kinds import endpoint_of  # late: a command that reads starts without the kinds

    return [decode_one(endpoint_of(each.kind).record, each.body) for each in created]


def _own(made: Sequence[XeroRecord]) -> set[str]:
    paid = [each.invoice.invoice_id for each in made if isinstance(each, Payment) and each.invoice is not None]
    return {*(each.record_id for each in made), *paid}


def unless_other(value: T, made: Sequence[XeroRecord]) -> T | None:
    """For what payments and bank transactions do not change, such as the chart of accounts."""
    return value if all(isinstance(each, (Payment, BankTransaction)) for each in made) else None
