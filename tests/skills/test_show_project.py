"""What show_project promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_project_is_shown_with_its_contact_tasks_and_sums(house: House) -> None:
    """What is fixed is worth its rate."""
    shown = await result(house, "show_project", project="logo refresh")

    assert shown["project"]["tasks_total"] == {"amount": "800.00", "currency": "NZD"}
    assert shown["project"]["contact"]
    assert [(each["name"], each["charge"]) for each in shown["tasks"]] == [("Artwork", "fixed")]


async def test_a_project_that_is_not_there_names_the_near_ones(house: House) -> None:
    """Nothing near is shown for it."""
    error = await refused(house, "show_project", project="Shop refits")

    assert error["code"] == "not_found"
    assert error["candidates"][0]["name"] == "Shop refit"
