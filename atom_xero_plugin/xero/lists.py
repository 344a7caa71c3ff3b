"""Reading any of Xero's resources: a page of a list, a whole list, one record; whatever number of requests it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one, decode_page
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.pages import Page, each_of, one_by_id, page_of, whole
from atom_xero_plugin.xero.where_clause import checked_guid, checked_order, compared, invalid, is_guid

T = TypeVar("T", bound=XeroRecord)
_ALL = Filter()


async def list_of(
    client: XeroClient,
    endpoint: Endpoint[T],
    requested: Filter = _ALL,
    *,
    page: int = 1,
    page_size: int = 100,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[T]:
    """A page of records. Ids that take several requests are answered as one page, in no common order.

    So is what Xero cannot be asked for: its records are compared here, one and all. A list that takes no page is
    answered whole.

    Raises InvalidArguments for a filter that cannot be sent, and whatever the client raises.
    """
    chunks = requested.chunks()
    if len(chunks) == 1 and not requested.unsaid():
        params = _ordered(chunks[0], order)
        return await page_of(client, endpoint, params, page=page, page_size=page_size, modified_since=modified_since)
    found = [each async for each in every(client, endpoint, requested, order=order, modified_since=modified_since)]
    return whole(found if page == 1 else [], page)


async def every(
    client: XeroClient,
    endpoint: Endpoint[T],
    requested: Filter = _ALL,
    *,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> AsyncIterator[T]:
    """Every record that fits, page after page and chunk after chunk, each once."""
    seen: set[str] = set()
    for chunk in requested.chunks():
        params = _ordered(chunk, order)
        async for each in each_of(client, endpoint, params, modified_since=modified_since):
            if each.record_id not in seen and chunk.matches(each):
                seen.add(each.record_id)
                yield each


async def get(client: XeroClient, endpoint: Endpoint[T], record_id: str) -> T:
    """One record by its id. Raises NotFound, InvalidArguments for what is no GUID, and what the client raises."""
    return await one_by_id(client, endpoint, checked_guid(record_id, f"/{endpoint.record.ID}"))


async def get_by_number(client: XeroClient, endpoint: Endpoint[T], number: str) -> T | None:
    """The record that its number names in an address, as it may for a `numbered` endpoint; None if there is none.

    Raises InvalidArguments for a number that no address can hold, see `is_addressable`, and what the client raises.
    """
    if not is_addressable(number):
        raise invalid("/number", "cannot stand in an address")
    try:
        reply = await client.get(f"{endpoint.path}/{quote(number, safe='')}", endpoint.query())
    except NotFound:
        return None
    found, _ = decode_page(endpoint.record, reply.body)
    return next((each for each in found if compared(each.record_number) == compared(number)), None)


def is_addressable(number: str) -> bool:
    """Whether a number can stand in an address: without what ends or splits one, and no id of another record."""
    return bool(number.strip(". ")) and not set(number) & set("/\\?#%") and not is_guid(number)


async def only(client: XeroClient, endpoint: Endpoint[T]) -> T:
    """The one record of a list of one, such as the organisation. Raises NotFound."""
    return decode_one(endpoint.record, (await client.get(endpoint.path, endpoint.query())).body)


def _ordered(requested: Filter, order: str | None) -> dict[str, str]:
    params = requested.params()
    return params if order is None else params | {"order": checked_order(order)}
