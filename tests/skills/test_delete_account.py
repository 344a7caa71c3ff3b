"""What delete_account promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row, rows, warned, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_that_was_never_used_is_gone_for_good(house: House) -> None:
    """The plan says that it is final, and that its use could not be looked up."""
    proposed = await plan(house, "delete_account", account="473")
    answer = await house.carry_out(proposed)

    assert ({"final", "use_unknown"} <= set(warned(proposed)), proposed["undo"]) == (True, None)
    assert answer["plan"]["state"] == "verified"
    assert answer["result"]["account"]["name"] == "Repairs and Maintenance"
    assert rows(house, "Accounts", Code="473") == []


async def test_one_that_lines_were_booked_on_stays_and_xero_says_why(house: House) -> None:
    """Xero knows it; nothing is said to be done."""
    answer = await house.do("delete_account", account="445")

    assert (answer["success"], answer["error"]["code"]) == (False, "xero_refused")
    assert answer["error"]["may_have_written"] is False
    assert row(house, "Accounts", Code="445")["Status"] == "ACTIVE"


async def test_a_bank_account_that_was_used_is_refused_before_anybody_approves(house: House) -> None:
    """With what can be done instead."""
    error = await refused(house, "delete_account", account="090")

    assert (error["code"], "archive_account" in error["hint"]) == ("conflict", True)


async def test_an_unused_bank_account_is_known_to_be(house: House) -> None:
    """Payments and bank transactions can be looked up."""
    made = await done(house, "create_bank_account", name="Till", number="12-3456-0789012-51")

    proposed = await plan(house, "delete_account", account=made["account"]["id"])

    assert "use_unknown" not in warned(proposed)


async def test_one_of_xeros_own_is_refused(house: House) -> None:
    """Before anybody approves."""
    assert "Xero itself uses" in (await refused(house, "delete_account", account="610"))["message"]


async def test_a_deletion_whose_answer_was_lost_is_looked_up_and_not_sent_again(house: House) -> None:
    """The account is not there any more: it was executed."""
    proposed = await plan(house, "delete_account", account="473")
    house.sandbox.faults.add(kind="drop_after_write", match="/Accounts/", method="DELETE", times=1)
    before = writes(house)

    answer = await house.carry_out(proposed)

    assert answer["plan"]["state"] == "verified", answer["error"]
    assert writes(house) == before + 1
