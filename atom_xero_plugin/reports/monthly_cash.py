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
from atom_xero_plugin.store.tables import records

KINDS: Final = ("payment", "bank_transaction")
"""Kinds of records that move money over a bank account. A batch is made of payments, which count by themselves."""
_IN_THE_BOOKS: Final = "AUTHORISED"


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


class CashSums:
    """Sums over the local copy of one workspace."""

    def __init__(self, store: Store, workspace_id: str) -> None:
        """Keep the store that it is in."""
        self._store, self._workspace_id = store, workspace_id

    async def by_month(self, tenant_id: str, first: dt.date, last: dt.date) -> list[MonthSum]:
        """Every month, currency and direction between two days."""
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
