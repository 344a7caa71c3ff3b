"""Balances by how long they have been owed, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from atom_xero_plugin.core.money import ZERO, in_cents
from atom_xero_plugin.reports.open_balances import OpenItem
from atom_xero_plugin.reports.tables import TableRow

AgeBy = Literal["due_date", "invoice_date"]
USUAL: Final = (30, 60, 90)
"""Days at which balances pass from one column to the next."""
BY_CURRENCY: Final = "Total by currency"
"""The section of rows that are in the currencies of the documents, and not in the organisation's."""


class Ages(Struct, frozen=True):
    """The columns of an aged table."""

    by: AgeBy
    day: date
    limits: tuple[int, ...] = USUAL

    @property
    def heads(self) -> list[str]:
        """Their names; the last is the total."""
        first = ["not due"] if self.by == "due_date" else []
        starts = [1 if first else 0, *(limit + 1 for limit in self.limits)]
        spans = [f"{start}-{limit} days" for start, limit in zip(starts, self.limits, strict=False)]
        return [*first, *spans, f"over {self.limits[-1]} days", "total"]

    def days_of(self, item: OpenItem) -> int:
        """How many days ago it was due, or issued; what has no due date counts from its day."""
        since = item.due or item.day if self.by == "due_date" else item.day
        return (self.day - since).days

    def column(self, item: OpenItem) -> int:
        """The place of its column."""
        days = self.days_of(item)
        if self.by == "due_date" and days <= 0:
            return 0
        return sum(days > limit for limit in self.limits) + (1 if self.by == "due_date" else 0)

    def sums(self, items: Iterable[OpenItem], *, in_base: bool = True) -> list[Decimal]:
        """What they come to, one a column; in the organisation's currency or their own."""
        columns = [ZERO] * len(self.heads)
        for item in items:
            amount = item.base if in_base else item.balance
            columns[self.column(item)] += amount
            columns[-1] += amount
        return columns


def contact_rows(items: Iterable[OpenItem], ages: Ages) -> list[TableRow]:
    """One row a contact, the largest balance first."""
    groups: dict[str, list[OpenItem]] = {}
    for item in items:
        groups.setdefault(item.contact_id, []).append(item)
    summed = [(ages.sums(group), group[0]) for group in groups.values()]
    summed.sort(key=lambda each: (-each[0][-1], each[1].contact, each[1].contact_id))
    return [TableRow(one.contact, amounts(sums), contact_id=one.contact_id) for sums, one in summed]


def document_rows(items: Iterable[OpenItem], ages: Ages) -> list[TableRow]:
    """One row a document, under its contact, the oldest first."""
    ordered = sorted(items, key=lambda each: (each.contact, each.contact_id, each.due or each.day, each.number or ""))
    return [
        TableRow(
            item.number or item.kind.replace("_", " "),
            [str(item.day), str(item.due or "") or None, *amounts(ages.sums([item]))],
            section=item.contact,
            invoice_id=item.id if item.kind in {"invoice", "bill"} else None,
        )
        for item in ordered
    ]


def currency_rows(items: Sequence[OpenItem], ages: Ages, heads: int) -> list[TableRow]:
    """One row a currency, in its own amounts; none where all are in the organisation's. `heads` cells stay empty."""
    codes = sorted({each.currency for each in items})
    if all(each.balance == each.base for each in items) and len(codes) <= 1:
        return []
    return [
        TableRow(
            code,
            [
                *(None for _ in range(heads)),
                *amounts(ages.sums((i for i in items if i.currency == code), in_base=False)),
            ],
            section=BY_CURRENCY,
            kind="total",
        )
        for code in codes
    ]


def amounts(values: Iterable[Decimal]) -> list[str | None]:
    """Exact decimal text, with at least two places."""
    return [f"{in_cents(value):f}" for value in values]
