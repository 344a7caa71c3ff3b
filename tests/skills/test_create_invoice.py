"""What create_invoice promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.sandbox.resources.currencies import add_currency
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"


async def test_the_plan_shows_totals_and_tax_before_anything_is_sent(house: House) -> None:
    """To the cent as Xero computes them."""
    before = len(rows(house, "Invoices"))

    proposed = await plan(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14)

    assert {name: money["amount"] for name, money in proposed["totals"].items()} == {
        "net": "300.00", "tax": "45.00", "total": "345.00",
    }  # fmt: skip
    assert proposed["after"]["due_date"] == "2026-06-30"
    assert "Create as a draft" in proposed["summary"]
    assert len(rows(house, "Invoices")) == before


async def test_the_draft_is_in_the_books_as_it_was_planned(house: House) -> None:
    """Read back from Xero, not repeated from the plan."""
    made = (await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14))["invoice"]

    stored = row(house, "Invoices", InvoiceID=made["id"])
    assert (stored["Status"], stored["Type"], stored["Total"]) == ("DRAFT", "ACCREC", Decimal("345.00"))
    assert (made["status"], made["total"]["amount"], made["tax"]["amount"]) == ("draft", "345.00", "45.00")
    assert made["contact"]["name"] == CLINIC


async def test_an_approved_one_awaits_payment_at_once(house: House) -> None:
    """With approve."""
    made = await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14, approve=True)

    assert (made["invoice"]["status"], made["invoice"]["amount_due"]["amount"]) == ("awaiting_payment", "345.00")


@pytest.mark.parametrize(
    ("amounts_are", "net", "tax", "total"),
    [
        ("exclusive", "300.00", "45.00", "345.00"),
        ("inclusive", "260.87", "39.13", "300.00"),
        ("no_tax", "300.00", "0.00", "300.00"),
    ],
)
async def test_tax_is_added_taken_out_or_left_away(
    house: House, amounts_are: str, net: str, tax: str, total: str
) -> None:
    """As the amounts are said to be."""
    made = await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14, amounts_are=amounts_are)

    invoice = made["invoice"]
    assert [invoice[name]["amount"] for name in ("net", "tax", "total")] == [net, tax, total]


async def test_four_places_of_a_unit_amount_are_kept(house: House) -> None:
    """1,000 at 0.1255 is 125.50, not 130."""
    line = {"description": "Prints", "quantity": "1000", "unit_amount": "0.1255", "account": "200"}

    made = await done(house, "create_invoice", contact=CLINIC, lines=[line], due_in_days=14)

    assert made["invoice"]["net"]["amount"] == "125.50"
    assert made["invoice"]["lines"][0]["unit_amount"] == "0.1255"


async def test_one_that_looks_the_same_is_warned_of(house: House) -> None:
    """Same contact, day and total, or the same reference."""
    await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14, reference="PO 77")

    again = await plan(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14, reference="PO 77")

    assert "possible_duplicate" in warned(again)


@pytest.mark.parametrize(
    ("more", "warning"),
    [
        ({"date": "2027-08-01", "due_date": "2027-08-20"}, "far_date"),
        ({"date": "2026-07-01", "due_date": "2026-07-20"}, "future_date"),
        ({"date": "2026-06-01", "due_date": "2026-06-10"}, "due_in_the_past"),
        ({"currency": "USD", "due_in_days": 5}, "unusual_currency"),
        ({"lines": [{**LINE, "unit_amount": "0.00"}], "due_in_days": 5}, "zero_total"),
        ({"lines": [{"description": "x", "unit_amount": "5.00"}], "due_in_days": 5}, "no_account"),
    ],
)
async def test_what_a_person_should_check_is_warned_of(house: House, more: dict[str, Any], warning: str) -> None:
    """Before it is approved."""
    add_currency(house.sandbox.organisations[house.organisation], "USD")
    proposed = await plan(house, "create_invoice", **({"contact": CLINIC, "lines": [LINE]} | more))

    assert warning in warned(proposed)


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"contact": "Karori Butchers"}, "not_found", "/contact"),
        ({"due_in_days": 5, "due_date": "2026-07-01"}, "invalid_arguments", "/due_in_days"),
        ({"lines": [{"description": "x", "account": "200"}]}, "invalid_arguments", "/lines/0/unit_amount"),
        ({"lines": [{"unit_amount": "5.00"}]}, "invalid_arguments", "/lines/0/description"),
        ({"lines": [{**LINE, "account": "9999"}]}, "not_found", "/lines/0/account"),
        ({"lines": [{**LINE, "item": "NO-SUCH"}]}, "not_found", "/lines/0/item"),
        ({"lines": [{**LINE, "tax": "No such tax"}]}, "not_found", "/lines/0/tax"),
        ({"lines": [{**LINE, "unit_amount": [150]}]}, "invalid_arguments", "/lines/0/unit_amount"),
        ({"date": "2026-02-30"}, "invalid_arguments", "/date"),
        ({"lines": [LINE | {"unit_amount": "-9"}], "approve": True, "due_in_days": 1}, "invalid_arguments", "/lines"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_written(
    house: House, more: dict[str, Any], code: str, path: str
) -> None:
    """As text that say what to do."""
    error = await refused(house, "create_invoice", **({"contact": CLINIC, "lines": [LINE]} | more))

    assert error["code"] == code
    assert path in paths(error)


async def test_a_number_that_is_taken_is_refused(house: House) -> None:
    """A sales number is used once; Xero would overwrite the other."""
    taken = row(house, "Invoices", Type="ACCREC")["InvoiceNumber"]

    error = await refused(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=5, invoice_number=taken)

    assert (error["code"], paths(error)) == ("conflict", ["/invoice_number"])


async def test_an_archived_contact_is_refused(house: House) -> None:
    """Xero takes no new documents for it."""
    change(house, "Contacts", row(house, "Contacts", Name=CLINIC), ContactStatus="ARCHIVED")

    error = await refused(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=5)

    assert error["code"] in {"conflict", "not_found"}
    assert "archived" in error["message"] + error["hint"]


async def test_undo_takes_the_draft_out_of_the_books(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    undone = await house.carry_out(undo["plan"])

    assert undone["success"] is True
    assert row(house, "Invoices", InvoiceID=answer["result"]["invoice"]["id"])["Status"] == "DELETED"
