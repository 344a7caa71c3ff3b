"""What show_organisation promises."""

from __future__ import annotations

from datetime import date

import pytest
from support.asking import change, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_year_locks_tax_and_actions_are_shown(house: House) -> None:
    """As Xero has them now."""
    record = row(house, "Organisations")
    change(house, "Organisations", record, PeriodLockDate=date(2026, 3, 31), EndOfYearLockDate=date(2025, 3, 31))
    house.sandbox.organisations[house.organisation].not_allowed.add("CreateManualJournal")

    shown = (await result(house, "show_organisation"))["organisation"]

    assert (shown["financial_year_ends"], shown["base_currency"]) == ("03-31", "NZD")
    assert (shown["locked_until"], shown["locked_to_all_until"]) == ("2026-03-31", "2025-03-31")
    assert (shown["tax_basis"], shown["tax_period"], shown["demo"]) == ("ACCRUALS", "TWOMONTHS", True)
    assert (shown["not_allowed"], "UseMulticurrency" in shown["allowed"]) == (["CreateManualJournal"], True)


async def test_actions_that_xero_does_not_say_are_left_out(house: House) -> None:
    """The rest is shown all the same."""
    house.sandbox.faults.add(kind="status", status=404, match="/Organisation/Actions", times=5)

    shown = (await result(house, "show_organisation"))["organisation"]

    assert shown["name"] == "Harbour Street Studio Limited"
    assert "allowed" not in shown
