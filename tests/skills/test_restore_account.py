"""What restore_account promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_archived_account_is_in_use_again_and_undo_archives_it(house: House) -> None:
    """Lines can be booked on it."""
    answer = await house.do("restore_account", account="437")
    line = {"description": "Interest", "unit_amount": "10.00", "account": "Interest Expense"}
    assert (await done(house, "create_bill", contact="Kauri Grove Cafe", lines=[line]))["invoice"]["lines"][0][
        "account"
    ] == "437"

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert row(house, "Accounts", Code="437")["Status"] == "ARCHIVED"


async def test_one_in_use_needs_no_restoring(house: House) -> None:
    """Nothing needs to be done."""
    error = await refused(house, "restore_account", account="400")

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")
