"""What show_budget promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_figures_are_shown_by_account_and_month(house: House) -> None:
    """Of the months asked for."""
    shown = await result(house, "show_budget", budget="overall budget", date_from="2026-04-01", date_to="2026-06-30")

    sales = next(each for each in shown["rows"] if each["account"] == "200 Sales")
    assert sales["months"] == {"2026-04": "12000.00", "2026-05": "12000.00", "2026-06": "12000.00"}
    assert sales["total"] == {"amount": "36000.00", "currency": "NZD"}


async def test_without_a_period_it_is_this_financial_year(house: House) -> None:
    """From April to March."""
    months = list((await result(house, "show_budget", budget="Overall Budget"))["rows"][0]["months"])

    assert (months[0], months[-1], len(months)) == ("2026-04", "2027-03", 12)


async def test_more_months_than_xero_gives_are_refused(house: House) -> None:
    """Two years are the most; a third would be left out without a word."""
    error = await refused(house, "show_budget", budget="Overall Budget", date_from="2024-01-01", date_to="2026-06-30")

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/date_from"])


async def test_one_that_there_is_not_is_refused(house: House) -> None:
    """With the skill that lists them."""
    error = await refused(house, "show_budget", budget="Marketing")

    assert (error["code"], "find_budgets" in error["hint"]) == ("not_found", True)
