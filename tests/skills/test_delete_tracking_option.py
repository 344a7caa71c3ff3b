"""What delete_tracking_option promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, plan, row, warned, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def options(house: House) -> list[str]:
    return [each["Name"] for each in row(house, "TrackingCategories")["Options"]]


async def test_one_that_no_line_names_is_gone_for_good(house: House) -> None:
    """The others stay; the plan says that it is final."""
    proposed = await plan(house, "delete_tracking_option", category="Region", option="Canterbury")
    answer = await house.carry_out(proposed)

    assert (warned(proposed), proposed["undo"]) == (["final"], None)
    assert answer["plan"]["state"] == "verified"
    assert options(house) == ["Wellington", "Auckland", "Northland"]


async def test_one_that_a_line_names_stays_and_xero_says_why(house: House) -> None:
    """Nothing is said to be done."""
    line = {**LINE, "tracking": ["Auckland"]}
    await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[line])

    answer = await house.do("delete_tracking_option", category="Region", option="Auckland")

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("xero_refused", False)
    assert "Auckland" in options(house)


async def test_a_deletion_whose_answer_was_lost_is_looked_up_and_not_sent_again(house: House) -> None:
    """The option is not there any more: it was executed."""
    proposed = await plan(house, "delete_tracking_option", category="Region", option="Canterbury")
    house.sandbox.faults.add(kind="drop_after_write", match="/Options/", method="DELETE", times=1)
    before = writes(house)

    assert (await house.carry_out(proposed))["plan"]["state"] == "verified"
    assert writes(house) == before + 1
