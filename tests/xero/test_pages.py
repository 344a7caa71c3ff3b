"""Lists are read by what Xero says of its pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import pytest
from support.strict_xero import ok, playing

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.pages import each_of, one_by_id, page_of
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS
from atom_xero_plugin.xero.records.contacts import CONTACTS
from atom_xero_plugin.xero.records.invoices import INVOICES
from atom_xero_plugin.xero.records.items import ITEMS

pytestmark = pytest.mark.anyio


def contacts(first: int, count: int) -> list[dict[str, str]]:
    return [{"ContactID": f"c{number}", "Name": f"n{number}"} for number in range(first, first + count)]


def paged(size: int, total: int) -> object:
    def answer(request: httpx2.Request) -> httpx2.Response:
        page = int(request.url.params["page"])
        first = (page - 1) * size
        found = contacts(first, max(0, min(size, total - first)))
        pagination = {"page": page, "pageSize": size, "pageCount": -(-total // size), "itemCount": total}
        return ok({"pagination": pagination, "Contacts": found})

    return answer


@pytest.mark.parametrize(("total", "calls"), [(0, 1), (1, 1), (10, 1), (11, 2), (35, 4)])
async def test_every_record_comes_once_and_no_page_too_many(total: int, calls: int) -> None:
    """A full last page is not followed by an empty one: Xero says how many there are."""
    with playing(paged(10, total)) as (client, xero, _):  # type: ignore[arg-type]
        found = [record.record_id async for record in each_of(client, CONTACTS, {}, page_size=10)]

    assert found == [f"c{number}" for number in range(total)]
    assert len(xero.sent) == calls


async def test_without_pagination_a_short_page_is_the_last() -> None:
    """An older answer has none."""
    with playing(ok({"Contacts": contacts(0, 2)}), ok({"Contacts": contacts(2, 1)})) as (client, xero, _):
        found = [record.record_id async for record in each_of(client, CONTACTS, {}, page_size=2)]

    assert found == ["c0", "c1", "c2"]
    assert len(xero.sent) == 2


async def test_where_no_size_can_be_asked_for_a_page_of_its_own_size_is_not_the_last() -> None:
    """Taken for the size that we would ask for, the first page of 100 would pass for the whole list."""
    fixed = replace(CONTACTS, page_size=2, sized=False)
    with playing(ok({"Contacts": contacts(0, 2)}), ok({"Contacts": contacts(2, 1)})) as (client, xero, _):
        found = [record.record_id async for record in each_of(client, fixed, {})]

    assert found == ["c0", "c1", "c2"]
    assert [dict(request.url.params) for request in xero.sent] == [{"page": "1"}, {"page": "2"}]


async def test_a_list_that_takes_no_page_is_whole() -> None:
    """However many there are, one request reads them, and it names no page."""
    with playing(ok({"Contacts": contacts(0, 250)})) as (client, xero, _):
        found = [record.record_id async for record in each_of(client, replace(CONTACTS, page_size=None), {})]

    assert len(found) == 250
    assert [dict(request.url.params) for request in xero.sent] == [{}]


@pytest.mark.parametrize("endpoint", [INVOICES, BANK_TRANSACTIONS, ITEMS], ids=lambda each: each.name)
async def test_unit_prices_are_read_with_four_decimals(endpoint: Endpoint[Any]) -> None:
    """Xero rounds them to two places unless it is asked not to."""
    with playing(ok({endpoint.name: []})) as (client, xero, _):
        await page_of(client, endpoint, {})

    assert xero.sent[0].url.params["unitdp"] == "4"


async def test_a_page_that_comes_twice_is_reported_instead_of_read_for_ever() -> None:
    """A list that never ends would use up the day's calls."""
    again = ok({"pagination": {"page": 1, "pageSize": 2, "pageCount": 9, "itemCount": 18}, "Contacts": contacts(0, 2)})
    with playing(again) as (client, _, _), pytest.raises(UnexpectedAnswer, match="twice"):
        async for _ in each_of(client, CONTACTS, {}, page_size=2):
            pass


async def test_a_page_says_how_many_there_are_in_all() -> None:
    """Totals before rows."""
    with playing(paged(10, 35)) as (client, _, _):  # type: ignore[arg-type]
        page = await page_of(client, CONTACTS, {}, page=4, page_size=10)

    assert (len(page.items), page.item_count, page.has_more) == (5, 35, False)


async def test_garbage_is_reported_as_garbage() -> None:
    """Not an empty list."""
    with playing(httpx2.Response(200, content=b'{"Contacts": [{"Con')) as (client, _, _):
        with pytest.raises(UnexpectedAnswer):
            await page_of(client, CONTACTS, {})
        with pytest.raises(UnexpectedAnswer):
            await one_by_id(client, CONTACTS, "x")
