"""What delete_tracking_category promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, plan, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_that_no_line_names_is_gone_for_good(house: House) -> None:
    """With its options; the plan says so."""
    proposed = await plan(house, "delete_tracking_category", category="Region")
    answer = await house.carry_out(proposed)

    assert (warned(proposed), proposed["undo"]) == (["final"], None)
    assert proposed["summary"] == "Delete the tracking category Region with its 4 options."
    assert answer["plan"]["state"] == "verified"
    assert rows(house, "TrackingCategories") == []


async def test_one_that_a_line_names_stays_and_xero_says_why(house: House) -> None:
    """Nothing is said to be done."""
    line = {**LINE, "tracking": ["Region: Auckland"]}
    await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[line])

    answer = await house.do("delete_tracking_category", category="Region")

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("xero_refused", False)
    assert len(rows(house, "TrackingCategories")) == 1
