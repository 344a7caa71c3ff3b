"""What change_bank_transaction promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def open_one(house: House) -> dict[str, Any]:
    return row(house, "BankTransactions", Reference="Fuel", IsReconciled=False)


async def test_only_what_is_given_changes(house: House) -> None:
    """Lines, account, day and whether amounts include tax stay; and it can be undone."""
    before = dict(open_one(house))
    proposed = await plan(
        house, "change_bank_transaction", bank_transaction=before["BankTransactionID"], reference="Van"
    )
    changed = (await house.carry_out(proposed))["result"]["bank_transaction"]
    after = row(house, "BankTransactions", BankTransactionID=before["BankTransactionID"])
    undone = await house.dispatch.undo(proposed["id"], house.person)

    assert changed["reference"] == "Van"
    assert {**before, "Reference": "Van", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}
    assert undone.plain()["plan"]["after"]["reference"] == "Fuel"


async def test_a_line_changes_its_account_and_price(house: House) -> None:
    """Priced and taxed again."""
    before = open_one(house)
    changed = await done(
        house, "change_bank_transaction", bank_transaction=before["BankTransactionID"],
        change_lines=[{"line": "1", "unit_amount": "115", "account": "453"}], contact="Kauri Grove Cafe",
    )  # fmt: skip

    shown = changed["bank_transaction"]
    assert (shown["total"]["amount"], shown["tax"]["amount"]) == ("115.00", "15.00")
    assert (shown["lines"][0]["account"], shown["contact"]["name"]) == ("453", "Kauri Grove Cafe")
    assert row(house, "BankTransactions", BankTransactionID=shown["id"])["Total"] == Decimal("115.00")


async def test_a_reconciled_one_takes_no_change(house: House) -> None:
    """Xero refuses it, so nobody is asked."""
    stored = row(house, "BankTransactions", IsReconciled=True)
    error = await refused(house, "change_bank_transaction", bank_transaction=stored["BankTransactionID"], reference="x")

    assert error["code"] == "conflict"
    assert "reconciled" in error["message"]


async def test_a_prepayment_takes_no_change(house: House) -> None:
    """And it is said what can be done with it."""
    change(house, "BankTransactions", open_one(house), Type="SPEND-PREPAYMENT")
    error = await refused(
        house, "change_bank_transaction", bank_transaction=open_one(house)["BankTransactionID"], reference="x"
    )

    assert "prepayment" in error["hint"]


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({}, ""),
        ({"change_lines": [{"line": "1", "unit_amount": "0"}]}, "/change_lines/0/unit_amount"),
        ({"change_lines": [{"line": "1", "quantity": "0"}]}, "/change_lines/0/quantity"),
        ({"change_lines": [{"line": "1", "unit_amount": "-9"}]}, "/lines"),
        ({"add_lines": [{"description": "Words"}]}, "/add_lines/0/unit_amount"),
        ({"reference": "Fuel"}, ""),
    ],
)
async def test_what_xero_refuses_is_refused_before(house: House, arguments: dict[str, Any], path: str) -> None:
    """With the field, and nothing is sent."""
    named = open_one(house)["BankTransactionID"]

    assert paths(await refused(house, "change_bank_transaction", bank_transaction=named, **arguments)) == [path]
