"""What show_cash_position promises."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.asking import paths, refused, result, rows

from atom_xero_plugin.testing import TODAY, House

pytestmark = pytest.mark.anyio


def money(value: dict[str, str]) -> Decimal:
    assert value["currency"] == "NZD"
    return Decimal(value["amount"])


def due(house: House, type_: str, first: date, last: date) -> Decimal:
    """What is open on documents that are due between two days, less credit notes of those days."""
    documents = rows(house, "Invoices", Type=type_, Status="AUTHORISED")
    way = {"ACCREC": "RECEIVE", "ACCPAY": "SPEND"}[type_]
    notes = [
        *rows(house, "CreditNotes", Type=f"{type_}CREDIT", Status="AUTHORISED"),
        *rows(house, "Overpayments", Type=f"{way}-OVERPAYMENT", Status="AUTHORISED"),
    ]
    owed = sum((each["AmountDue"] for each in documents if first <= each["DueDate"] <= last), Decimal(0))
    return owed - sum((each["RemainingCredit"] for each in notes if first <= each["Date"] <= last), Decimal(0))


async def test_it_adds_up_bank_accounts_and_open_documents(house: House) -> None:
    """As the bank summary and the documents say."""
    shown = await result(house, "show_cash_position")
    summary = await result(house, "show_report", report="bank_summary", period="today")

    lines = {each["account_id"]: each["values"][-1] for each in summary["report"]["rows"] if each.get("account_id")}
    assert {each["id"]: each["balance"]["amount"] for each in shown["accounts"]} == lines
    assert money(shown["in_bank"]) == sum(map(Decimal, lines.values()))
    for side, type_ in (("receivable", "ACCREC"), ("payable", "ACCPAY")):
        sums: dict[str, Any] = shown[side]
        assert money(sums["total"]) == due(house, type_, date.min, date.max) > 0
        assert money(sums["overdue"]) == due(house, type_, date.min, TODAY - timedelta(days=1))
        assert money(sums["due_in_7_days"]) == due(house, type_, TODAY, TODAY + timedelta(days=7))
        assert money(sums["due_in_30_days"]) == due(house, type_, TODAY, TODAY + timedelta(days=30))
    assert money(shown["net"]) == money(shown["in_bank"]) + money(shown["receivable"]["total"]) - money(
        shown["payable"]["total"]
    )


async def test_an_earlier_day_is_as_it_was_then(house: House) -> None:
    """Payments of later days have not happened."""
    shown = await result(house, "show_cash_position", as_of="2025-12-31")
    aged = await result(house, "show_aged_balances", side="receivables", as_of="2025-12-31")

    total = next(each["values"][-1] for each in aged["report"]["rows"] if each["label"] == "Total")
    assert shown["receivable"]["total"]["amount"] == total
    assert shown["as_of"] == "2025-12-31"


async def test_a_day_of_no_books_is_refused(house: House) -> None:
    """By its field."""
    assert paths(await refused(house, "show_cash_position", as_of="1066-10-14")) == ["/as_of"]
