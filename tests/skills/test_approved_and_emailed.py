"""What create_invoice and approve_invoice promise with email: approved and e-mailed by one plan of two steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, warned, writes

from atom_xero_plugin.jobs.resume_plans import resume_plans
from atom_xero_plugin.plans import execution
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LAWYERS = "Glenmore Lawyers"
ADDRESS = "accounts@glenmore-lawyers.example.com"
ASK: dict[str, Any] = {
    "contact": LAWYERS, "lines": [LINE], "due_in_days": 14, "reference": "in two steps", "approve": True, "email": True,
}  # fmt: skip
BOTH = pytest.mark.parametrize("skill", ["create_invoice", "approve_invoice"])


def sent(house: House) -> list[Any]:
    """Who got what the sandbox has sent."""
    return [each.to for each in house.sandbox.organisations[house.organisation].emails]


def newest(house: House) -> dict[str, Any]:
    """The invoice that was asked for."""
    return row(house, "Invoices", Reference=ASK["reference"])


def addressed(house: House, address: str) -> None:
    """Give the customer another address, behind the plugin's back."""
    change(house, "Contacts", row(house, "Contacts", Name=LAWYERS), EmailAddress=address)


async def asked(house: House, skill: str) -> dict[str, Any]:
    """What asks for an approved and e-mailed invoice: a new one, or a draft that is there."""
    if skill == "create_invoice":
        return ASK
    made = await done(house, "create_invoice", **{**ASK, "approve": False, "email": False})
    return {"invoice": made["invoice"]["id"], "email": True}


@BOTH
async def test_the_plan_says_who_gets_it_and_both_steps_are_done_in_their_order(house: House, skill: str) -> None:
    """Approved first: Xero sends no draft."""
    proposed = await plan(house, skill, **await asked(house, skill))
    before = writes(house)
    answer = await house.carry_out(proposed)
    invoice = answer["result"]["invoice"]

    assert proposed["emails"] == [ADDRESS]
    assert f"and e-mail it to {ADDRESS}." in proposed["summary"]
    assert (proposed["after"]["status"], proposed["after"]["sent"]) == ("awaiting_payment", True)
    assert (invoice["status"], invoice["sent"], writes(house) - before) == ("awaiting_payment", True, 2)
    assert sent(house) == [(ADDRESS,)]


@BOTH
async def test_undone_it_is_voided_and_the_plan_says_that_no_e_mail_comes_back(house: House, skill: str) -> None:
    """The books can be undone, a letter cannot."""
    answer = await house.do(skill, **await asked(house, skill))
    undoing = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()["plan"]

    assert "Nothing can call back the e-mail." in answer["plan"]["undo"]
    assert (await house.carry_out(undoing))["result"]["invoice"]["status"] == "voided"


@BOTH
async def test_nothing_is_written_where_another_would_get_it(house: House, skill: str) -> None:
    """The customer's address changed between the plan and the yes: what was approved holds no more."""
    proposed = await plan(house, skill, **await asked(house, skill))
    addressed(house, "other@example.com")
    before = writes(house)
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["may_have_written"]) == (False, False)
    assert (writes(house), sent(house)) == (before, [])


@BOTH
async def test_an_e_mail_that_xero_refuses_leaves_the_approved_invoice_and_is_reported_by_itself(
    house: House, skill: str
) -> None:
    """The daily limit was reached meanwhile."""
    proposed = await plan(house, skill, **await asked(house, skill))
    await done(house, "email_invoice", invoice="INV-0151")
    books = house.sandbox.organisations[house.organisation]
    books.emails.extend(books.emails * 999)
    answer = await house.carry_out(proposed)
    first, second = (each["message"] for each in answer["error"]["fields"])

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("partly_done", True)
    assert (first.endswith(": done"), second.startswith("e-mail it: not done"), "limit" in second) == (True, True, True)
    assert ("create another record" in answer["error"]["hint"]) == (skill == "create_invoice")
    assert (newest(house)["Status"], newest(house)["SentToContact"]) == ("AUTHORISED", False)


@BOTH
async def test_an_approval_that_xero_refuses_sends_no_e_mail(house: House, skill: str) -> None:
    """A submitted invoice would be sent as it is: the second step needs the first."""
    proposed = await plan(house, skill, **await asked(house, skill))
    house.sandbox.faults.add(kind="status", status=400, match="/Invoices", method="PUT", times=1)
    house.sandbox.faults.add(kind="status", status=400, match="/Invoices/[^/]+$", method="POST", times=1)
    answer = await house.carry_out(proposed)

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("conflict", False)
    assert sent(house) == []


def _after_the_first_step(patch: pytest.MonkeyPatch, then: Callable[[], None]) -> None:
    """Have something happen once the invoice is approved, verified and noted, before its e-mail."""
    waiting = [then]

    def reached(point: str) -> None:
        if point == "plan.after_settle" and waiting:
            waiting.pop()()

    patch.setattr(execution, "crashpoint", reached)


@BOTH
async def test_an_invoice_that_was_changed_between_the_steps_is_not_sent(
    house: House, skill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be sent is not what was approved; the first step stands, and is reported."""
    proposed = await plan(house, skill, **await asked(house, skill))

    def changed() -> None:
        house.sandbox.clock.advance(1)
        change(house, "Invoices", newest(house), DueDate=newest(house)["Date"])

    _after_the_first_step(monkeypatch, changed)
    answer = await house.carry_out(proposed)

    assert (answer["error"]["code"], sent(house)) == ("partly_done", [])
    assert "changed in Xero" in answer["error"]["fields"][1]["message"]


@BOTH
async def test_a_process_that_dies_between_the_steps_is_taken_up_with_the_e_mail(
    house: House, skill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is approved twice, and the customer gets one e-mail."""
    proposed = await plan(house, skill, **await asked(house, skill))
    before = writes(house)

    def die() -> None:
        raise SystemExit

    _after_the_first_step(monkeypatch, die)
    with pytest.raises(SystemExit):
        await house.carry_out(proposed)
    house.sandbox.clock.advance(121)
    await resume_plans(house.dispatch)

    assert (writes(house) - before, sent(house)) == (2, [(ADDRESS,)])
    assert (newest(house)["Status"], newest(house)["SentToContact"]) == ("AUTHORISED", True)


async def test_a_draft_is_not_sent_and_a_bill_neither(house: House) -> None:
    """Refused before anything is planned, with what to do."""
    draft = await refused(house, "create_invoice", **{**ASK, "approve": False})
    bill = await refused(house, "approve_invoice", invoice="KOS-2200", email=True)
    approved = await refused(house, "approve_invoice", invoice="INV-0153", email=True)

    assert paths(draft) == ["/email"]
    assert "sales invoices alone" in bill["message"]
    assert approved["hint"] == "email_invoice sends it."


@BOTH
async def test_a_customer_without_an_address_is_named(house: House, skill: str) -> None:
    """With the skill that gives it one; nothing is created."""
    ask = await asked(house, skill)
    addressed(house, "")
    error = await refused(house, skill, **ask)

    assert (error["code"], "change_contact" in error["hint"]) == ("conflict", True)


async def test_one_that_was_sent_before_is_warned_of(house: House) -> None:
    """A draft that was marked as sent."""
    ask = await asked(house, "approve_invoice")
    change(house, "Invoices", row(house, "Invoices", InvoiceID=ask["invoice"]), SentToContact=True)

    assert "sent" in warned(await plan(house, "approve_invoice", **ask))
