"""What reverse_reconciliation promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
FILE = "Date,Amount,Payee,Reference\n2026-06-15,690.00,BROOKLYN,INV-0151\n2026-06-16,-12.50,ACCOUNT FEE,\n"
ASK = {
    "statement": FILE,
    "account": "090",
    "choices": [{"row": 3, "account": "404", "contact": "Capital Power"}],
}


async def recorded(house: House) -> tuple[str, str]:
    """Ids of the payment and the bank transaction that a statement led to."""
    made = await done(house, "reconcile_statement", **ASK)
    return made["payments"][0]["id"], made["bank_transactions"][0]["id"]


async def test_payments_are_reversed_and_bank_transactions_deleted(house: House) -> None:
    """In one plan; the invoice awaits payment again."""
    payment, transaction = await recorded(house)

    made = await done(house, "reverse_reconciliation", payments=[payment], bank_transactions=[transaction])

    assert made["count"] == 2
    assert (made["payments"][0]["state"], made["bank_transactions"][0]["state"]) == ("reversed", "deleted")
    assert row(house, "Invoices", InvoiceNumber="INV-0151")["Status"] == "AUTHORISED"


async def test_what_is_gone_already_is_left_out(house: House) -> None:
    """And what is all gone is refused."""
    payment, transaction = await recorded(house)
    await done(house, "reverse_payment", payment=payment)

    proposed = await plan(house, "reverse_reconciliation", payments=[payment], bank_transactions=[transaction])
    await house.carry_out(proposed)
    error = await refused(house, "reverse_reconciliation", payments=[payment], bank_transactions=[transaction])

    assert proposed["summary"] == "Delete 1 bank transaction (NZD 12.50)."
    assert "undone already" in error["message"]


async def test_a_reconciled_bank_transaction_stays_and_is_named(house: House) -> None:
    """Xero would refuse it; alone it makes no plan."""
    payment, transaction = await recorded(house)
    stored = row(house, "BankTransactions", BankTransactionID=transaction)
    change(house, "BankTransactions", stored, IsReconciled=True)

    proposed = await plan(house, "reverse_reconciliation", payments=[payment], bank_transactions=[transaction])
    error = await refused(house, "reverse_reconciliation", bank_transactions=[transaction])

    assert "stays" in warned(proposed)
    assert proposed["summary"] == "Reverse 1 payment (NZD 690.00); 1 cannot be undone."
    assert "is reconciled" in error["message"]


async def test_a_reconciled_payment_is_warned_of(house: House) -> None:
    """Its statement line will be open again."""
    payment, _ = await recorded(house)
    stored = next(each for each in rows(house, "Payments") if each["PaymentID"] == payment)
    change(house, "Payments", stored, IsReconciled=True)

    assert "reconciled" in warned(await plan(house, "reverse_reconciliation", payments=[payment]))


async def test_nothing_named_and_nothing_found_are_refused(house: House) -> None:
    """With the place of what is wrong."""
    nothing = await refused(house, "reverse_reconciliation")
    unknown = await refused(house, "reverse_reconciliation", payments=["INV-999999"])
    absent = await refused(house, "reverse_reconciliation", bank_transactions=["00000000-0000-0000-0000-000000000000"])

    assert nothing["code"] == "invalid_arguments"
    assert paths(unknown) == ["/payments/0"]
    assert absent["code"] == "not_found"


async def test_one_that_moved_meanwhile_is_left_and_the_rest_is_done(house: House) -> None:
    """And the answer says which."""
    payment, transaction = await recorded(house)
    proposed = await plan(house, "reverse_reconciliation", payments=[payment], bank_transactions=[transaction])
    house.sandbox.clock.advance(5)
    await done(house, "reverse_payment", payment=payment)

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "partly_done"
    assert row(house, "BankTransactions", BankTransactionID=transaction)["Status"] == "DELETED"


async def test_the_plan_says_how_much_it_takes_back(house: House) -> None:
    """Payments and bank transactions together."""
    payment, transaction = await recorded(house)

    proposed = await plan(house, "reverse_reconciliation", payments=[payment], bank_transactions=[transaction])

    assert proposed["amount"] == {"amount": "702.50", "currency": "NZD"}
