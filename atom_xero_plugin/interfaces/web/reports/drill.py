"""What a figure of a report is made of: the documents on its account, with the sum repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web.links import record_link
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.interfaces.web.reports.asked import OpenedFigure


class DrilledRow(Struct, frozen=True):
    """A document's part of the figure."""

    kind: str
    id: str
    day: str
    name: str
    who: str
    amount: Decimal
    href: str | None


class Drilled(Struct, frozen=True):
    """The documents behind one figure."""

    title: str
    figure: Decimal
    """As in the report."""
    rows: list[DrilledRow]
    total: Decimal
    """Of the documents."""
    more: int
    """How many documents are not listed."""
    days: tuple[str, str]
    account: str
    """What the account is found by."""


async def drilled(page: WebPage, opened: OpenedFigure, figure: Decimal) -> Drilled:
    """The documents on an account in some days. Raises NotDone."""
    first, last = opened.days
    found = await page.ask(
        "show_account_transactions", account=opened.account_id, limit=100,
        dates={"from": first.isoformat(), "to": last.isoformat()},
    )  # fmt: skip
    total = Decimal(found["closing_balance"]["amount"]) - Decimal(found["opening_balance"]["amount"])
    sign = -1 if abs(figure + total) < abs(figure - total) else 1
    account = found["account"]
    name = f"{account.get('code') or ''} {account.get('name') or ''}".strip()
    rows = _by_document([_row(page, row, sign) for row in found["rows"]])
    return Drilled(
        name, figure, rows, sign * total, found["total"] - len(found["rows"]), (first.isoformat(), last.isoformat()),
        opened.account_id,
    )  # fmt: skip


def _by_document(lines: Sequence[DrilledRow]) -> list[DrilledRow]:
    """A row a document: its lines on one account are one part of the figure."""
    found: dict[tuple[str, str], DrilledRow] = {}
    for line in lines:
        known = found.get((line.kind, line.id))
        found[line.kind, line.id] = line if known is None else replace(known, amount=known.amount + line.amount)
    return list(found.values())


def _row(page: WebPage, row: Mapping[str, Any], sign: int) -> DrilledRow:
    amount = Decimal(row.get("debit", ZERO)) - Decimal(row.get("credit", ZERO))
    name = row.get("number") or str(row["kind"]).replace("_", " ").capitalize()
    who = row.get("contact") or row.get("description") or ""
    link = document_url(page, row["kind"], row["id"])
    return DrilledRow(row["kind"], row["id"], row["date"], name, who, sign * amount, link)


def document_url(page: WebPage, kind: str, record_id: str | None) -> str | None:
    """The page of a document, where there is one for its kind."""
    return record_link(page, kind, record_id) if record_id is not None else None


def amounts_of(values: Sequence[str | None]) -> list[Decimal]:
    """Exact amounts; nothing is zero."""
    return [Decimal(value or 0) for value in values]
