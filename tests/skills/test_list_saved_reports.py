"""What list_saved_reports promises: the reports that were saved for the organisation, and for no other."""

from __future__ import annotations

import pytest
from support.asking import result

from atom_xero_plugin.dispatch.saved_reports import ReportInput, ReportKeeping
from atom_xero_plugin.reports.custom import CustomRow
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_each_organisation_has_its_own(house: House) -> None:
    """By name, with what their rows are called."""
    first, second = house.sandbox.organisations
    keeping = ReportKeeping(house.dispatch)
    for name in ("Zebra", "apple"):
        await keeping.save(house.person, ReportInput(name, [CustomRow("S", ["income"])]), first)

    items = (await result(house, "list_saved_reports"))["items"]
    assert [(each["name"], each["rows"]) for each in items] == [("apple", ["S"]), ("Zebra", ["S"])]
    other = await house.ask("list_saved_reports", {}, organisation=second)
    assert other["result"]["items"] == []
