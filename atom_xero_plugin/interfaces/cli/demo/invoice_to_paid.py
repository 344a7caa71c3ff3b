"""The first scene: a contact found; an invoice created, approved and paid; each read back from the books."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from atom_xero_plugin.interfaces.cli.demo.stage import DemoStep, Stage, expect, money

LINE: Final = {
    "description": "Website hosting, one month", "quantity": "1", "unit_amount": "120.00", "account": "200",
}  # fmt: skip


async def play(stage: Stage) -> AsyncIterator[DemoStep]:
    """The scene."""
    contact = await _contact(stage)
    yield DemoStep("contact found", f"{contact['name']} ({contact['id']})", {"contact": contact})
    invoice = await _invoice(stage, contact)
    yield DemoStep("invoice created", as_text(invoice) + ", read back from the books", {"invoice": invoice})
    approved = await stage.write("approve_invoice", {"invoice": invoice["id"]})
    yield DemoStep("invoice approved", as_text(approved["invoice"]), {"invoice": approved["invoice"]})
    paid = await _payment(stage, invoice)
    words = f"{money(paid['payment']['amount'])} on {paid['payment']['date']}"
    yield DemoStep("payment recorded", words, paid)
    read_back = await stage.read("show_invoice", {"invoice": invoice["id"]})
    expect(read_back["invoice"]["status"] == "paid", "the invoice is paid in the books")
    yield DemoStep("invoice read back", as_text(read_back["invoice"]), {"invoice": read_back["invoice"]})


def as_text(invoice: dict[str, Any]) -> str:
    """An invoice in a line."""
    total, due = money(invoice["total"]), money(invoice["amount_due"])
    return f"{invoice['number']} · {invoice['status']} · total {total} · due {due}"


async def _contact(stage: Stage) -> dict[str, Any]:
    found = await stage.read("find_contacts", {"customers_only": True, "limit": 1})
    expect(bool(found["items"]), "a customer is found")
    contact: dict[str, Any] = found["items"][0]
    again = await stage.read("find_contacts", {"text": contact["name"]})
    expect(contact["id"] in {each["id"] for each in again["items"]}, "the contact is found by its name")
    return contact


async def _invoice(stage: Stage, contact: dict[str, Any]) -> dict[str, Any]:
    arguments = {"contact": contact["id"], "lines": [LINE], "due_in_days": 14, "reference": "Demo"}
    created = await stage.write("create_invoice", arguments)
    invoice: dict[str, Any] = created["invoice"]
    expect(invoice["status"] == "draft", "the invoice is a draft")
    return invoice


async def _payment(stage: Stage, invoice: dict[str, Any]) -> dict[str, Any]:
    accounts = await stage.read("find_accounts", {"bank_only": True})
    account = accounts["items"][0]
    return await stage.write("record_payment", {"invoice": invoice["id"], "account": account["id"]})
