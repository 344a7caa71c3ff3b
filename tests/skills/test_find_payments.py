"""What find_payments promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, refused, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def found(house: House, **arguments: Any) -> list[dict[str, Any]]:
    """All of them, page after page."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = await result(house, "find_payments", limit=50, **arguments, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        cursor = page["next_cursor"]
        assert page["has_more"] is (cursor is not None)
        if cursor is None:
            return items


async def test_each_that_counts_is_listed_once_the_newest_first(house: House) -> None:
    """One that is reversed is there for who asks for it."""
    [gone, *_] = kept = rows(house, "Payments", Status="AUTHORISED")
    await done(house, "reverse_payment", payment=gone["PaymentID"])

    there = await found(house)
    reversed_ = await found(house, state="reversed")

    assert sorted(each["id"] for each in there) == sorted(each["PaymentID"] for each in kept[1:])
    assert [each["date"] for each in there] == sorted((each["date"] for each in there), reverse=True)
    assert [(each["id"], each["state"]) for each in reversed_] == [(gone["PaymentID"], "reversed")]


async def test_it_filters_by_contact_invoice_direction_amount_and_days(house: House) -> None:
    """By what Xero can filter by and by what it cannot."""
    paid = next(each for each in rows(house, "Payments") if each["Invoice"]["Type"] == "ACCPAY")
    name, day = paid["Invoice"]["Contact"]["Name"], paid["Date"].isoformat()
    everything = await found(house)

    assert await found(house, contact=name) == [
        each for each in everything if each["invoice"]["contact"]["name"] == name
    ]
    assert [each["id"] for each in await found(house, invoice=paid["Invoice"]["InvoiceID"])] == [paid["PaymentID"]]
    assert await found(house, direction="out", dates={"from": day, "to": day}) == [
        each for each in everything if each["direction"] == "out" and each["date"] == day
    ]
    assert paid["PaymentID"] in {each["id"] for each in await found(house, amount=f"{paid['Amount']:f}")}
    assert {each["amount"]["amount"] for each in await found(house, amount=f"{paid['Amount']:f}")} == {
        f"{paid['Amount']:.2f}"
    }


async def test_it_filters_by_the_account_that_was_paid_with(house: House) -> None:
    """Also one that is no bank account, and one that has no payment."""
    everything = await found(house)

    assert await found(house, account="090") == [each for each in everything if each["account"]["code"] == "090"]
    assert await found(house, account="200") == []


async def test_a_refund_of_a_supplier_is_money_in(house: House) -> None:
    """The word for a bill's credit begins as that for a bill does not."""
    payment = row(house, "Payments", PaymentType="ACCRECPAYMENT")
    change(house, "Payments", payment, PaymentType="APCREDITPAYMENT")
    other = row(house, "Payments", PaymentType="ACCPAYPAYMENT")
    change(house, "Payments", other, PaymentType="ARCREDITPAYMENT")

    directions = {each["id"]: each["direction"] for each in await found(house)}

    assert (directions[payment["PaymentID"]], directions[other["PaymentID"]]) == ("in", "out")


async def test_a_name_that_only_begins_so_is_said_to_be_assumed(house: House) -> None:
    """And one that fits nothing is refused."""
    answer = await result(house, "find_payments", contact="Karori Vet")
    error = await refused(house, "find_payments", account="zzz")

    assert answer["assumed"][0]["name"] == "Karori Veterinary Clinic"
    assert error["code"] == "not_found"


async def test_a_cursor_of_another_question_is_refused(house: House) -> None:
    """A place in one list means nothing in another."""
    page = await result(house, "find_payments", limit=2)
    error = await refused(house, "find_payments", limit=2, direction="in", cursor=page["next_cursor"])

    assert error["code"] == "invalid_arguments"
