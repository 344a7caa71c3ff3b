"""An invoice to change, and what became of it in the books."""

from __future__ import annotations

from typing import Any

from support.asking import LINE, done, row

from atom_xero_plugin.testing import House

CLINIC = "Karori Veterinary Clinic"
TRAVEL = {"description": "Travel", "unit_amount": "33.33", "account": "200", "discount_percent": "10"}


async def made(house: House, *, approve: bool = False, **more: Any) -> dict[str, Any]:
    """A sales invoice of two lines over 379.50 with tax."""
    lines = [LINE, TRAVEL]
    about = {"contact": CLINIC, "lines": lines, "due_in_days": 14, "approve": approve, "reference": "PO 1", **more}
    found: dict[str, Any] = (await done(house, "create_invoice", **about))["invoice"]
    return found


def stored(house: House, invoice: dict[str, Any]) -> dict[str, Any]:
    """Its record in the books."""
    return row(house, "Invoices", InvoiceID=invoice["id"])


async def undone(house: House, answer: dict[str, Any]) -> dict[str, Any]:
    """What the plan's undo answers once it is approved."""
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert undo["error"]["code"] == "approval_needed", undo["error"]
    back = await house.carry_out(undo["plan"])
    assert back["success"] is True, back["error"]
    return back
