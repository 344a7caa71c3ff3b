"""What show_credit_note promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_all_of_it_is_shown(house: House) -> None:
    """Lines with their ids, what is left, what it is set against, and its page."""
    note = (await result(house, "show_credit_note", credit_note="cn-0001"))["credit_note"]
    stored = row(house, "CreditNotes", CreditNoteNumber="CN-0001")

    assert (note["total"]["amount"], note["tax"]["amount"], note["remaining"]["amount"]) == (
        "138.00",
        "18.00",
        "100.00",
    )
    assert note["lines"][0]["id"] == stored["LineItems"][0]["LineItemID"]
    assert [(each["number"], each["amount"]["amount"]) for each in note["allocations"]] == [("INV-0065", "38.00")]
    assert "ViewCreditNote" in note["url"]


async def test_an_invoice_is_no_credit_note(house: House) -> None:
    """Nor is its id."""
    invoice = row(house, "Invoices", InvoiceNumber="INV-0065")

    for named in ("INV-0065", invoice["InvoiceID"]):
        assert (await refused(house, "show_credit_note", credit_note=named))["code"] == "not_found"
