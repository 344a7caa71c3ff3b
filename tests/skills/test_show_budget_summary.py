"""What show_budget_summary promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def shown(house: House, **arguments: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await result(house, "show_budget_summary", **arguments))["report"]
    return found


def line(report: dict[str, Any], label: str) -> list[str]:
    found: list[str] = next(each["values"] for each in report["rows"] if each["label"] == label)
    return found


async def test_columns_are_whole_periods_one_after_the_other(house: House) -> None:
    """Each with its first and last day."""
    report = await shown(house, month="2026-04-20", each="quarter", columns=3)

    assert (report["first_day"], report["last_day"]) == ("2026-04-01", "2026-12-31")
    assert report["columns"] == ["Jun-26", "Sep-26", "Dec-26"]
    assert report["column_days"][1] == {"first_day": "2026-07-01", "last_day": "2026-09-30"}


async def test_it_agrees_with_the_budget_itself(house: House) -> None:
    """Twelve months from this one on, unless it is said; amounts as exact text."""
    report = await shown(house)
    budget = await result(
        house, "show_budget", budget="Overall Budget", date_from=report["first_day"], date_to=report["last_day"]
    )
    sales = next(each for each in budget["rows"] if each["account"].startswith("200"))

    assert len(report["columns"]) == 12
    assert report["first_day"] == "2026-06-01"
    assert line(report, "Sales") == list(sales["months"].values())
    assert line(report, "Net Profit") == ["3600.00"] * 12


async def test_too_many_columns_are_refused(house: House) -> None:
    """Xero gives twelve."""
    assert paths(await refused(house, "show_budget_summary", columns=13)) == ["/columns"]
