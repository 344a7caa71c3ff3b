"""A profit and loss by tracking: each option a column, or the lines of one option alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, paths, refused, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
OPTIONS = ("Wellington", "Auckland", "Canterbury")
QUARTER = {"report": "profit_and_loss", "period": "last_quarter"}


def track(house: House) -> None:
    """Of every four documents each of three has another region on its first line; the fourth has none."""
    region = row(house, "TrackingCategories", Name="Region")
    named = {each["Name"]: each["TrackingOptionID"] for each in region["Options"]}
    for number, invoice in enumerate(rows(house, "Invoices")):
        if number % 4 < len(OPTIONS):
            option = OPTIONS[number % 4]
            mark = {"TrackingCategoryID": region["TrackingCategoryID"], "TrackingOptionID": named[option]}
            first = {**invoice["LineItems"][0], "Tracking": [{**mark, "Name": "Region", "Option": option}]}
            change(house, "Invoices", invoice, LineItems=[first, *invoice["LineItems"][1:]])


async def shown(house: House, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await result(house, "show_report", **{**QUARTER, **asked}))["report"]
    return found


def values(report: dict[str, Any]) -> dict[str, list[Decimal]]:
    """By account or sum."""
    return {each["label"]: [Decimal(value) for value in each["values"]] for each in report["rows"]}


@pytest.mark.parametrize("cash", [False, True], ids=["accrual", "cash"])
async def test_each_option_is_a_column_and_all_come_to_the_whole(house: House, cash: bool) -> None:
    """With what has no option, to the cent; by cash too."""
    track(house)

    split, whole = await shown(house, tracking=["Region"], cash_basis=cash), await shown(house, cash_basis=cash)

    assert split["columns"] == [*OPTIONS, "Unassigned", "Total"]
    assert split["column_days"] == []
    assert {name: each[-1] for name, each in values(split).items()} == {n: v[0] for n, v in values(whole).items()}
    assert all(sum(each[:-1]) == each[-1] for each in values(split).values())
    assert all(each != 0 for each in values(split)["Sales"])


async def test_one_option_filters_and_can_be_compared(house: House) -> None:
    """Its columns are of days, and of each the same lines as in the column of the option."""
    track(house)
    split = await shown(house, tracking=["region"])

    alone = await shown(house, tracking=["Region: Auckland"])
    both = await shown(house, tracking=["Region: Auckland"], compare_periods=1, compare_by="quarter")

    auckland = {name: each[OPTIONS.index("Auckland")] for name, each in values(split).items()}
    assert {name: each[0] for name, each in values(alone).items()} == {
        n: v for n, v in auckland.items() if n in values(alone)
    }
    assert [each["last_day"] for each in both["column_days"]] == ["2026-03-31", "2025-12-31"]
    assert values(both)["Sales"][0] == auckland["Sales"]


async def test_an_option_is_counted_line_by_line(house: House) -> None:
    """A document of two regions is in both, and the sales of a region are its lines."""
    track(house)
    lines = await result(house, "find_invoice_lines", kind="sales", tracking="Wellington", period="last_quarter")

    report = await shown(house, tracking=["Region: Wellington"])

    assert f"{values(report)['Sales'][0]:.2f}" == lines["sums"][0]["net"]["amount"]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"report": "balance_sheet", "tracking": ["Region"]}, "/tracking"),
        ({**QUARTER, "tracking": ["Region"], "compare_by": "month"}, "/tracking/0"),
        ({**QUARTER, "tracking": ["Area"]}, "/tracking/0"),
        ({**QUARTER, "tracking": ["Region: Paris"]}, "/tracking/0"),
        ({**QUARTER, "tracking": ["Region: Auckland", "Region: Wellington"]}, "/tracking"),
        ({**QUARTER, "tracking": ["a", "b", "c"]}, "/tracking"),
    ],
)
async def test_what_cannot_be_tracked_is_refused_by_its_field(house: House, asked: dict[str, Any], path: str) -> None:
    """With what was meant, if anything."""
    assert paths(await refused(house, "show_report", **asked)) == [path]
