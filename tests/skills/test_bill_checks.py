"""What the plan of a bill says of copies, tax rates and tracking: a code for each, and few questions to Xero."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.asking import LINE, change, done, plan, row, warned

from atom_xero_plugin.store.audit import entries
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POWER = {**LINE, "description": "Electricity, May", "account": "445", "unit_amount": "150.37"}
BILL = {"contact": "Capital Power", "lines": [POWER], "due_in_days": 7, "date": "2026-06-10"}
SIGNS = {"possible_duplicate", "number_alike", "net_or_gross", "other_contact"}


@pytest.fixture
async def entered(house: House) -> House:
    """A house with one bill entered."""
    await done(house, "create_bill", **BILL, bill_number="INV-7142")
    return house


@pytest.mark.parametrize(
    ("again", "code"),
    [
        ({"bill_number": "inv 007142", "date": "2026-06-02"}, "possible_duplicate"),
        ({"bill_number": "7142", "date": "2026-01-02"}, "possible_duplicate"),
        ({}, "possible_duplicate"),
        ({"bill_number": "INV-7124", "date": "2026-06-11"}, "number_alike"),
        ({"date": "2026-06-11", "amounts_are": "inclusive"}, "net_or_gross"),
    ],
    ids=["another spelling", "another day, without the word", "no number", "mistyped", "gross as net"],
)
async def test_a_bill_entered_again_otherwise_is_warned_of(entered: House, again: dict[str, Any], code: str) -> None:
    """By a code that says how the two are alike, with the one that is there."""
    proposed = await plan(entered, "create_bill", **{**BILL, **again})

    found = [each for each in proposed["warnings"] if each["code"] in SIGNS]
    assert [each["code"] for each in found] == [code]
    assert "INV-7142" in found[0]["message"]


async def test_the_same_bill_of_a_supplier_who_is_there_twice_is_warned_of(entered: House) -> None:
    """Spelt otherwise; but another supplier's bill of the same number and total is its own."""
    await done(entered, "create_contact", name="The Capital-Power Company")

    twin = await plan(
        entered, "create_bill", **{**BILL, "contact": "The Capital-Power Company"}, bill_number="INV 7142"
    )
    other = await plan(entered, "create_bill", **{**BILL, "contact": "Ngaio Travel"}, bill_number="INV-7142")

    assert "other_contact" in warned(twin)
    assert not SIGNS & set(warned(other))


async def test_a_suppliers_next_bill_is_no_copy(entered: House) -> None:
    """The next number over the same total, on a later day, and a number of another kind."""
    following = await plan(entered, "create_bill", **{**BILL, "date": "2026-06-12"}, bill_number="INV-7143")
    later = await plan(entered, "create_bill", **{**BILL, "date": "2026-06-17"}, bill_number="INV-7124")

    assert not SIGNS & set(warned(following))
    assert not SIGNS & set(warned(later))


async def test_a_draft_that_gets_the_number_of_another_is_warned_of(entered: House) -> None:
    """A change is compared too, but never with the bill itself."""
    other = (await done(entered, "create_bill", **{**BILL, "date": "2026-05-02"}))["invoice"]["id"]

    proposed = await plan(entered, "change_invoice", invoice=other, number="inv7142")
    stored = row(entered, "Invoices", InvoiceNumber="INV-7142")
    itself = await plan(entered, "change_invoice", invoice=stored["InvoiceID"], number="INV 7142")

    assert "possible_duplicate" in warned(proposed)
    assert not SIGNS & set(warned(itself))


async def test_a_tax_rate_that_the_supplier_never_has_is_warned_of(house: House) -> None:
    """By its latest bills; an account that is always free of tax is no surprise."""
    for number in range(3):
        await done(
            house,
            "create_bill",
            **{**BILL, "contact": "Ngaio Travel", "date": f"2026-0{number + 3}-01", "approve": True},
        )

    usual = await plan(house, "create_bill", **{**BILL, "contact": "Ngaio Travel"})
    strange = await plan(
        house, "create_bill", **{**BILL, "contact": "Ngaio Travel", "lines": [{**POWER, "tax": "NONE"}]}
    )

    assert "unusual_tax" not in warned(usual)
    assert "unusual_tax" in warned(strange)


async def test_the_tax_rate_that_is_set_for_a_contact_is_its_habit(house: House) -> None:
    """Before it ever sent a bill, and without a question."""
    made = (await done(house, "create_contact", name="Aroha Exports"))["contact"]["id"]
    change(house, "Contacts", row(house, "Contacts", ContactID=made), AccountsPayableTaxType="NONE")

    usual = await plan(house, "create_bill", **{**BILL, "contact": made, "lines": [{**POWER, "tax": "NONE"}]})
    strange = await plan(house, "create_bill", **{**BILL, "contact": made})

    assert ("unusual_tax" in warned(usual), "unusual_tax" in warned(strange)) == (False, True)


async def test_tracking_that_a_person_made_obligatory_is_missed(house: House) -> None:
    """By a setting; lines of words need none, and quotes count nowhere."""
    house.runtime.settings = replace(house.runtime.settings, required_tracking=("region",))

    lacking = await plan(house, "create_bill", **BILL)
    named = await plan(house, "create_bill", **{**BILL, "lines": [{**POWER, "tracking": ["Region: Auckland"]}]})
    quoted = await plan(house, "create_quote", contact="Capital Power", lines=[LINE])

    assert "tracking_missing" in warned(lacking)
    assert "tracking_missing" not in warned(named)
    assert "tracking_missing" not in warned(quoted)


async def test_a_draft_is_checked_again_when_it_is_approved(house: House) -> None:
    """As it stands then, by whoever made it."""
    made = (await done(house, "create_bill", **BILL, bill_number="INV-7142"))["invoice"]["id"]
    await done(house, "create_bill", **{**BILL, "date": "2026-06-09"}, bill_number="INV-7124")
    house.runtime.settings = replace(house.runtime.settings, required_tracking=("Region",))

    proposed = await plan(house, "approve_invoice", invoice=made)

    assert {"tracking_missing", "number_alike"} <= set(warned(proposed))


async def test_without_the_setting_no_tracking_is_asked_for(house: House) -> None:
    """Which is how it comes."""
    assert "tracking_missing" not in warned(await plan(house, "create_bill", **BILL))


async def test_a_plan_of_a_bill_asks_xero_little(entered: House) -> None:
    """Three questions for all these checks: the supplier's bills, others with the number, and its latest tax rates."""
    counts = entered.sandbox.requests.counts
    await plan(entered, "create_bill", **BILL, bill_number="INV-9999")
    before = {call: count for call, count in counts.items() if "Invoices" in call}

    await plan(entered, "create_bill", **BILL, bill_number="INV-8888")

    asked = sum(count for call, count in counts.items() if "Invoices" in call) - sum(before.values())
    assert asked == 3


@pytest.mark.parametrize("skill", ["record_payment", "create_batch_payment"])
async def test_the_first_payment_to_a_supplier_is_warned_of(house: House, skill: str) -> None:
    """And no later one, nor one of a customer."""
    made = (await done(house, "create_contact", name="Aroha Exports"))["contact"]["id"]
    bill = {**BILL, "contact": made, "approve": True}
    ids = [(await done(house, "create_bill", **bill, bill_number=f"AE-10{n}"))["invoice"]["id"] for n in range(2)]

    first = await plan(house, skill, **_payment(skill, ids[0]))
    await house.carry_out(first)
    later = await plan(house, skill, **_payment(skill, ids[1]))
    customer = await plan(house, skill, **_payment(skill, "INV-0151"))

    assert "first_payment" in warned(first)
    assert "first_payment" not in warned(later)
    assert "first_payment" not in warned(customer)


async def test_bank_details_that_changed_lately_are_warned_of(house: House) -> None:
    """As syncing saw it; not what they were, not for another supplier, and not after two months."""
    paying = {"invoice": "WSP-2270", "account": "090"}
    bill = row(house, "Invoices", InvoiceNumber="WSP-2270")
    supplier = row(house, "Contacts", ContactID=bill["Contact"]["ContactID"])
    change(house, "Contacts", supplier, BankAccountDetails="01-0902-0068389-00")
    await _sync(house)
    before = await plan(house, "record_payment", **paying)
    house.sandbox.clock.advance(60)
    change(house, "Contacts", supplier, BankAccountDetails="12-3140-0171323-50")
    await _sync(house)

    after = await plan(house, "record_payment", **paying)
    other = await plan(house, "record_payment", invoice="KOS-2200", account="090")
    noted = [each for each in await entries(house.runtime.store, "default") if each.event.startswith("record.")]
    house.sandbox.clock.advance(40 * 86_400)
    await plan(house, "record_payment", **paying)  # a login that nobody uses for so long ends
    house.sandbox.clock.advance(21 * 86_400)
    long_after = await plan(house, "record_payment", **paying)

    assert [warned(each).count("bank_details_changed") for each in (before, after, other, long_after)] == [0, 1, 0, 0]
    assert [(each.event, each.subject) for each in noted] == [("record.bank_details_changed", supplier["ContactID"])]
    assert noted[0].detail == {"changed": "bank_details"}


async def test_another_change_of_a_supplier_is_none_of_its_bank_details(house: House) -> None:
    """Such as its telephone number, or its name."""
    bill = row(house, "Invoices", InvoiceNumber="WSP-2270")
    supplier = row(house, "Contacts", ContactID=bill["Contact"]["ContactID"])
    await _sync(house)
    house.sandbox.clock.advance(60)
    change(house, "Contacts", supplier, FirstName="Moana")
    await _sync(house)

    proposed = await plan(house, "record_payment", invoice="WSP-2270", account="090")

    assert "bank_details_changed" not in warned(proposed)


async def _sync(house: House) -> None:
    await house.runtime.polls.request_sync("default")
    poll_runs = await Poller(house.runtime, {}).tick()
    assert [each.error for each in poll_runs if each.error] == []


def _payment(skill: str, invoice: str) -> dict[str, Any]:
    if skill == "record_payment":
        return {"invoice": invoice, "account": "090"}
    return {"payments": [{"invoice": invoice}], "account": "090"}
