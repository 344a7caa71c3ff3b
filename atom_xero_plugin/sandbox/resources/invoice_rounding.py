"""The rounding of an invoice's total: an organisation's choice, or what a request states.

Source: xero-node 19.2; a request may state it on a submitted or approved document, with SubTotal, TotalTax and Total,
all adding up (third-party reading of developer.xero.com). The words of the refusals are not verified.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.postings import LIVE
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import ZERO, cents
from atom_xero_plugin.sandbox.resources.invoices_rows import round_total
from atom_xero_plugin.sandbox.resources.lines import TOTALS

FURTHEST: Final = Decimal("0.10")


def round_or_refuse(books: Books, row: Row, stated: Row, existing: Row | None) -> list[str]:
    """Round an invoice's total as was stated or as the organisation does, in place. Returns what is wrong with it."""
    if row["Status"] not in {*LIVE, "SUBMITTED"}:
        return ["A rounding amount is for submitted and approved documents"] if stated.get("RoundingAmount") else []
    net = row["SubTotal"] + row["TotalTax"]
    if "RoundingAmount" in stated:
        amount = cents(stated["RoundingAmount"])
        if abs(amount) > FURTHEST:
            return [f"The rounding amount must be between -{FURTHEST} and {FURTHEST}"]
        if not set(TOTALS) <= set(stated) or cents(stated["Total"]) != net + amount:
            return ["A rounding amount needs SubTotal, TotalTax and Total that add up with it"]
        round_total(row, amount)
    elif existing is not None and existing.get("RoundingAmount") is not None and _as_before(row, existing):
        round_total(row, existing["RoundingAmount"])
    else:
        round_total(row, None if books.round_totals_to is None else _to(net, books.round_totals_to) - net)
    return []


def _as_before(row: Row, existing: Row) -> bool:
    return all(row[name] == existing[name] for name in ("SubTotal", "TotalTax"))


def _to(amount: Decimal, step: Decimal) -> Decimal:
    rounded = (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return cents(rounded) if rounded else ZERO
