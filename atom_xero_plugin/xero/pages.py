"""Lists, page by page: by what Xero says of the pages, never by guessing from their length alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

from atom_xero_plugin.core.errors import NotFound, UnexpectedAnswer
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_page
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE, Endpoint

T = TypeVar("T", bound=XeroRecord)


class Page(Struct, Generic[T], frozen=True):
    """One page of a list."""

    items: list[T]
    page: int
    page_size: int
    page_count: int | None
    item_count: int | None

    @property
    def has_more(self) -> bool:
        """Whether another page follows: as Xero says, else by a full page."""
        if self.page_count is not None:
            return self.page < self.page_count
        return len(self.items) >= self.page_size


def whole(found: list[T], page: int = 1) -> Page[T]:
    """All there is, as one page."""
    return Page(items=found, page=page, page_size=len(found), page_count=1, item_count=len(found))


async def page_of(
    client: XeroClient,
    endpoint: Endpoint[T],
    params: Mapping[str, str],
    *,
    page: int = 1,
    page_size: int = 100,
    modified_since: datetime | None = None,
) -> Page[T]:
    """One page, from 1; `page_size` up to 1,000. A list that takes no page is page 1, whole."""
    size = endpoint.size_of(page_size)
    if size is None and page > 1:
        return whole([], page)
    asked = endpoint.asked({**params, **endpoint.paged(page, page_size)})
    reply = await client.get(endpoint.path, asked, modified_since=modified_since)
    items, reported = decode_page(endpoint.record, reply.body)
    for each in items:
        each.within = endpoint.within
    if size is None:
        return whole(items)
    return Page(
        items=items,
        page=page,
        page_size=(reported.page_size if reported else None) or size,
        page_count=reported.page_count if reported else None,
        item_count=reported.item_count if reported else None,
    )


async def each_of(
    client: XeroClient,
    endpoint: Endpoint[T],
    params: Mapping[str, str],
    *,
    page_size: int = LARGEST_PAGE,
    modified_since: datetime | None = None,
) -> AsyncIterator[T]:
    """Every record of a list, a page at a time.

    Raises UnexpectedAnswer if Xero gives the same page again, which would never end.
    """
    number, before = 1, None
    while True:
        found = await page_of(client, endpoint, params, page=number, page_size=page_size, modified_since=modified_since)
        first = found.items[0].record_id if found.items else None
        if first is not None and first == before:
            raise UnexpectedAnswer(f"Xero gave the same page of {endpoint.name} twice.")
        for item in found.items:
            yield item
        if not found.items or not found.has_more:
            return
        number, before = number + 1, first


async def one_by_id(client: XeroClient, endpoint: Endpoint[T], record_id: str) -> T:
    """The record of that id. Raises NotFound, and UnexpectedAnswer if Xero answers another one or several."""
    if endpoint.listed_only:
        return await _one_listed(client, endpoint, record_id)
    reply = await client.get(f"{endpoint.path}/{record_id}", endpoint.asked())
    found, _ = decode_page(endpoint.record, reply.body)
    if not found:
        raise NotFound(f"Xero has none of the {endpoint.name} asked for.")
    if [each.record_id.lower() for each in found] != [record_id.lower()]:
        raise UnexpectedAnswer(f"Xero answered other {endpoint.name} than the one asked for, {record_id}.")
    return found[0]


async def _one_listed(client: XeroClient, endpoint: Endpoint[T], record_id: str) -> T:
    listed = (await page_of(client, endpoint, {})).items
    found = next((each for each in listed if each.record_id.lower() == record_id.lower()), None)
    if found is None:
        raise NotFound(f"Xero has none of the {endpoint.name} asked for.")
    return found
