"""What stands around the table of a report: the sum that its answer is, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

Terms = list[dict[str, Any]]


class Remark(Struct, frozen=True):
    """What no document explains."""

    amount: Decimal
    of: str
    """What it was compared with."""


def _money(value: Mapping[str, Any]) -> Decimal:
    return Decimal(value["amount"])


def _term(op: str | None, word: str, value: Decimal, more: str = "") -> dict[str, Any]:
    return {"op": op, "word": word, "value": value, "more": more}


def _cash_flow(result: Mapping[str, Any]) -> Terms:
    return [
        _term(None, "In the bank before", _money(result["opening"])),
        _term("+", "Came in", _money(result["cash_in"])),
        _term("-", "Went out", -_money(result["cash_out"])),
        _term("=", "In the bank after", _money(result["closing"])),
    ]


def _tax(result: Mapping[str, Any]) -> Terms:
    to_pay = _money(result["to_pay"])
    settled = _money(result["settled"])
    return [
        _term(None, "Tax on sales", _money(result["tax_on_sales"])),
        _term("-", "Tax on purchases", _money(result["tax_on_purchases"])),
        _term("=", "To pay" if to_pay >= 0 else "To be refunded", to_pay,
              f"{settled:,.2f} settled in these days" if settled else ""),
    ]  # fmt: skip


def _budget(result: Mapping[str, Any]) -> Terms:
    actual, planned = _money(result["net_actual"]), _money(result["net_budget"])
    return [
        _term(None, "Profit", actual),
        _term("-", "Planned", planned, result["budget"]["name"]),
        _term("=", "More than planned" if actual >= planned else "Less than planned", actual - planned),
    ]


def _statement(result: Mapping[str, Any]) -> Terms:
    if len(result["sums"]) != 1:
        return []  # amounts of several currencies are never added up
    sums = result["sums"][0]
    return [
        _term(None, "Owed before", sums["opening"]),
        _term("+", "Charged", sums["charged"]),
        _term("-", "Paid and credited", sums["paid"]),
        _term("=", "Owed", sums["closing"]),
    ]


def _ledger(result: Mapping[str, Any]) -> Terms:
    opening, closing = _money(result["opening_balance"]), _money(result["closing_balance"])
    return [
        _term(None, "Balance before", opening),
        _term("+", "Documents", closing - opening),
        _term("=", "Balance after", closing),
    ]


_TERMS: Final[dict[str, Callable[[Mapping[str, Any]], Terms]]] = {
    "cash-flow": _cash_flow,
    "tax-summary": _tax,
    "budget": _budget,
    "statement-of-account": _statement,
    "account-transactions": _ledger,
}
_AGAINST: Final = {
    "cash-flow": "the bank summary",
    "tax-summary": "the trial balance",
    "account-transactions": "the trial balance",
}


def terms_of(name: str, result: Mapping[str, Any]) -> Terms:
    """The figures that a report stands on, as a sum; none for a report that is no sum."""
    read = _TERMS.get(name)
    return read(result) if read else []


def remark_of(name: str, result: Mapping[str, Any]) -> Remark | None:
    """What no document explains, where the answer was compared with another of Xero's reports."""
    against, difference = _AGAINST.get(name), result.get("difference")
    if against is None or difference is None or _money(difference) == 0:
        return None
    return Remark(_money(difference), against)
