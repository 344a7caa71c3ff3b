"""What create_batch_payment promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
BILLS = [{"invoice": "WSP-2270"}, {"invoice": "KOS-2200", "amount": "334.23"}]


def due(house: House, number: str) -> Decimal:
    amount: Decimal = row(house, "Invoices", InvoiceNumber=number)["AmountDue"]
    return amount


async def test_several_bills_are_paid_as_one_movement(house: House) -> None:
    """All that is due, or what is given; the plan shows what is left on each, and it can be undone."""
    proposed = await plan(house, "create_batch_payment", payments=BILLS, account="090", reference="June")
    made = (await house.carry_out(proposed))["result"]["batch_payment"]
    stored = row(house, "BatchPayments", BatchPaymentID=made["id"])
    left = [each["amount_due"]["amount"] for each in proposed["after"]["invoices"]]
    undo = (await house.dispatch.undo(proposed["id"], house.person)).plain()["plan"]

    assert (stored["Type"], stored["TotalAmount"], stored["Reference"]) == (
        "PAYBATCH",
        Decimal("3151.73"),
        "June",
    )
    assert (made["settles"], len(made["payments"])) == ("bill", 2)
    assert (due(house, "WSP-2270"), due(house, "KOS-2200")) == (0, Decimal("500.00"))
    assert left == ["0.00", "500.00"]
    assert "NZD 3,151.73 from the bank account 090" in proposed["summary"]
    assert undo["skill"] == "delete_batch_payment"


async def test_several_sales_invoices_come_in_as_one(house: House) -> None:
    """Named by number or id."""
    named = row(house, "Invoices", InvoiceNumber="INV-0151")["InvoiceID"]
    made = await done(
        house, "create_batch_payment", payments=[{"invoice": named}, {"invoice": "INV-0150"}], account="090"
    )

    assert (made["batch_payment"]["settles"], made["batch_payment"]["total"]["amount"]) == ("sales", "3237.25")
    assert {due(house, "INV-0150"), due(house, "INV-0151")} == {Decimal(0)}


@pytest.mark.parametrize(
    ("payments", "path"),
    [
        ([{"invoice": "WSP-2270"}, {"invoice": "INV-0151"}], "/payments"),
        ([{"invoice": "WSP-2270"}, {"invoice": "wsp-2270"}], "/payments/1/invoice"),
        ([{"invoice": "WSP-2270", "amount": "9999.00"}], "/payments/0/amount"),
        ([{"invoice": "WSP-2270"}, {"invoice": "INV-0001"}], "/payments/1/invoice"),
        ([{"invoice": "WSP-2270"}, {"invoice": "NONE-1"}], "/payments/1/invoice"),
    ],
)
async def test_what_xero_refuses_is_refused_before(house: House, payments: Any, path: str) -> None:
    """Both kinds in one, twice the same, more than is due, one that is paid, one that is not there."""
    assert paths(await refused(house, "create_batch_payment", payments=payments, account="090"))[0] == path


async def test_another_currency_and_long_words_are_refused(house: House) -> None:
    """Xero makes batches in the organisation's own currency; the bank shows twelve characters in New Zealand."""
    change(house, "Invoices", row(house, "Invoices", InvoiceNumber="CP-2270"), CurrencyCode="AUD")
    foreign = await refused(house, "create_batch_payment", payments=[{"invoice": "CP-2270"}], account="090")
    long = await refused(house, "create_batch_payment", payments=BILLS, account="090", reference="thirteen char")

    assert (paths(foreign), paths(long)) == (["/payments/0/invoice"], ["/reference"])


async def test_one_that_was_paid_meanwhile_stops_the_whole_batch(house: House) -> None:
    """Nothing is paid twice, and nothing else of it is paid."""
    proposed = await plan(house, "create_batch_payment", payments=BILLS, account="090")
    await done(house, "record_payment", invoice="KOS-2200", account="090", amount="100.00")
    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert "KOS-2200" in answer["error"]["message"]
    assert (due(house, "WSP-2270"), due(house, "KOS-2200")) == (Decimal("2817.50"), Decimal("734.23"))


async def test_payments_that_look_like_it_are_warned_of(house: House) -> None:
    """One of the last days on an invoice of it, and the same batch again."""
    await done(house, "record_payment", invoice="KOS-2200", account="090", amount="100.00")
    recent = await plan(house, "create_batch_payment", payments=BILLS, account="090")
    await house.carry_out(recent)
    await done(house, "delete_batch_payment", batch_payment=row(house, "BatchPayments", Status="AUTHORISED",
               TotalAmount=Decimal("3151.73"))["BatchPaymentID"])  # fmt: skip
    part = [{"invoice": "TT-2270", "amount": "10"}]
    await done(house, "create_batch_payment", payments=part, account="090")
    again = await plan(house, "create_batch_payment", payments=part, account="090")

    assert warned(recent) == ["recent_payment"]
    assert warned(again) == ["possible_duplicate", "possible_duplicate"]
    assert len(rows(house, "BatchPayments", Status="AUTHORISED")) == 2
