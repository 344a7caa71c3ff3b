"""What refund_credit_note promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_all_that_is_left_is_refunded(house: House) -> None:
    """Out of the bank for a customer's, and nothing is left then."""
    paid = (await done(house, "refund_credit_note", credit_note="CN-0001", account="090"))["payment"]
    stored = rows(house, "Payments", PaymentType="ARCREDITPAYMENT")[0]

    assert (paid["amount"]["amount"], stored["PaymentID"]) == ("100.00", paid["id"])
    assert (paid["refunds"]["kind"], paid["refunds"]["number"], paid["direction"]) == ("credit_note", "CN-0001", "out")
    assert "ViewCreditNote" in paid["refunds"]["url"]
    assert paid["invoice"] is None
    assert row(house, "CreditNotes", CreditNoteNumber="CN-0001")["Status"] == "PAID"


async def test_a_suppliers_comes_into_the_bank(house: House) -> None:
    """In part; the plan says so."""
    proposed = await plan(house, "refund_credit_note", credit_note="SC-118", account="090", amount="60.00")
    answer = await house.carry_out(proposed)

    assert answer["success"] is True, answer["error"]
    assert "into Business Cheque Account" in proposed["summary"]
    assert proposed["after"]["remaining"]["amount"] == "9.00"
    assert rows(house, "Payments", PaymentType="APCREDITPAYMENT")


async def test_more_than_is_left_a_draft_and_a_wrong_account_are_refused(house: House) -> None:
    """Before anybody is asked to approve."""
    more = await refused(house, "refund_credit_note", credit_note="CN-0001", account="090", amount="100.01")
    draft = await refused(house, "refund_credit_note", credit_note="CN-0003", account="090")
    account = await refused(house, "refund_credit_note", credit_note="CN-0001", account="200")

    assert (paths(more), "100.00" in more["message"]) == (["/amount"], True)
    assert "approve_credit_note" in draft["hint"]
    assert paths(account) == ["/account"]


async def test_it_is_undone_by_reversing_the_payment(house: House) -> None:
    """All is left again; the same refund twice is warned of."""
    answer = await house.do("refund_credit_note", credit_note="CN-0002", account="090", amount="40.00")
    again = await plan(house, "refund_credit_note", credit_note="CN-0002", account="090", amount="40.00")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert warned(again) == ["possible_duplicate"]
    assert undone["success"] is True, undone["error"]
    assert str(row(house, "CreditNotes", CreditNoteNumber="CN-0002")["RemainingCredit"]) == "92.00"


async def test_a_credit_that_was_used_meanwhile_is_not_refunded(house: House) -> None:
    """What is left is asked again before the payment is sent."""
    proposed = await plan(house, "refund_credit_note", credit_note="CN-0002", account="090", amount="40.00")
    await done(house, "refund_credit_note", credit_note="CN-0002", account="090", amount="50.00")
    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert len(rows(house, "Payments", PaymentType="ARCREDITPAYMENT")) == 1
