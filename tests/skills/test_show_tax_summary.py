"""What show_tax_summary promises: tax by rate from documents, proven by the tax account of the trial balance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import done, paths, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
DRAWN = ("to_pay", "settled", "account_movement")


def figures(shown: dict[str, Any], section: str, label: str) -> list[Decimal]:
    found = next(r for r in shown["report"]["rows"] if r.get("section") == section and r["label"] == label)
    return [Decimal(each) for each in found["values"]]


@pytest.mark.parametrize("period", ["this_quarter", "last_quarter", "last_financial_year", "last_month"])
async def test_the_tax_account_moves_by_what_the_documents_say(house: House, period: str) -> None:
    """Tax on sales less tax on purchases, less what went to the tax office, to the cent."""
    shown = await result(house, "show_tax_summary", period=period)
    to_pay, settled, movement = (Decimal(shown[name]["amount"]) for name in DRAWN)

    assert shown["proven"] is True
    assert to_pay - settled == movement
    assert to_pay == Decimal(shown["tax_on_sales"]["amount"]) - Decimal(shown["tax_on_purchases"]["amount"])
    assert [Decimal(each or 0) for each in shown["report"]["rows"][-1]["values"]] == [0, to_pay]


async def test_sales_without_tax_are_the_income_of_the_profit_and_loss(house: House) -> None:
    """The same documents, reckoned by Xero in another report."""
    shown = await result(house, "show_tax_summary", period="last_quarter")
    report = (await result(house, "show_report", report="profit_and_loss", period="last_quarter"))["report"]
    income = next(row["values"][0] for row in report["rows"] if row["label"] == "Total Income")

    assert figures(shown, "Sales", "Total sales")[0] == Decimal(income)


async def test_each_kind_of_document_counts_on_its_side(house: House) -> None:
    """A credit note lessens its side, money spent is a purchase with its tax inside, a draft is nothing."""
    line = {"description": "Work", "unit_amount": "100.00", "account": "200"}
    cost = {"description": "Cost", "unit_amount": "40.00", "account": "429"}
    before = await result(house, "show_tax_summary", period="today")
    await done(house, "create_invoice", contact="Capital Power", approve=True, due_in_days=7, lines=[line])
    await done(house, "create_invoice", contact="Capital Power", lines=[line])
    await done(house, "create_credit_note", kind="customer", contact="Capital Power", lines=[line | {
        "unit_amount": "30.00"}], approve=True)  # fmt: skip
    await done(house, "create_bank_transaction", direction="out", contact="Capital Power", account="090",
               lines=[cost])  # fmt: skip
    shown = await result(house, "show_tax_summary", period="today")

    def rise(name: str) -> Decimal:
        return Decimal(shown[name]["amount"]) - Decimal(before[name]["amount"])

    assert (rise("tax_on_sales"), rise("tax_on_purchases"), rise("to_pay")) == (
        Decimal("10.50"), Decimal("5.22"), Decimal("5.28"),
    )  # fmt: skip
    assert shown["proven"] is True


async def test_what_no_document_explains_is_a_difference(house: House) -> None:
    """As an adjustment of Xero's own would be."""
    books = house.sandbox.organisations[house.organisation]
    accounts = {each["Code"]: each["AccountID"] for each in rows(house, "Accounts")}
    books.ledger.journal(books.today(), [(accounts["820"], Decimal("7.00")), (accounts["429"], Decimal("-7.00"))], "d")
    shown = await result(house, "show_tax_summary", period="today")

    assert (shown["proven"], shown["difference"]["amount"]) == (False, "-7.00")


async def test_days_the_wrong_way_round_are_refused(house: House) -> None:
    """By their field."""
    error = await refused(house, "show_tax_summary", dates={"from": "2026-05-01", "to": "2026-04-01"})

    assert paths(error) == ["/dates/to"]
