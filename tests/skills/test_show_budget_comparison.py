"""What show_budget_comparison promises: the figures of the budget and of the profit and loss, side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def rows_of(shown: dict[str, Any], place: int) -> dict[str, str]:
    return {row["account_id"]: row["values"][place] for row in shown["report"]["rows"] if row.get("account_id")}


@pytest.mark.parametrize("period", ["last_month", "last_quarter", "last_financial_year"])
async def test_both_sides_are_those_of_their_own_reports(house: House, period: str) -> None:
    """Each account's actual is the profit and loss's, each budget the budget's, and both results agree."""
    shown = await result(house, "show_budget_comparison", period=period)
    report = (await result(house, "show_report", report="profit_and_loss", period=period))["report"]
    planned = await result(house, "show_budget", budget="Overall Budget", period=period)

    booked = {row["account_id"]: row["values"][0] for row in report["rows"] if row.get("account_id")}
    assert {key: value for key, value in rows_of(shown, 0).items() if Decimal(value)} == {
        key: value for key, value in booked.items() if Decimal(value)
    }
    budgeted = sorted(value for value in rows_of(shown, 1).values() if Decimal(value))
    assert budgeted == sorted(row["total"]["amount"] for row in planned["rows"])
    assert shown["net_actual"]["amount"] == next(r["values"][0] for r in report["rows"] if r["label"] == "Net Profit")


async def test_each_variance_is_actual_less_budget(house: House) -> None:
    """In every row, sums included; as a share of the budget where there is one."""
    shown = (await result(house, "show_budget_comparison", period="last_month"))["report"]

    for row in shown["rows"]:
        actual, budget, variance = (Decimal(each) for each in row["values"][:3])
        assert actual - budget == variance
        assert (row["values"][3] is None) == (budget == 0)
        assert row["values"][3] is None or abs(Decimal(row["values"][3]) - variance * 100 / budget) <= Decimal("0.01")


async def test_an_account_that_was_only_budgeted_stands_with_its_like(house: House) -> None:
    """Advertising, on which nothing was spent in May."""
    shown = (await result(house, "show_budget_comparison", period="last_month"))["report"]
    [row] = [each for each in shown["rows"] if each["label"] == "Advertising"]

    assert (row["section"], row["values"]) == ("Less Operating Expenses", ["0.00", "800.00", "-800.00", "-100.00"])


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"period": "today"}, "/period"),
        ({"dates": {"from": "2026-04-02", "to": "2026-05-31"}}, "/dates"),
        ({"dates": {"from": "2023-01-01", "to": "2026-05-31"}}, "/dates"),
        ({"budget": "Nowhere"}, "/budget"),
    ],
)
async def test_what_no_budget_has_is_refused(house: House, arguments: dict[str, Any], path: str) -> None:
    """Days that are no whole months, too many of them, a budget that is not there."""
    error = await refused(house, "show_budget_comparison", **arguments)

    assert paths(error) == [path]
