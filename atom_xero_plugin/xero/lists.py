"""Lists of records by a typed filter, whatever number of requests it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Protocol, Self, TypeVar

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_page
from atom_xero_plugin.xero.pages import Page, every, page_of
from atom_xero_plugin.xero.where_clause import checked_order

T = TypeVar("T", bound=XeroRecord)


class Filter(Protocol):
    """What the filters in `filters.py` have in common."""

    def params(self) -> dict[str, str]:
        """The query parameters."""
        ...

    def chunks(self) -> list[Self]:
        """Filters that each fit one address and together find the same."""
        ...

    def unsaid(self) -> Mapping[str, str]:
        """What Xero cannot be asked for, so that records are compared here."""
        ...

    def fits(self, record: XeroRecord) -> bool:
        """Whether a record has what Xero could not be asked for."""
        ...


async def one_page(
    client: XeroClient,
    record: type[T],
    requested: Filter,
    *,
    page: int = 1,
    page_size: int = 100,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[T]:
    """A page of records. Ids that take several requests are answered as one page, in no common order.

    So is what Xero cannot be asked for: its records are compared here, one and all.

    Raises InvalidArguments for a filter that cannot be sent, and whatever the client raises.
    """
    chunks = requested.chunks()
    if len(chunks) == 1 and not requested.unsaid():
        params = _ordered(chunks[0], order)
        return await page_of(
            client, record, record.PATH, params, page=page, page_size=page_size, modified_since=modified_since
        )
    found = [each async for each in all_pages(client, record, requested, order=order, modified_since=modified_since)]
    return _whole(found if page == 1 else [], page)


async def all_pages(
    client: XeroClient,
    record: type[T],
    requested: Filter,
    *,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> AsyncIterator[T]:
    """Every record, page after page and chunk after chunk, each once."""
    seen: set[str] = set()
    for chunk in requested.chunks():
        params = _ordered(chunk, order)
        async for each in every(client, record, record.PATH, params, modified_since=modified_since):
            if each.record_id not in seen and chunk.fits(each):
                seen.add(each.record_id)
                yield each


async def unpaged(
    client: XeroClient,
    record: type[T],
    requested: Filter | None = None,
    *,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[T]:
    """All records of a resource that Xero answers whole, as one page."""
    params = _ordered(requested, order)
    reply = await client.get(record.PATH, params, modified_since=modified_since)
    found, _ = decode_page(record, reply.body)
    return _whole([each for each in found if requested is None or requested.fits(each)], 1)


def _ordered(requested: Filter | None, order: str | None) -> dict[str, str]:
    params = requested.params() if requested is not None else {}
    return params if order is None else params | {"order": checked_order(order)}


def _whole(found: list[T], page: int) -> Page[T]:
    return Page(items=found, page=page, page_size=len(found), page_count=1, item_count=len(found))
