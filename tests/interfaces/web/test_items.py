"""Items in the browser, with the figures of the skill."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import result
from support.bank_studio import said
from support.browsing import browser_of
from support.service import Served

pytestmark = pytest.mark.anyio


async def test_items_are_listed_found_and_filtered_with_the_figures_of_the_skill(served: Served) -> None:
    found = (await result(served.house, "find_items", limit=100))["items"]
    counted = [each for each in found if each.get("tracked")]
    first = next(each for each in found if each.get("sale_price"))
    path = f"/o/{served.house.organisation}/items"
    async with browser_of(served) as browser:
        every = said(await browser.get(path))
        searched = said(await browser.get(path, params={"q": first["code"]}))
        tracked = said(await browser.get(path, params={"kind": "tracked"}))
        nothing = said(await browser.get(path, params={"q": "no such thing"}))
        wrong = await browser.get(path, params={"kind": "sideways"})

    assert f"{len(found)} items" in every
    assert all(each["code"] in every for each in found)
    assert f"{first['code']}" in searched
    assert f"{Decimal(first['sale_price']['amount']):,.2f}" in searched
    assert f"{len(counted)} item" in tracked
    assert "No item fits" in nothing
    assert wrong.status_code in {400, 422}
