"""What archive_account promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("code", ["445", "090"])
async def test_it_takes_no_new_lines_and_undo_restores_it(house: House, code: str) -> None:
    """Of any type; its history stays."""
    answer = await house.do("archive_account", account=code)
    assert answer["result"]["account"]["archived"] is True
    assert row(house, "Accounts", Code=code)["Status"] == "ARCHIVED"

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert row(house, "Accounts", Code=code)["Status"] == "ACTIVE"


async def test_lines_that_name_it_are_refused_afterwards(house: House) -> None:
    """Before anybody approves them."""
    await done(house, "archive_account", account="445")

    line = {"description": "Power", "unit_amount": "10.00", "account": "445"}
    error = await refused(house, "create_bill", contact="Kauri Grove Cafe", lines=[line])

    assert error["code"] == "conflict"


async def test_items_that_book_on_it_are_named_in_the_plan(house: House) -> None:
    """Their lines would be without an account."""
    proposed = await plan(house, "archive_account", account="200")

    assert "named_by_items" in warned(proposed)
    assert "named_by_items" not in warned(await plan(house, "archive_account", account="445"))


@pytest.mark.parametrize(("account", "reason"), [("610", "Xero itself uses"), ("437", "archived already")])
async def test_one_of_xeros_own_and_an_archived_one_are_refused(house: House, account: str, reason: str) -> None:
    """Before anybody approves."""
    error = await refused(house, "archive_account", account=account)

    assert (error["code"], reason in error["message"]) == ("conflict", True)
