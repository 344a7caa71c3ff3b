"""What came in and went out by month: payments and other bank transactions of the local copy, transfers left out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

from msgspec import Meta, Struct
from sqlalchemy import func, select

from atom_xero_plugin.accounting.lists.columns import amount_of
from atom_xero_plugin.core.money import ZERO, Money
from atom_xero_plugin.core.periods import shifted
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import record_versions, records

KINDS: Final = ("payment", "bank_transaction")
"""Kinds of records that move money over a bank account. A batch is made of payments, which count by themselves."""
_IN_THE_BOOKS: Final = "AUTHORISED"
_MOST_KNOWN: Final = 500


class MonthCash(Struct):
    """The money of a month."""

    month: Annotated[dt.date, Meta(description="Its first day.")]
    cash_in: Annotated[Money, Meta(description="What came in.")]
    cash_out: Annotated[Money, Meta(description="What went out, as an amount above zero.")]
    net: Annotated[Money, Meta(description="What came in, less what went out.")]


class MonthSum(NamedTuple):
    """What came in or went out in a month, in one currency."""

    month: str
    """YYYY-MM."""
    currency: str | None
    """None for the organisation's own."""
    direction: str
    amount: Decimal


KnownSums = dict[tuple[str, str, dt.date, dt.date], tuple[int, list[MonthSum]]]
"""Sums by whose and of when they are, with the version of the records that they are of; those used last come last."""


class CashSums:
    """Sums over the local copy of one workspace."""

    def __init__(self, store: Store, workspace_id: str, known: KnownSums) -> None:
        """Keep the store that it is in, and the sums that were worked out before."""
        self._store, self._workspace_id, self._known = store, workspace_id, known

    async def by_month(self, tenant_id: str, first: dt.date, last: dt.date) -> list[MonthSum]:
        """Every month, currency and direction between two days; worked out again once a record changed."""
        key = (self._workspace_id, tenant_id, first, last)
        version = await self._version(tenant_id)  # read first: sums that are newer than it do no harm
        found = self._known.get(key)
        if found is None or found[0] != version:
            found = (version, await self._read(tenant_id, first, last))
        self._known.pop(key, None)
        self._known[key] = found
        while len(self._known) > _MOST_KNOWN:
            self._known.pop(next(iter(self._known)))
        return found[1]

    async def _version(self, tenant_id: str) -> int:
        mine = select(record_versions.c.version).where(
            record_versions.c.workspace_id == self._workspace_id, record_versions.c.tenant_id == tenant_id
        )
        async with self._store.read(self._workspace_id) as tx:
            return (await tx.execute(mine)).scalar_one_or_none() or 0

    async def _read(self, tenant_id: str, first: dt.date, last: dt.date) -> list[MonthSum]:
        month = func.substr(records.c.day, 1, 7)
        groups = (month, records.c.currency, records.c.direction)
        statement = select(*groups, func.sum(records.c.total)).where(
            records.c.workspace_id == self._workspace_id,
            records.c.tenant_id == tenant_id,
            records.c.kind_name.in_(KINDS),
            records.c.status == _IN_THE_BOOKS,
            records.c.direction.is_not(None),
            records.c.day.between(first.isoformat(), last.isoformat()),
        )
        async with self._store.read(self._workspace_id) as tx:
            rows = (await tx.execute(statement.group_by(*groups))).all()
        return [MonthSum(row[0], row[1], row[2], amount_of(int(row[3] or 0))) for row in rows]


def months_until(today: dt.date, count: int) -> list[dt.date]:
    """The first days of so many months, the last of them that of the day."""
    this = today.replace(day=1)
    return [shifted(this, -back) for back in range(count - 1, -1, -1)]


def month_rows(sums: Sequence[MonthSum], months: Sequence[dt.date], currency: str) -> list[MonthCash]:
    """One row a month, also for one without movements, in the organisation's currency."""
    found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for each in sums:
        if (each.currency or currency) == currency:
            found[each.month, each.direction] += each.amount
    rows = []
    for first in months:
        came, went = (found[f"{first:%Y-%m}", direction] for direction in ("in", "out"))
        rows.append(MonthCash(first, *(Money.of(each, currency) for each in (came, went, came - went))))
    return rows
