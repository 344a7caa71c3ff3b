"""What show_custom_report promises: rows of one's own, made of the figures of the profit and loss."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
DAYS = {"period": "last_quarter", "compare_by": "month"}


def figures(shown: dict[str, Any], label: str) -> list[Decimal]:
    return [Decimal(v or 0) for row in shown["report"]["rows"] if row["label"] == label for v in row["values"]]


async def test_rows_are_the_figures_of_the_profit_and_loss(house: House) -> None:
    """Accounts by code or name, added and taken away, month by month."""
    rows = [
        {"label": "Mine", "accounts": ["200"]},
        {"label": "Home", "accounts": ["Rent", "404"]},
        {"label": "Left", "accounts": ["200"], "less": ["Rent", "404"], "total": True},
    ]
    shown = await result(house, "show_custom_report", rows=rows, **DAYS)
    whole = await result(house, "show_report", report="profit_and_loss", **DAYS)

    assert shown["report"]["columns"] == whole["report"]["columns"]
    sales, rent, fees = (figures(whole, name) for name in ("Sales", "Rent", "Bank Fees"))
    assert figures(shown, "Mine") == sales
    assert figures(shown, "Home") == [one + other for one, other in zip(rent, fees, strict=True)]
    assert figures(shown, "Left") == [s - r - f for s, r, f in zip(sales, rent, fees, strict=True)]
    assert [row.get("kind") for row in shown["report"]["rows"]] == [None, None, "total"]


async def test_groups_lead_to_the_net_profit(house: House) -> None:
    """All income less all costs is what Xero calls net profit."""
    row = {"label": "Left", "accounts": ["income", "other income"], "less": ["cost_of_sales", "expenses"]}
    shown = await result(house, "show_custom_report", rows=[row], period="last_financial_year")
    whole = await result(house, "show_report", report="profit_and_loss", period="last_financial_year")

    assert figures(shown, "Left") == figures(whole, "Net Profit")


async def test_cash_basis_and_tracking_reach_xero(house: House) -> None:
    """The same as the profit and loss with the same choices."""
    category = (await result(house, "find_tracking_categories"))["items"][0]
    option = f"{category['name']}: {category['options'][0]['name']}"
    for more in ({"cash_basis": True}, {"tracking": [option]}):
        shown = await result(house, "show_custom_report", rows=[{"label": "S", "accounts": ["income"]}],
                             period="last_quarter", **more)  # fmt: skip
        whole = await result(house, "show_report", report="profit_and_loss", period="last_quarter", **more)
        assert figures(shown, "S") == (figures(whole, "Total Income") or [Decimal(0)])


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({}, "/rows"),
        ({"saved": "x", "rows": [{"label": "A", "accounts": ["200"]}]}, "/rows"),
        ({"rows": [{"label": "A", "accounts": ["200"], "less": ["nowhere"]}]}, "/rows/0/less/0"),
        ({"rows": [{"label": "A", "accounts": ["090"]}]}, "/rows/0/accounts/0"),
        ({"rows": [{"label": "A", "accounts": []}]}, "/rows/0/accounts"),
    ],
)
async def test_what_is_no_row_is_refused_by_its_field(house: House, arguments: dict[str, Any], path: str) -> None:
    """An account of the balance sheet too."""
    error = await refused(house, "show_custom_report", **arguments)

    assert paths(error) == [path]


async def test_a_report_that_nobody_saved_is_not_found(house: House) -> None:
    """With what there is."""
    error = await refused(house, "show_custom_report", saved="Monthly")

    assert error["code"] == "not_found"
