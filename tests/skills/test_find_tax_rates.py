"""What find_tax_rates promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def found(house: House, **arguments: Any) -> list[str]:
    return [each["id"] for each in (await result(house, "find_tax_rates", **arguments))["items"]]


async def test_rates_are_found_by_name_type_and_the_accounts_that_can_have_them(house: House) -> None:
    """With their per cent, and where they can be used."""
    (rate,) = (await result(house, "find_tax_rates", text="gst on income"))["items"]

    assert (rate["id"], rate["percent"]) == ("OUTPUT2", "15")
    assert rate["used_on"] == ["asset", "equity", "liability", "revenue"]
    assert await found(house, text="input") == ["INPUT2"]
    assert "INPUT2" not in await found(house, used_on="revenue")
    assert "OUTPUT2" not in await found(house, used_on="expense")


async def test_one_that_is_no_longer_in_use_is_there_for_who_asks(house: House) -> None:
    """Xero lists deleted ones among the others."""
    change(house, "TaxRates", row(house, "TaxRates", TaxType="INPUT2"), Status="DELETED")

    assert "INPUT2" not in await found(house)
    assert "INPUT2" in await found(house, include_deleted=True)
