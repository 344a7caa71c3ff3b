"""What show_tax_rate promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import change, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_shown_by_type_and_by_name(house: House) -> None:
    """The same rate."""
    by_type = await result(house, "show_tax_rate", tax="OUTPUT2")
    by_name = await result(house, "show_tax_rate", tax="15% GST on Income")

    assert by_type == by_name
    assert "components" not in by_type["tax_rate"]


async def test_parts_are_shown_where_there_are_several(house: House) -> None:
    """With those that are taken on top of the others."""
    parts = [{"Name": "State", "Rate": Decimal("5.5"), "IsCompound": False, "IsNonRecoverable": False},
             {"Name": "City", "Rate": Decimal(2), "IsCompound": True, "IsNonRecoverable": False}]  # fmt: skip
    change(house, "TaxRates", row(house, "TaxRates", TaxType="OUTPUT2"), TaxComponents=parts)

    shown = (await result(house, "show_tax_rate", tax="OUTPUT2"))["tax_rate"]

    assert shown["components"] == [
        {"name": "State", "percent": "5.5"}, {"name": "City", "percent": "2", "compound": True},
    ]  # fmt: skip


async def test_one_that_there_is_not_is_refused_with_the_near_ones(house: House) -> None:
    """Nothing is guessed."""
    error = await refused(house, "show_tax_rate", tax="OUTPUT")

    assert error["code"] == "not_found"
    assert "OUTPUT2" in error["hint"]
