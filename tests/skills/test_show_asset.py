"""What show_asset promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_asset_is_named_by_number_name_or_id_in_any_state(house: House) -> None:
    """With its serial number, which lists leave out."""
    by_name = (await result(house, "show_asset", asset="old server"))["asset"]
    by_number = (await result(house, "show_asset", asset=by_name["number"]))["asset"]
    by_id = (await result(house, "show_asset", asset=by_name["id"]))["asset"]

    assert by_name == by_number == by_id
    assert (by_name["state"], by_name["serial_number"]) == ("disposed", "SN-250000")


async def test_one_that_is_not_there_is_refused_with_what_is_near(house: House) -> None:
    """A typing error names another."""
    error = await refused(house, "show_asset", asset="Boardroom tabel")

    assert (error["code"], paths(error)) == ("not_found", ["/asset"])
    assert [each["name"] for each in error["candidates"]] == ["Boardroom table"]
