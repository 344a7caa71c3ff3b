"""What delete_tax_rate promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_rate_that_no_line_has_is_deleted(house: House) -> None:
    """For good."""
    written = await done(house, "delete_tax_rate", tax="Local levy")

    assert written["tax_rate"]["status"] == "deleted"
    assert row(house, "TaxRates", TaxType="TAX001")["Status"] == "DELETED"
    assert paths(await refused(house, "delete_tax_rate", tax="TAX001")) == ["/tax"]


async def test_a_rate_that_a_line_has_is_archived_by_xero_and_that_is_said(house: House) -> None:
    """The plan says so before, the answer after."""
    line = {"description": "Guided walk", "unit_amount": "100.00", "account": "200", "tax": "Local levy"}
    await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[line])
    proposed = await plan(house, "delete_tax_rate", tax="Local levy")

    assert warned(proposed) == ["final"]
    assert (await house.carry_out(proposed))["result"]["tax_rate"]["status"] == "archived"


async def test_a_deletion_that_xero_only_said_it_made_is_no_success(house: House) -> None:
    """The rate is read back."""
    proposed = await plan(house, "delete_tax_rate", tax="Local levy")
    house.sandbox.faults.add(kind="status", status=503, match="/TaxRates$", method="POST", times=20)

    answer = await house.carry_out(proposed)

    assert answer["success"] is False
    assert row(house, "TaxRates", TaxType="TAX001")["Status"] == "ACTIVE"


async def test_accounts_and_items_that_have_it_are_named(house: House) -> None:
    """Their lines may be refused from then on."""
    change(house, "Accounts", row(house, "Accounts", Code="200"), TaxType="TAX001")
    proposed = await plan(house, "delete_tax_rate", tax="Local levy")

    assert warned(proposed) == ["final", "named_by_others"]
    assert "account 200" in proposed["warnings"][1]["message"]


async def test_xeros_own_rates_are_refused(house: House) -> None:
    """Nobody deletes them."""
    error = await refused(house, "delete_tax_rate", tax="OUTPUT2")

    assert (error["code"], paths(error)) == ("conflict", ["/tax"])
