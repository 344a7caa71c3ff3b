"""What show_invoice promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, refused, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_number_and_an_id_show_the_same_invoice(house: House) -> None:
    """With lines, payments, tax and its page."""
    paid = next(each for each in rows(house, "Invoices", Type="ACCREC", Status="PAID"))

    by_number = await result(house, "show_invoice", invoice=paid["InvoiceNumber"])
    by_id = await result(house, "show_invoice", invoice=paid["InvoiceID"])

    invoice = by_number["invoice"]
    assert invoice["id"] == by_id["invoice"]["id"] == paid["InvoiceID"]
    assert invoice["total"] == {"amount": f"{paid['Total']:.2f}", "currency": "NZD"}
    assert invoice["tax"]["amount"] == f"{paid['TotalTax']:.2f}"
    assert len(invoice["lines"]) == len(paid["LineItems"])
    assert [each["id"] for each in invoice["settled_by"]] == [each["PaymentID"] for each in paid["Payments"]]
    assert (invoice["status"], invoice["amount_due"]["amount"]) == ("paid", "0.00")
    assert invoice["id"] in invoice["url"]


async def test_two_bills_of_one_number_are_answered_with_both(house: House) -> None:
    """Bill numbers are the suppliers' and may meet."""
    arguments = {"lines": [LINE | {"account": "445"}], "bill_number": "7001", "due_in_days": 5}
    await done(house, "create_bill", contact="Capital Power", **arguments)
    await done(house, "create_bill", contact="Ngaio Travel", **arguments)

    error = await refused(house, "show_invoice", invoice="7001")

    assert error["code"] == "ambiguous"
    assert "Capital Power" in error["fields"][0]["message"]
    assert "Ngaio Travel" in error["fields"][0]["message"]


async def test_the_kind_says_a_bill_from_an_invoice_of_the_same_number(house: House) -> None:
    """A supplier may use our numbers."""
    await done(house, "create_bill", contact="Capital Power", lines=[LINE | {"account": "445"}], bill_number="INV-0001")

    reported = await result(house, "show_invoice", invoice="INV-0001", kind="bill")

    assert reported["invoice"]["contact"]["name"] == "Capital Power"
    assert (await refused(house, "show_invoice", invoice="INV-0001"))["code"] == "ambiguous"


async def test_a_number_that_is_not_there_names_those_like_it(house: House) -> None:
    """By part of the number."""
    requested = row(house, "Invoices", Type="ACCREC")["InvoiceNumber"]

    error = await refused(house, "show_invoice", invoice=requested.removeprefix("INV-"))

    assert error["code"] == "not_found"
    assert requested in error["hint"]


async def test_an_unknown_id_is_not_found(house: House) -> None:
    """With the field that named it."""
    error = await refused(house, "show_invoice", invoice="00000000-0000-0000-0000-000000000000")

    assert error["code"] == "not_found"
    assert error["fields"][0]["path"] == "/invoice"


async def test_the_online_address_is_shown_to_who_asks_for_it(house: House) -> None:
    """Not otherwise, since whoever has it sees the invoice; a draft has none."""
    asked = await result(house, "show_invoice", invoice="INV-0151", online_url=True)
    silent = await result(house, "show_invoice", invoice="INV-0151")
    draft = await result(house, "show_invoice", invoice="INV-0156", online_url=True)

    assert asked["online_url"].startswith("https://in.xero.com/")
    assert "online_url" not in silent
    assert "online_url" not in draft
