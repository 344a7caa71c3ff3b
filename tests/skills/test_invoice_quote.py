"""What invoice_quote promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINES = [
    {"description": "Posters", "quantity": "3", "unit_amount": "33.3333", "account": "200", "discount_percent": "10"},
    {"description": "As agreed on the phone"},
    {"description": "Advice", "quantity": "7", "unit_amount": "10.01", "tax": "NONE", "account": "200"},
]


async def accepted(house: House, **more: Any) -> dict[str, Any]:
    quote: dict[str, Any] = (
        await done(house, "create_quote", contact="Karori Veterinary Clinic", **{"lines": LINES, **more})
    )["quote"]
    for skill in ("send_quote", "accept_quote"):
        await done(house, skill, quote=quote["number"])
    return quote


@pytest.mark.parametrize("amounts_are", ["exclusive", "inclusive", "no_tax"])
async def test_the_invoice_comes_to_the_same_and_the_quote_is_invoiced(house: House, amounts_are: str) -> None:
    """To the cent; the invoice is a draft whose reference names the quote."""
    lines = [
        {name: value for name, value in line.items() if name != "tax" or amounts_are != "no_tax"} for line in LINES
    ]
    quote = await accepted(house, amounts_are=amounts_are, reference="PO 4711", lines=lines)
    answer = await done(house, "invoice_quote", quote=quote["number"])
    invoice = row(house, "Invoices", InvoiceID=answer["invoice"]["id"])

    assert {name: answer["invoice"][name] for name in ("net", "tax", "total")} == {
        name: quote[name] for name in ("net", "tax", "total")
    }
    assert (invoice["Type"], invoice["Status"]) == ("ACCREC", "DRAFT")
    assert invoice["Reference"] == f"{quote['number']}, PO 4711"
    assert [line["Description"] for line in invoice["LineItems"]] == [line["description"] for line in LINES]
    assert answer["quote"]["status"] == "invoiced"
    assert answer["quote"]["number"] == quote["number"]


async def test_a_line_without_a_tax_rate_stays_without_tax(house: House) -> None:
    """An invoice would take that of its account; the customer accepted a total without."""
    quote = row(house, "Quotes", QuoteNumber="QU-0002")
    bare = [{**line, "TaxType": None, "TaxAmount": quote["TotalTax"] * 0} for line in quote["LineItems"]]
    change(house, "Quotes", quote, LineItems=bare, TotalTax=quote["TotalTax"] * 0, Total=quote["SubTotal"])
    invoice = (await done(house, "invoice_quote", quote="QU-0002"))["invoice"]

    assert invoice["total"]["amount"] == f"{quote['SubTotal']:.2f}"
    assert {line["tax_type"] for line in invoice["lines"]} == {"NONE"}


async def test_a_quote_that_is_not_accepted_or_invoiced_already_is_refused(house: House) -> None:
    """Nothing is sent."""
    sent = await refused(house, "invoice_quote", quote="QU-0003")
    await done(house, "invoice_quote", quote="QU-0002")
    again = await refused(house, "invoice_quote", quote="QU-0002")

    assert "accept_quote" in sent["hint"]
    assert again["hint"] == "Nothing needs to be done."


async def test_an_invoice_that_names_the_quote_stops_it(house: House) -> None:
    """Also when the quote was opened and accepted again; once it is gone, another is made."""
    made = await done(house, "invoice_quote", quote="QU-0002")
    for skill in ("send_quote", "accept_quote"):
        await done(house, skill, quote="QU-0002")
    error = await refused(house, "invoice_quote", quote="QU-0002")
    await done(house, "void_invoice", invoice=made["invoice"]["id"])
    await done(house, "invoice_quote", quote="QU-0002")

    assert (error["code"], "mark_quote" in error["hint"]) == ("conflict", True)
    assert sorted(each["Status"] for each in rows(house, "Invoices", Reference="QU-0002")) == ["DELETED", "DRAFT"]


async def test_a_quote_that_changed_meanwhile_makes_no_invoice(house: House) -> None:
    """The first step is not sent either."""
    proposed = await plan(house, "invoice_quote", quote="QU-0002")
    house.sandbox.clock.advance(60)
    change(house, "Quotes", row(house, "Quotes", QuoteNumber="QU-0002"), Title="by hand")
    await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)
    answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert answer["error"]["code"] == "plan_stale"
    assert rows(house, "Invoices", Reference="QU-0002") == []


async def test_it_is_undone_by_deleting_the_draft(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("invoice_quote", quote="QU-0002", invoice_number="A-1", due_date="2026-08-01")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(waits["plan"]))["success"] is True

    assert (answer["result"]["invoice"]["number"], answer["result"]["invoice"]["due_date"]) == ("A-1", "2026-08-01")
    assert row(house, "Invoices", InvoiceNumber="A-1")["Status"] == "DELETED"
