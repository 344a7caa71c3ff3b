"""What find_budgets promises."""

from __future__ import annotations

import pytest
from support.asking import change, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_budgets_are_listed_the_overall_one_first(house: House) -> None:
    """Those of a part name its tracking options."""
    overall = row(house, "Budgets")
    part = {"Name": "Region", "Option": "Auckland"}
    change(house, "Budgets", {**overall, "BudgetID": "00000000-0000-4000-8000-000000000001"}, Type="TRACKING",
           Description="Auckland", Tracking=[part])  # fmt: skip

    items = (await result(house, "find_budgets"))["items"]

    assert [(each["name"], each.get("overall"), each.get("tracking")) for each in items] == [
        ("Overall Budget", True, None), ("Auckland", None, ["Region: Auckland"]),
    ]  # fmt: skip
