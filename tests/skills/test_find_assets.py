"""What find_assets promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import result

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


async def test_registered_assets_are_listed_with_their_types_and_book_values(house: House) -> None:
    """Money with its currency, exact."""
    found = (await result(house, "find_assets"))["items"]

    assert [(each["number"], each["name"], each["type"]) for each in found] == [
        ("FA-0001", "Laptop, design desk", "Computer Equipment"),
        ("FA-0002", "Boardroom table", "Furniture"),
    ]
    assert found[0]["book_value"] == {"amount": "1955.55", "currency": "NZD"}
    assert found[0]["depreciation"] == {
        "method": "diminishing_100", "averaging": "full_month", "percent": "50",
    }  # fmt: skip


async def test_drafts_and_disposed_ones_are_listed_if_asked_for(house: House) -> None:
    """Those that were disposed of say when, and for how much."""
    (draft,) = (await result(house, "find_assets", state="draft"))["items"]
    (gone,) = (await result(house, "find_assets", state="disposed"))["items"]

    assert draft["state"] == "draft"
    assert "disposal_price" not in draft
    assert (gone["disposed"], gone["disposal_price"]["amount"]) == ("2026-04-30", "200.00")


async def test_a_text_fits_a_name_a_number_and_a_type(house: House) -> None:
    """Xero compares it."""
    for text in ("boardroom", "FA-0002", "furniture"):
        assert [each["number"] for each in (await result(house, "find_assets", text=text))["items"]] == ["FA-0002"]


async def test_a_cursor_goes_on(house: House) -> None:
    """Each asset once."""
    first = await result(house, "find_assets", limit=1)
    rest = await result(house, "find_assets", limit=1, cursor=first["next_cursor"])

    assert [first["has_more"], rest["has_more"]] == [True, False]
    assert [each["items"][0]["number"] for each in (first, rest)] == ["FA-0001", "FA-0002"]


async def test_without_the_scope_nothing_is_asked_and_it_is_named(tmp_path: Path) -> None:
    """The standard set of scopes has none of assets."""
    house = await open_connected_house(tmp_path, scopes="standard")
    before = house.sandbox.requests.total

    answer = await house.call("find_assets")
    await house.runtime.close()

    assert answer["error"]["code"] == "scope_missing"
    assert "assets.read" in answer["error"]["hint"]
    assert house.sandbox.requests.total == before
