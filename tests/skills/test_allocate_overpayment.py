"""What allocate_overpayment promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def second_invoice(house: House) -> str:
    line = {"description": "Trays", "unit_amount": "17.39", "account": "200"}
    customer = "Vogeltown Community Trust"
    made = await done(house, "create_invoice", contact=customer, lines=[line], due_in_days=9, approve=True)
    number: str = made["invoice"]["number"]
    return number


async def test_part_of_it_is_set_against_an_invoice_and_undone(house: House) -> None:
    """What is left and what is due follow."""
    number = await second_invoice(house)
    answer = await house.do("allocate_overpayment", overpayment="OVER-001", allocations=[{"invoice": number}])
    left = str(row(house, "Overpayments")["RemainingCredit"])
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert answer["success"] is True, answer["error"]
    assert (left, answer["result"]["overpayment"]["remaining"]["amount"]) == ("30.00", "30.00")
    assert undone["success"] is True, undone["error"]
    assert str(row(house, "Overpayments")["RemainingCredit"]) == "50.00"


async def test_more_than_is_left_and_another_contacts_invoice_are_refused(house: House) -> None:
    """Before anybody is asked to approve."""
    more = [{"invoice": "INV-0065", "amount": "50.01"}]
    too_much = await refused(house, "allocate_overpayment", overpayment="OVER-001", allocations=more)
    wrong = await refused(house, "allocate_overpayment", overpayment="OVER-001", allocations=[{"invoice": "INV-0151"}])

    assert paths(too_much) == ["/allocations/0/amount"]
    assert (wrong["code"], paths(wrong)) == ("conflict", ["/allocations/0/invoice"])


async def test_one_that_was_used_meanwhile_is_not_used_again(house: House) -> None:
    """Also where Xero's time of the last change says nothing."""
    number = await second_invoice(house)
    proposed = await plan(house, "allocate_overpayment", overpayment="OVER-001", allocations=[{"invoice": number}])
    stored = row(house, "Overpayments")
    at, amount = stored["UpdatedDateUTC"], stored["RemainingCredit"] - 1
    change(house, "Overpayments", stored, RemainingCredit=amount)
    row(house, "Overpayments")["UpdatedDateUTC"] = at
    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] in {"plan_stale", "conflict"}
    assert answer["error"]["may_have_written"] is False
    assert len(row(house, "Overpayments")["Allocations"]) == 1
