"""What email_invoices promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"
LAWYERS = "Glenmore Lawyers"
ADDRESS = "accounts@glenmore-lawyers.example.com"


def sent(house: House) -> list[Any]:
    """What the sandbox would have sent."""
    return [each.to for each in house.sandbox.organisations[house.organisation].emails]


async def approved(house: House, *contacts: str) -> list[str]:
    """Numbers of new invoices that were not sent yet."""
    numbers = []
    for number, contact in enumerate(contacts):
        line = {**LINE, "unit_amount": f"{150 + number}.00"}
        made = await done(house, "create_invoice", contact=contact, lines=[line], due_in_days=14, approve=True)
        numbers.append(made["invoice"]["number"])
    return numbers


async def test_each_goes_to_its_own_customer_and_the_plan_shows_who_gets_which(house: House) -> None:
    """One e-mail an invoice."""
    persons = [{"FirstName": "Rui", "EmailAddress": "rui@glenmore.example.com", "IncludeInEmails": True}]
    change(house, "Contacts", row(house, "Contacts", Name=LAWYERS), ContactPersons=persons)
    numbers = await approved(house, LAWYERS, CLINIC)
    proposed = await plan(house, "email_invoices", invoices=numbers)
    answer = await house.carry_out(proposed)
    to = {each["number"]: each["to"] for each in proposed["after"]["invoices"]}

    assert to[numbers[0]] == [ADDRESS, "rui@glenmore.example.com"]
    assert proposed["emails"] == [*to[numbers[0]], *to[numbers[1]]]
    assert (proposed["final"], answer["result"]["count"]) == (True, 2)
    assert sent(house) == [tuple(to[each]) for each in numbers]


async def test_all_that_a_filter_finds_and_that_were_not_sent_yet_are_sent(house: House) -> None:
    """A second run has nothing to send; with again they are reminders."""
    numbers = await approved(house, LAWYERS, LAWYERS)
    proposed = await plan(house, "email_invoices", contact=LAWYERS)
    await house.carry_out(proposed)
    named = {each["number"] for each in proposed["after"]["invoices"]}
    nothing = await house.call("email_invoices", invoices=numbers)
    house.sandbox.clock.advance(60)
    again = await plan(house, "email_invoices", invoices=numbers, again=True)

    assert named >= set(numbers)
    assert len(sent(house)) == len(named)
    assert (nothing["success"], nothing["result"]["count"]) == (True, 2)
    assert "sent" in warned(again)


async def test_drafts_and_customers_without_an_address_are_left_out(house: House) -> None:
    """The plan says why; the others are sent."""
    numbers = await approved(house, LAWYERS, CLINIC)
    change(house, "Contacts", row(house, "Contacts", Name=CLINIC), EmailAddress="")
    proposed = await plan(house, "email_invoices", invoices=[*numbers, "INV-0041"])
    await house.carry_out(proposed)
    reasons = {each["number"]: each["reason"] for each in proposed["after"]["left_out"]}

    assert "no e-mail address" in reasons[numbers[1]]
    assert "voided" in reasons["INV-0041"]
    assert sent(house) == [(ADDRESS,)]


async def test_only_the_one_whose_customer_changed_is_left_behind(house: House) -> None:
    """Nothing goes to an address that was not shown."""
    numbers = await approved(house, LAWYERS, CLINIC)
    proposed = await plan(house, "email_invoices", invoices=numbers)
    change(house, "Contacts", row(house, "Contacts", Name=CLINIC), EmailAddress="other@example.com")
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["code"]) == (False, "partly_done")
    assert sent(house) == [(ADDRESS,)]


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({}, "/invoices"),
        ({"kind": "bill", "contact": LAWYERS}, "/kind"),
        ({"contact": LAWYERS, "status": "draft"}, "/status"),
        ({"invoices": ["KOS-2200"]}, "/invoices/0"),
    ],
    ids=["nothing", "bills", "drafts", "a bill by its number"],
)
async def test_what_is_meant_must_be_sales_invoices(house: House, arguments: dict[str, Any], path: str) -> None:
    """Xero e-mails nothing else."""
    error = await refused(house, "email_invoices", **arguments)

    assert paths(error)[0] == path
