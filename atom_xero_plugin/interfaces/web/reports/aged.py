"""The page of aged receivables and payables: one bar of ages, and a bar in the row of each contact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web.ages import WORDS, AgeBar, ages
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.interfaces.web.reports.drill import amounts_of
from atom_xero_plugin.interfaces.web.reports.kinds import ReportKind

_BY_INVOICE: Final = ("0\N{EN DASH}30 days old", *WORDS[2:])
_MOST_PAGES: Final = 20
"""Of a hundred contacts each."""


class AgedRow(Struct, frozen=True):
    """What one contact owes, or is owed."""

    name: str
    href: str
    bar: AgeBar
    amounts: list[Decimal]
    late: Decimal
    total: Decimal


class AgedPage(Struct, frozen=True):
    """The whole of it."""

    bar: AgeBar
    heads: tuple[str, ...]
    rows: list[AgedRow]
    amounts: list[Decimal]
    late: Decimal
    total: Decimal
    contacts: int
    documents: int
    by_due: bool
    other_currencies: list[tuple[str, Decimal]]
    """Of documents in other currencies, in their own amounts."""


async def aged_page(page: WebPage, kind: ReportKind, arguments: dict[str, Any]) -> AgedPage:
    """All contacts with a balance, the largest first. Raises NotDone."""
    by_due = arguments["age_by"] == "due_date"
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        found = await page.ask(kind.skill, **arguments, limit=100, cursor=cursor)
        rows += [row for row in found["report"]["rows"] if row.get("contact_id")]
        cursor = found.get("next_cursor")
        if not cursor:
            break
    sums = next(row for row in found["report"]["rows"] if row.get("kind") == "total" and not row.get("section"))
    *parts, total = amounts_of(sums["values"])
    words = WORDS if by_due else _BY_INVOICE
    most = max((sum((max(each, ZERO) for each in amounts_of(row["values"])[:-1]), ZERO) for row in rows), default=ZERO)
    currencies = [
        (row["label"], Decimal(row["values"][-1])) for row in found["report"]["rows"] if row.get("section") and
        row.get("kind") == "total"
    ]  # fmt: skip
    title = "What customers owe by age" if arguments["side"] == "receivables" else "What we owe by age"
    return AgedPage(
        ages(parts, title, tall=True, words=words), words,
        [_row(page, row, arguments["side"], most, by_due, words) for row in rows], parts,
        total - parts[0] if by_due else ZERO, total, found["contacts"], found["documents"], by_due, currencies,
    )  # fmt: skip


def _row(page: WebPage, row: dict[str, Any], side: str, most: Decimal, by_due: bool, words: tuple[str, ...]) -> AgedRow:
    *parts, total = amounts_of(row["values"])
    href = page.url("report", name="statement-of-account", contact=row["contact_id"],
                    side=None if side == "receivables" else side)  # fmt: skip
    bar = ages(parts, row["label"], most=most or None, words=words)
    return AgedRow(row["label"], href, bar, parts, total - parts[0] if by_due else ZERO, total)
