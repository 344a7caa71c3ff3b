"""What approve_invoices promises."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, warned, writes
from support.houses import house_on

from atom_xero_plugin.dispatch.plan_policies import PolicyInput
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"
LAWYERS = "Glenmore Lawyers"


async def drafts(house: House, count: int, contact: str = CLINIC, **more: Any) -> list[str]:
    """Numbers of new drafts, each over another amount."""
    numbers = []
    for number in range(count):
        line = {**LINE, "unit_amount": f"{150 + number}.00"}
        made = await done(house, "create_invoice", contact=contact, lines=[line], due_in_days=14, **more)
        numbers.append(made["invoice"]["number"])
    return numbers


def status(house: House, number: str) -> str:
    return str(row(house, "Invoices", InvoiceNumber=number)["Status"])


def calls(house: House) -> int:
    counts = house.sandbox.requests.counts
    return sum(count for call, count in counts.items() if "/api.xro/" in call)


async def test_each_is_shown_one_by_one_with_totals_a_currency_and_approved_by_itself(house: House) -> None:
    """Number, contact, days and total of each; what they come to; one request each."""
    await done(house, "create_currency", currency="USD")
    numbers = [*await drafts(house, 2), *await drafts(house, 1, currency="USD")]
    proposed = await plan(house, "approve_invoices", invoices=numbers)
    before = writes(house)
    answer = await house.carry_out(proposed)

    assert [each["number"] for each in proposed["after"]["invoices"]] == numbers
    assert {each["status"] for each in proposed["after"]["invoices"]} == {"awaiting_payment"}
    assert [
        (each["count"], each["total"]["currency"], each["total"]["amount"]) for each in proposed["after"]["sums"]
    ] == [
        (2, "NZD", "692.30"),
        (1, "USD", "345.00"),
    ]
    assert proposed["summary"].startswith("Approve 3 sales invoices over NZD 692.30 and USD 345.00")
    assert (answer["result"]["count"], writes(house) - before) == (3, 3)
    assert [status(house, each) for each in numbers] == ["AUTHORISED"] * 3


async def test_bills_in_several_currencies_are_above_every_amount_that_a_policy_sets(house: House) -> None:
    """They cannot be compared with it, so the strict policy holds; those of one currency below it are asked for."""
    await done(house, "create_currency", currency="USD")
    numbers = [*await drafts(house, 1), *await drafts(house, 1, currency="USD")]
    policy = PolicyInput(action="never", amount=Decimal("1000.00"), currency="NZD")
    await house.dispatch.policies.set(house.person, policy, ("invoice",))
    both = await refused(house, "approve_invoices", invoices=numbers)
    one = await plan(house, "approve_invoices", invoices=numbers[:1])

    assert both["code"] == "not_allowed"
    assert one["amount"]["amount"] == "345.00"


async def test_all_that_a_filter_finds_are_meant(house: House) -> None:
    """Drafts, and those that await approval; of that contact alone."""
    mine, other = await drafts(house, 2), await drafts(house, 1, LAWYERS)
    change(house, "Invoices", row(house, "Invoices", InvoiceNumber=mine[1]), Status="SUBMITTED")
    proposed = await plan(house, "approve_invoices", kind="sales", contact=CLINIC)
    await house.carry_out(proposed)

    assert {each["number"] for each in proposed["after"]["invoices"]} >= set(mine)
    assert [status(house, each) for each in [*mine, *other]] == ["AUTHORISED", "AUTHORISED", "DRAFT"]


async def test_those_that_cannot_be_approved_are_left_out_with_the_reason(house: House) -> None:
    """The plan says which; the others are approved."""
    numbers = await drafts(house, 2)
    change(house, "Invoices", row(house, "Invoices", InvoiceNumber=numbers[1]), DueDate=None)
    proposed = await plan(house, "approve_invoices", invoices=[*numbers, "INV-0041"])

    assert [each["number"] for each in proposed["after"]["invoices"]] == numbers[:1]
    reasons = {each["number"]: each["reason"] for each in proposed["after"]["left_out"]}
    assert "a due date" in reasons[numbers[1]]
    assert "voided" in reasons["INV-0041"]
    assert warned(proposed)[0] == "left_out"


async def test_one_that_xero_refuses_keeps_no_other_back_and_the_rest_can_be_asked_for_again(house: House) -> None:
    """Each is reported by itself; a second run leaves out what is approved."""
    numbers = await drafts(house, 3)
    proposed = await plan(house, "approve_invoices", invoices=numbers)
    house.sandbox.clock.advance(60)
    change(house, "Invoices", row(house, "Invoices", InvoiceNumber=numbers[1]), Reference="changed meanwhile")
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["code"]) == (False, "partly_done")
    assert [status(house, each) for each in numbers] == ["AUTHORISED", "DRAFT", "AUTHORISED"]
    said = [each["message"] for each in answer["error"]["fields"]]
    assert [each.rsplit(": ", 1)[1].startswith("done") for each in said] == [True, False, True]
    again = await plan(house, "approve_invoices", invoices=numbers)
    assert [each["number"] for each in again["after"]["invoices"]] == [numbers[1]]
    await house.carry_out(again)
    assert status(house, numbers[1]) == "AUTHORISED"


async def test_where_all_are_approved_already_nothing_is_planned(house: House) -> None:
    """The answer shows them as they stand."""
    numbers = await drafts(house, 2)
    await done(house, "approve_invoices", invoices=numbers)
    before = writes(house)
    answer = await house.call("approve_invoices", invoices=numbers)

    assert (answer["success"], answer["result"]["count"], writes(house)) == (True, 2, before)


async def test_many_are_read_by_few_lists(house: House) -> None:
    """Thirty by number cost a plan as many calls as three."""
    numbers = await drafts(house, 30)
    await plan(house, "approve_invoices", invoices=numbers[:1])
    before = calls(house)
    await plan(house, "approve_invoices", invoices=numbers[:3])
    few, middle = calls(house) - before, calls(house)
    proposed = await plan(house, "approve_invoices", invoices=numbers)

    assert calls(house) - middle == few <= 4
    assert "takes_long" in warned(proposed)


async def test_drafts_that_look_like_one_another_are_pointed_out(house: House) -> None:
    """Both are of the same plan: one warning names them."""
    line = {**LINE, "unit_amount": "99.00"}
    numbers = []
    for _ in range(2):
        made = await done(house, "create_invoice", contact=LAWYERS, lines=[line], due_in_days=14)
        numbers.append(made["invoice"]["number"])
    proposed = await plan(house, "approve_invoices", invoices=numbers)
    caution = next(each for each in proposed["warnings"] if each["code"] == "possible_duplicate")

    assert all(each in caution["message"] for each in numbers)
    assert all("possible_duplicate" in each["warnings"] for each in proposed["after"]["invoices"])


async def test_it_is_undone_by_voiding_those_that_it_approved(house: House) -> None:
    """One plan approved them, one voids them."""
    numbers = await drafts(house, 2)
    proposed = await plan(house, "approve_invoices", invoices=numbers)
    await house.carry_out(proposed)
    undoing = (await house.dispatch.undo(proposed["id"], house.person)).plain()["plan"]
    await house.carry_out(undoing)

    assert undoing["skill"] == "void_invoices"
    assert [status(house, each) for each in numbers] == ["VOIDED", "VOIDED"]


async def test_executed_again_after_it_stopped_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """The line to Xero breaks in the second of three; none is approved twice."""
    async with house_on(tmp_path) as (house, wire):
        numbers = await drafts(house, 3)
        proposed = await plan(house, "approve_invoices", invoices=numbers)
        before = writes(house)
        wire.lost = 1
        answer = await house.carry_out(proposed)
        if not answer["success"]:
            answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

        assert answer["success"] is True, answer["error"]
        assert writes(house) - before == len(numbers)
        assert [status(house, each) for each in numbers] == ["AUTHORISED"] * 3


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({}, "/invoices"),
        ({"invoices": ["INV-0156"], "contact": CLINIC}, "/contact"),
        ({"contact": CLINIC, "status": "paid"}, "/status"),
        ({"overdue_by_days": 3}, "/overdue_by_days"),
        ({"invoices": ["INV-0156", "INV-9999", "INV-9998"]}, "/invoices/1"),
        ({"invoices": ["x"] * 501}, "/invoices"),
    ],
    ids=["nothing", "both", "a status that cannot be approved", "unpaid ones", "not there", "too many"],
)
async def test_what_is_meant_must_be_clear(house: House, arguments: dict[str, Any], path: str) -> None:
    """Nothing is planned for less than all that was named."""
    error = await refused(house, "approve_invoices", **arguments)

    assert paths(error)[0] == path
