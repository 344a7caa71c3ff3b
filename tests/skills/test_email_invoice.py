"""What email_invoice promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, plan, refused, result, row, warned
from support.houses import house_on

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
NUMBER = "INV-0153"
ADDRESS = "accounts@glenmore-lawyers.example.com"


def sent(house: House) -> list[Any]:
    """What the sandbox would have sent."""
    return [each.to for each in house.sandbox.organisations[house.organisation].emails]


def with_persons(house: House) -> None:
    """Give the invoice's contact a person that gets e-mails, and one that gets none."""
    persons = [
        {"FirstName": "Rui", "EmailAddress": "rui@glenmore.example.com", "IncludeInEmails": True},
        {"FirstName": "Kit", "EmailAddress": "kit@glenmore.example.com", "IncludeInEmails": False},
    ]
    change(house, "Contacts", row(house, "Contacts", Name="Glenmore Lawyers"), ContactPersons=persons)


async def test_the_plan_shows_who_gets_it_and_the_invoice_is_marked_as_sent(house: House) -> None:
    """The contact, and each person that is included in e-mails."""
    with_persons(house)
    proposed = await plan(house, "email_invoice", invoice=NUMBER)
    answer = await house.carry_out(proposed)

    assert proposed["emails"] == [ADDRESS, "rui@glenmore.example.com"]
    assert (proposed["final"], proposed["warnings"]) == (True, [])
    assert answer["result"]["invoice"]["sent"] is True
    assert sent(house) == [(ADDRESS, "rui@glenmore.example.com")]
    history = await result(house, "show_history", kind="invoice", record=NUMBER)
    assert history["history"][0]["what"] == "Invoice sent"


async def test_nothing_is_sent_to_an_address_that_was_not_shown(house: House) -> None:
    """The contact's address changed between the plan and the yes."""
    proposed = await plan(house, "email_invoice", invoice=NUMBER)
    change(house, "Contacts", row(house, "Contacts", Name="Glenmore Lawyers"), EmailAddress="other@example.com")
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["code"]) == (False, "plan_stale")
    assert sent(house) == []


async def test_a_second_e_mail_is_warned_of(house: House) -> None:
    """A reminder is allowed, and is a plan of its own."""
    await done(house, "email_invoice", invoice=NUMBER)
    house.sandbox.clock.advance(60)
    proposed = await plan(house, "email_invoice", invoice=NUMBER)
    await house.carry_out(proposed)

    assert warned(proposed) == ["sent"]
    assert len(sent(house)) == 2


async def test_an_e_mail_that_is_sent_again_and_gets_no_answer_stays_unknown(tmp_path: Any) -> None:
    """The invoice looks the same before and after: nothing may call it undone, and nothing sends it once more."""
    async with house_on(tmp_path) as (house, wire):
        await done(house, "email_invoice", invoice=NUMBER)
        invoice = row(house, "Invoices", InvoiceNumber=NUMBER)
        proposed = await plan(house, "email_invoice", invoice=NUMBER)
        wire.never_arrive = 1
        answer = await house.carry_out(proposed)
        house.sandbox.clock.advance(3600)
        again = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("outcome_unknown", True)
    assert (again["error"]["code"], again["error"]["may_have_written"]) == ("outcome_unknown", True)
    assert len(sent(house)) == 1
    assert invoice["SentToContact"] is True


@pytest.mark.parametrize(
    ("number", "words"), [("INV-0156", "draft"), ("INV-0041", "voided")], ids=["a draft", "a voided one"]
)
async def test_what_is_not_approved_is_not_sent(house: House, number: str, words: str) -> None:
    """Refused before anything is planned."""
    error = await refused(house, "email_invoice", invoice=number)

    assert error["code"] == "conflict"
    assert words in error["message"]


async def test_a_contact_without_an_address_is_named(house: House) -> None:
    """With the skill that gives it one."""
    change(house, "Contacts", row(house, "Contacts", Name="Glenmore Lawyers"), EmailAddress="")
    error = await refused(house, "email_invoice", invoice=NUMBER)

    assert error["code"] == "conflict"
    assert "change_contact" in error["hint"]


async def test_the_daily_limit_of_xero_is_reported_as_such(house: House) -> None:
    """Nothing is sent."""
    books = house.sandbox.organisations[house.organisation]
    await done(house, "email_invoice", invoice="INV-0151")
    books.emails.extend(books.emails * 999)
    proposed = await plan(house, "email_invoice", invoice=NUMBER)
    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "xero_refused"
    assert "limit" in answer["error"]["message"]
    assert row(house, "Invoices", InvoiceNumber=NUMBER)["SentToContact"] is False
