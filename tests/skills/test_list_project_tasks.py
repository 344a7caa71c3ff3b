"""What list_project_tasks promises."""

from __future__ import annotations

import pytest
from support.asking import done, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_tasks_are_listed_with_their_rates_and_time(house: House) -> None:
    """What is not charged has no rate, and time makes the rest worth something."""
    await done(house, "record_time", project="Shop refit", task="Design", minutes=30, person="Ana Whare")

    design, visits = (await result(house, "list_project_tasks", project="Shop refit"))["items"]

    assert (design["rate"]["amount"], design["minutes"], design["total"]["amount"]) == ("120.00", 30, "60.00")
    assert (visits["charge"], visits["rate"]["amount"]) == ("not_charged", "0.00")
