"""What the triggers of prepayments and overpayments promise: the same of both."""

from __future__ import annotations

from typing import Any, Final

import pytest
from support.asking import change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio
BOTH: Final = pytest.mark.parametrize(("one", "reference"), [("prepayment", "DEP-001"), ("overpayment", "OVER-001")])
LINES: Final[dict[str, dict[str, Any]]] = {
    "prepayment": {"description": "Deposit", "unit_amount": "80", "account": "449"},
    "overpayment": {"description": "Paid twice", "unit_amount": "80"},
}


def stored(ear: Ear, one: str) -> dict[str, Any]:
    return row(ear.house, f"{one.capitalize()}s")


async def reports(ear: Ear, one: str) -> list[str]:
    """The events of this kind since they were asked for last."""
    return [name for name in await ear.reported() if name.startswith(one)]


@BOTH
async def test_a_new_one_is_reported_once(ear: Ear, one: str, reference: str) -> None:
    """With nothing before it, when the bank transaction that makes it is recorded."""
    del reference
    spent = {"account": "090", "direction": "out", "contact": "Kauri Grove Cafe"}
    event = await ear.fires(
        f"{one}_created",
        lambda: done(ear.house, "create_bank_transaction", **spent, purpose=one, lines=[LINES[one]]),
        fits={"kind": "supplier", "min_total": "80"},
        misses={"kind": "customer"},
    )

    assert (event["type"], event["old"], event["new"]["status"]) == (f"XERO_{one.upper()}_CREATED", None, "approved")
    assert event["resource"]["kind"] == one


@BOTH
async def test_an_allocation_is_reported_each_time_and_nothing_else_is(ear: Ear, one: str, reference: str) -> None:
    """The same amount set against the same invoice again, after it was taken off, is another event."""
    number = stored(ear, one)["Allocations"][0]["Invoice"]["InvoiceNumber"]
    await done(ear.house, f"unallocate_{one}", **{one: reference})
    part = {one: reference, "allocations": [{"invoice": number, "amount": "20.00"}]}
    event = await ear.fires(
        f"{one}_allocated",
        lambda: done(ear.house, f"allocate_{one}", **part),
        fits={"kind": "customer"},
        misses={"contact": "Kauri"},
    )
    await ear.on(f"{one}_created", f"{one}_refunded", f"{one}_voided")
    await done(ear.house, f"unallocate_{one}", **{one: reference})
    await ear.tick()
    taken_off = await reports(ear, one)
    await done(ear.house, f"allocate_{one}", **part)
    await ear.tick()

    assert [each["amount"]["amount"] for each in event["new"]["allocations"]] == ["20.00"]
    assert (taken_off, await reports(ear, one)) == ([], [f"{one}_allocated"])


@BOTH
async def test_a_refund_is_reported_once_and_its_reversal_is_none(ear: Ear, one: str, reference: str) -> None:
    """With the payment, and what is left."""
    await ear.on(f"{one}_created", f"{one}_allocated", f"{one}_voided")
    event = await ear.fires(
        f"{one}_refunded",
        lambda: done(ear.house, f"refund_{one}", **{one: reference}, account="090", amount="10.00"),
        fits={"kind": "customer"},
        misses={"min_total": "1000"},
    )
    [refund] = event["new"]["refunds"]
    await done(ear.house, "reverse_payment", payment=refund["id"])
    await ear.tick()

    assert refund["amount"]["amount"] == "10.00"
    assert await reports(ear, one) == []


@BOTH
async def test_one_that_is_voided_is_reported_once_and_not_as_used(ear: Ear, one: str, reference: str) -> None:
    """Somebody voids it in Xero; the API has no way to."""
    await ear.on(f"{one}_created", f"{one}_allocated", f"{one}_refunded")
    event = await ear.fires(
        f"{one}_voided",
        lambda: change(ear.house, f"{one.capitalize()}s", stored(ear, one), Status="VOIDED", RemainingCredit=0),
        fits={"reference": reference},
        misses={"reference": "nothing"},
    )

    assert (event["old"]["status"], event["new"]["status"]) == ("approved", "voided")
    assert await reports(ear, one) == []
