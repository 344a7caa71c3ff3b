"""What a person may decide of one bank line, and the books afterwards: fee, split, transfer, refund."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import done, plan, refused, result, row, rows
from support.statements import HEAD, SIGN, paying

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def of_one(line: str, **choice: Any) -> dict[str, Any]:
    return {"statement": HEAD + line, "account": "090", "layout": SIGN, "sure_ones": False,
            "choices": [{"row": 2, **choice}]}  # fmt: skip


def ledger(house: House, code: str) -> Decimal:
    books = house.sandbox.organisations[house.organisation]
    account = row(house, "Accounts", Code=code)["AccountID"]
    return sum((each.amount for each in books.ledger.postings() if each.account_id == account), Decimal(0))


async def test_a_card_payout_settles_its_invoice_and_books_the_fee(house: House) -> None:
    """By the amount of the line the bank account moves, to the cent."""
    before = ledger(house, "090")

    await done(house, "reconcile_statement", **of_one(
        "2026-06-15,669.70,CARDGATE,\n", pays=["INV-0151"], fee_account="404"))  # fmt: skip

    assert row(house, "Invoices", InvoiceNumber="INV-0151")["Status"] == "PAID"
    fee = row(house, "BankTransactions", Reference="CARDGATE")
    assert (fee["Type"], fee["Total"]) == ("SPEND", Decimal("20.30"))
    assert ledger(house, "090") - before == Decimal("669.70")


async def test_a_fee_is_no_way_to_book_more_than_is_due(house: House) -> None:
    error = await refused(house, "reconcile_statement", **of_one(
        "2026-06-15,700.00,CARDGATE,\n", pays=["INV-0151"], fee_account="404"))  # fmt: skip

    assert [each["path"] for each in error["fields"]] == ["/choices/0/fee_account"]


async def test_a_split_line_is_one_transaction_with_a_line_for_each_part(house: House) -> None:
    parts = [{"amount": "40.00", "account": "404"}, {"amount": "8.20", "account": "429", "description": "Milk"}]

    await done(house, "reconcile_statement", **of_one(
        "2026-06-15,-48.20,KORO CORNER STORE,\n", parts=parts, contact="Capital Power"))  # fmt: skip

    made = row(house, "BankTransactions", Reference="KORO CORNER STORE")
    assert (made["Type"], made["Total"]) == ("SPEND", Decimal("48.20"))
    assert [(each["AccountCode"], each["LineAmount"]) for each in made["LineItems"]] == [
        ("404", Decimal("40.00")), ("429", Decimal("8.20")),
    ]  # fmt: skip


async def test_parts_must_come_to_the_line(house: House) -> None:
    error = await refused(house, "reconcile_statement", **of_one(
        "2026-06-15,-48.20,A,\n", parts=[{"amount": "40.00", "account": "404"}], contact="Capital Power"))  # fmt: skip

    assert [each["path"] for each in error["fields"]] == ["/choices/0/parts"]
    assert "NZD 40.00" in error["message"]


async def test_a_line_pays_an_invoice_and_the_rest_is_booked_otherwise(house: House) -> None:
    await done(house, "reconcile_statement", **of_one(
        "2026-06-15,700.00,BROOKLYN,\n", pays=["INV-0151"], parts=[{"amount": "10.00", "account": "260"}],
        contact="Karori Veterinary Clinic"))  # fmt: skip

    assert [each["Amount"] for each in paying(house, "INV-0151")] == [Decimal("690.00")]
    assert row(house, "BankTransactions", Reference="BROOKLYN")["Total"] == Decimal("10.00")


async def test_a_transfer_is_recorded_once_and_undone_with_its_plan(house: House) -> None:
    """The line counts as recorded until then."""
    line = "2026-06-15,-2000.00,TRF TO SAVINGS,\n"
    proposed = await plan(house, "reconcile_statement", **of_one(line, transfer="091"))
    await house.carry_out(proposed)
    file = {"statement": HEAD + line, "account": "090", "layout": SIGN}
    there = (await result(house, "suggest_matches", **file))["items"][0]["state"]

    undo = (await house.dispatch.undo(proposed["id"], house.person)).plain()["plan"]
    await house.carry_out(undo)

    assert there == "applied"
    assert [each["Status"] for each in rows(house, "BankTransfers", Reference="TRF TO SAVINGS")] == ["DELETED"]
    assert (await result(house, "suggest_matches", **file))["items"][0]["state"] == "unmatched"


async def test_a_refund_is_paid_off_its_credit_note(house: House) -> None:
    credit = await done(
        house, "create_credit_note", contact="Karori Veterinary Clinic", kind="customer", approve=True,
        lines=[{"description": "Returned", "quantity": "1", "unit_amount": "100.00", "account": "200"}],
    )  # fmt: skip
    number = credit["credit_note"]["number"]

    await done(house, "reconcile_statement", **of_one("2026-06-15,-115.00,REFUND KARORI,\n", refunds=number))

    assert row(house, "CreditNotes", CreditNoteNumber=number)["RemainingCredit"] == 0


async def test_money_that_comes_in_refunds_no_customer(house: House) -> None:
    credit = await done(
        house, "create_credit_note", contact="Karori Veterinary Clinic", kind="customer", approve=True,
        lines=[{"description": "Returned", "quantity": "1", "unit_amount": "100.00", "account": "200"}],
    )  # fmt: skip

    error = await refused(
        house, "reconcile_statement",
        **of_one("2026-06-15,115.00,KARORI,\n", refunds=credit["credit_note"]["number"]),
    )  # fmt: skip

    assert "is refunded by money paid out" in error["message"]
