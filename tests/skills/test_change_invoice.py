"""What change_invoice promises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, rows, warned
from support.invoices import CLINIC, TRAVEL, made, stored, undone

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_only_the_fields_given_change(house: House) -> None:
    """Lines, tax and all else stay as they were."""
    invoice = await made(house)
    before = dict(stored(house, invoice))

    await done(house, "change_invoice", invoice=invoice["number"], reference="PO 2", due_date="2026-07-31")

    after = stored(house, invoice)
    assert (after["Reference"], after["DueDate"]) == ("PO 2", date(2026, 7, 31))
    same = set(before) - {"Reference", "DueDate", "UpdatedDateUTC"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


async def test_the_plan_shows_old_and_new_of_what_changes_alone(house: House) -> None:
    """With the totals that stay."""
    invoice = await made(house)

    proposed = await plan(house, "change_invoice", invoice=invoice["id"], contact="Ngaio Travel", date="2026-06-15")

    assert set(proposed["after"]) == {"number", "contact", "date"}
    assert (proposed["before"]["date"], proposed["after"]["date"]) == ("2026-06-16", "2026-06-15")
    assert (proposed["before"]["contact"]["name"], proposed["after"]["contact"]["name"]) == (CLINIC, "Ngaio Travel")
    assert proposed["totals"]["total"]["amount"] == invoice["total"]["amount"]


async def test_what_cannot_be_set_back_is_said_and_offers_no_undo(house: House) -> None:
    """A due date that was none."""
    invoice = await made(house)
    change(house, "Invoices", stored(house, invoice), DueDate=None)

    proposed = await plan(house, "change_invoice", invoice=invoice["id"], due_date="2026-08-01")

    assert "no_undo" in warned(proposed)
    assert proposed["undo"] is None


async def test_an_approved_one_changes_while_nothing_is_paid_on_it(house: House) -> None:
    """The person learns that it counts at once."""
    invoice = await made(house, approve=True)

    proposed = await plan(house, "change_invoice", invoice=invoice["id"], change_lines=[{"line": "1", "quantity": "1"}])
    answer = await house.carry_out(proposed)

    assert "approved" in warned(proposed)
    assert answer["result"]["invoice"]["amount_due"]["amount"] == "207.00"
    assert answer["result"]["invoice"]["status"] == "awaiting_payment"


async def test_an_approved_one_that_comes_to_nothing_is_paid(house: House) -> None:
    """As Xero has it; the plan's read-back knows."""
    invoice = await made(house, approve=True)
    free = [{"line": "1", "unit_amount": "0"}, {"line": "2", "unit_amount": "0"}]

    answer = await done(house, "change_invoice", invoice=invoice["id"], change_lines=free)

    assert answer["invoice"]["status"] == "paid"


async def test_with_a_payment_what_moves_no_amount_changes(house: House) -> None:
    """Number, reference, due date, contact, words and accounts; and back."""
    invoice = await made(house, approve=True)
    await done(house, "record_payment", invoice=invoice["id"], account="090", amount="10.00")
    line = {"line": "1", "description": "Advice", "account": "260"}

    answer = await house.do("change_invoice", invoice=invoice["id"], reference="PO 9", due_date="2026-07-31",
                            number="INV-9002", change_lines=[line])  # fmt: skip

    assert answer["success"] is True, answer["error"]
    first = stored(house, invoice)["LineItems"][0]
    assert (first["Description"], first["AccountCode"]) == ("Advice", "260")
    await undone(house, answer)
    assert stored(house, invoice)["LineItems"][0]["Description"] == LINE["description"]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"date": "2026-06-15"}, "/date"),
        ({"amounts_are": "inclusive"}, "/amounts_are"),
        ({"add_lines": [TRAVEL]}, "/add_lines"),
        ({"remove_lines": ["2"]}, "/remove_lines"),
        ({"lines": [{"line": "1"}, {"line": "2"}]}, "/lines"),
        ({"change_lines": [{"line": "1", "quantity": "3"}]}, "/change_lines/0/quantity"),
    ],
)
async def test_with_a_payment_what_moves_an_amount_is_refused(house: House, asked: dict[str, Any], path: str) -> None:
    """Before any write, with each field and the way out."""
    invoice = await made(house, approve=True)
    await done(house, "record_payment", invoice=invoice["id"], account="090", amount="10.00")

    error = await refused(house, "change_invoice", invoice=invoice["id"], **asked)

    assert (error["code"], paths(error)) == ("conflict", [path])
    assert "reverse_payment" in error["hint"]


async def test_with_a_credit_its_contact_stays(house: House) -> None:
    """The credit is that contact's."""
    invoice = await made(house, approve=True)
    note = {"CreditNoteID": invoice["id"], "CreditNoteNumber": "CN-1", "AppliedAmount": Decimal(5)}
    change(house, "Invoices", stored(house, invoice), CreditNotes=[note], AmountCredited=Decimal(5))

    error = await refused(house, "change_invoice", invoice=invoice["id"], contact="Ngaio Travel")

    assert (error["code"], paths(error)) == ("conflict", ["/contact"])


@pytest.mark.parametrize("status", ["PAID", "VOIDED", "DELETED"])
async def test_a_closed_one_takes_no_change(house: House, status: str) -> None:
    """Its state is named."""
    invoice = await made(house)
    change(house, "Invoices", stored(house, invoice), Status=status)

    error = await refused(house, "change_invoice", invoice=invoice["id"], reference="PO 2")

    assert error["code"] == "conflict"
    assert status.lower() in error["message"]


@pytest.mark.parametrize("asked", [{"reference": "PO 2"}, {"date": "2026-05-31"}])
async def test_a_locked_period_takes_no_change(house: House, asked: dict[str, str]) -> None:
    """Neither of what is dated in it, nor into it."""
    invoice = await made(house, date="2026-06-16" if "date" in asked else "2026-05-20")
    organisation = row(house, "Organisations")
    change(house, "Organisations", organisation, PeriodLockDate=date(2026, 5, 31))
    house.sandbox.organisations[house.organisation].organisation["PeriodLockDate"] = date(2026, 5, 31)
    house.sandbox.clock.advance(2 * 86_400)

    error = await refused(house, "change_invoice", invoice=invoice["id"], **asked)

    assert error["code"] == "conflict"
    assert "locked up to 2026-05-31" in error["message"]


async def test_a_number_that_another_invoice_has_is_refused(house: House) -> None:
    """Xero keeps those of sales invoices unique; its own is no other."""
    invoice, other = await made(house), await made(house, reference="PO 2")

    error = await refused(house, "change_invoice", invoice=invoice["id"], number=other["number"])

    assert (error["code"], paths(error)) == ("conflict", ["/number"])


async def test_a_bill_has_a_number_and_no_reference_or_discount(house: House) -> None:
    """Xero would drop them without a word."""
    bill = (await done(house, "create_bill", contact="Capital Power", lines=[LINE | {"account": "445"}],
                       due_in_days=5, bill_number="CP-1"))["invoice"]  # fmt: skip

    changed = await done(house, "change_invoice", invoice=bill["id"], number="CP-2")
    reference = await refused(house, "change_invoice", invoice=bill["id"], reference="x")
    discount = await refused(
        house, "change_invoice", invoice=bill["id"], change_lines=[{"line": "1", "discount_percent": "5"}]
    )

    assert changed["invoice"]["number"] == "CP-2"
    assert paths(reference) == ["/reference"]
    assert paths(discount) == ["/change_lines/0/discount_percent"]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({}, ""),
        ({"reference": "PO 1"}, ""),
        ({"change_lines": [{"line": "1", "quantity": "2"}]}, ""),
        ({"change_lines": [{"line": "1"}]}, "/change_lines/0"),
        ({"change_lines": [{"line": "9", "quantity": "2"}]}, "/change_lines/0/line"),
        ({"change_lines": [{"line": "1", "quantity": "2"}], "remove_lines": ["1"]}, "/remove_lines/0"),
        ({"remove_lines": ["1", "2"]}, "/remove_lines"),
        ({"add_lines": [{"description": "x", "quantity": "2"}]}, "/add_lines/0/unit_amount"),
        ({"add_lines": [{"description": "x", "unit_amount": "1", "account": "999"}]}, "/add_lines/0/account"),
        ({"change_lines": [{"line": "1", "tax": "INPUT2"}]}, "/change_lines/0/tax"),
        ({"change_lines": [{"line": "1", "account": "090"}]}, "/change_lines/0/account"),
        ({"lines": [{"line": "1"}], "add_lines": [TRAVEL]}, "/lines"),
        ({"date": "1850-01-01"}, "/date"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(house: House, asked: dict[str, Any], path: str) -> None:
    """Before anybody is asked to approve it."""
    invoice = await made(house)

    error = await refused(house, "change_invoice", invoice=invoice["id"], **asked)

    assert path in (paths(error) or [""]), error


async def test_a_likely_duplicate_is_warned_of(house: House) -> None:
    """Of the reference that it is to have."""
    invoice, other = await made(house), await made(house, reference="PO 77")

    proposed = await plan(house, "change_invoice", invoice=invoice["id"], reference="PO 77")

    assert "possible_duplicate" in warned(proposed)
    assert other["number"] in str(proposed["warnings"])


async def test_a_plan_is_void_if_the_invoice_changed_meanwhile(house: House) -> None:
    """Lines that somebody else added would be dropped."""
    invoice = await made(house)
    proposed = await plan(house, "change_invoice", invoice=invoice["id"], add_lines=[TRAVEL])
    house.sandbox.clock.advance(60)
    change(house, "Invoices", stored(house, invoice), Reference="changed in Xero")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert len(stored(house, invoice)["LineItems"]) == 2


async def test_a_lost_answer_is_looked_up_even_when_a_text_was_emptied(house: House) -> None:
    """Xero did not carry it out: a reference that still stands is no empty one."""
    invoice = await made(house)
    proposed = await plan(house, "change_invoice", invoice=invoice["id"], reference="")
    house.sandbox.faults.add(kind="status", status=503, match="/Invoices", method="POST", times=20)

    first = await house.carry_out(proposed)
    house.sandbox.faults.clear()
    house.sandbox.clock.advance(3_600)
    second = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert first["success"] is False
    assert second["success"] is False
    assert stored(house, invoice)["Reference"] == "PO 1"


@pytest.mark.parametrize(("kind", "field"), [("ACCREC", "ExpectedPaymentDate"), ("ACCPAY", "PlannedPaymentDate")])
async def test_the_day_of_payment_is_expected_of_customers_and_planned_for_suppliers(
    house: House, kind: str, field: str
) -> None:
    """One argument; the change back to none is not possible, so the plan says that it is final."""
    invoice = next(each for each in rows(house, "Invoices", Type=kind, Status="AUTHORISED") if not each["Payments"])
    proposed = await plan(house, "change_invoice", invoice=invoice["InvoiceID"], payment_date="2026-07-20")
    answer = await house.carry_out(proposed)

    assert answer["success"], answer["error"]
    assert proposed["after"]["payment_date"] == "2026-07-20"
    assert proposed["final"] is True
    assert answer["result"]["invoice"]["payment_date"] == "2026-07-20"
    assert str(row(house, "Invoices", InvoiceID=invoice["InvoiceID"])[field]) == "2026-07-20"
