"""What find_items promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result
from support.stocked import put_tracked

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_items_are_found_by_part_of_any_text(house: House) -> None:
    """Code, name or description, in any letter case, with their prices in the organisation's currency."""
    found = await result(house, "find_items", text="per HOUR")

    assert [each["code"] for each in found["items"]] == ["COPY", "SUPPORT"]
    assert found["items"][0]["sale_price"] == {"amount": "115.00", "currency": "NZD"}
    assert (found["total"], found["has_more"]) == (2, False)


async def test_pages_follow_one_another(house: House) -> None:
    """Each item once, also though Xero gives the list whole."""
    seen, cursor = [], None
    while True:
        page = await result(house, "find_items", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [each["code"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == sorted(seen)
    assert (len(seen), len(set(seen)), page["total"]) == (8, 8, 8)


async def test_a_cursor_of_another_question_is_refused(house: House) -> None:
    """It would point into another list."""
    page = await result(house, "find_items", limit=3)

    error = await refused(house, "find_items", limit=4, cursor=page["next_cursor"])

    assert paths(error) == ["/cursor"]


async def test_stock_is_shown_and_filtered(house: House) -> None:
    """Of tracked items alone; one with none on hand is out of stock."""
    put_tracked(house, "CHAIR", bought=5)
    put_tracked(house, "LAMP")

    tracked = await result(house, "find_items", kind="tracked")
    out = await result(house, "find_items", kind="out_of_stock")

    assert [(each["code"], each["quantity_on_hand"]) for each in tracked["items"]] == [("CHAIR", "5"), ("LAMP", "0")]
    assert tracked["items"][0]["stock_value"]["amount"] == "200.00"
    assert [each["code"] for each in out["items"]] == ["LAMP"]
