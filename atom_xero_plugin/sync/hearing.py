"""What changed in one of Xero's lists since a cursor, batch by batch, so that no change is missed.

Paging by number loses rows: while we page, an edited row moves to the end, the next page slips by one, and a row is
skipped. So each next page is asked for as the *first* page of what changed since the last row seen, less a second. Only
where one second holds more rows than a page are numbered pages used, again and again until a pass brings nothing new.
The cursor is a time of Xero's, never ours: the greatest UpdatedDateUTC seen, but never ahead of Xero's own clock.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from atom_xero_plugin.errors import UnexpectedAnswer
from atom_xero_plugin.sync.resources import Resource
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.models.base import Pagination, XeroRecord, decode_page
from atom_xero_plugin.xero.pages import LARGEST_PAGE

OVERLAP = timedelta(minutes=3)
"""How far before the cursor a cycle begins: Xero's servers need not agree to the second."""
STEP_BACK = timedelta(seconds=1)
"""How far before the last row the next page begins: rows of the same second may stand on both."""
CLOCK_SLACK = timedelta(minutes=1)
"""How far Xero's clock may stand behind our cursor before it counts as set back."""
MOST_PASSES = 20


@dataclass(frozen=True)
class Batch:
    """One page, in the order of change."""

    records: list[XeroRecord]
    cursor: datetime | None
    """What the cursor may be set to once these are kept."""
    size: int
    """Bytes of the answer."""


@dataclass
class _Page:
    records: list[XeroRecord]
    more: bool
    now: datetime | None
    """Xero's clock."""
    size: int

    @property
    def last(self) -> datetime:
        return max(_stamp(record) for record in self.records)


async def changes_since(
    client: XeroClient,
    resource: Resource,
    cursor: datetime | None,
    *,
    settled: bool = False,
    heard_at: datetime | None = None,
    now: datetime | None = None,
    page_size: int = LARGEST_PAGE,
) -> AsyncIterator[Batch]:
    """Every record that changed since the cursor, at least once; all of them if there is no cursor.

    `settled` says that all up to the cursor was heard again long after it moved, so that nothing need be heard twice.
    `heard_at` is when, by our clock, everything was last heard, and `now` the same clock now: how far to go back if
    Xero's clock was set back. Raises UnexpectedAnswer for answers that contradict themselves, and whatever the client
    raises; batches given before were good.
    """
    since = None if cursor is None else cursor + STEP_BACK if settled else cursor - OVERLAP
    page = await _ask(client, resource, since, 1, page_size)
    if cursor and page.now and page.now < cursor - CLOCK_SLACK:
        away = now - heard_at if now and heard_at else timedelta(days=1)
        since = page.now - abs(away) - OVERLAP
        page = await _ask(client, resource, since, 1, page_size)
    top = cursor if cursor and not (page.now and page.now < cursor - CLOCK_SLACK) else None
    while True:
        if page.records:
            top = _safe(page, top)
        yield Batch(page.records, top, page.size)
        if not page.more:
            return
        ahead = page.last.replace(microsecond=0) - STEP_BACK
        if since is None or ahead > since:
            since = ahead
            page = await _ask(client, resource, since, 1, page_size)
            continue
        async for batch in _by_number(client, resource, since, page, page_size):
            page = batch
            top = _safe(batch, top)
            yield Batch(batch.records, top, batch.size)
        if not page.more:
            return
        since = page.last.replace(microsecond=0) - STEP_BACK
        page = await _ask(client, resource, since, 1, page_size)


async def _by_number(
    client: XeroClient, resource: Resource, since: datetime, first: _Page, page_size: int
) -> AsyncIterator[_Page]:
    """Numbered pages, where one second fills more than one; every pass until one brings nothing new.

    Ends with a page that has no more, or that reaches so far ahead that the next can be asked for by its time.
    """
    seen = {_identity(record) for record in first.records}
    for _ in range(MOST_PASSES):
        number, before, fresh = 1, {_identity(record) for record in first.records}, False
        page = first
        while page.more and page.last.replace(microsecond=0) - STEP_BACK <= since:
            number += 1
            page = await _ask(client, resource, since, number, page_size)
            now_seen = {_identity(record) for record in page.records}
            if not page.records or now_seen == before:
                raise UnexpectedAnswer(f"Xero gave the same page of {resource.name} twice.")
            fresh = fresh or bool(now_seen - seen)
            seen |= now_seen
            before = now_seen
            yield page
        if not fresh:
            return
        first = await _ask(client, resource, since, 1, page_size)
        yield _Page(first.records, True, first.now, first.size)
    raise UnexpectedAnswer(f"The {resource.name} change faster than they can be read.")


async def _ask(client: XeroClient, resource: Resource, since: datetime | None, number: int, page_size: int) -> _Page:
    asked = {**dict(resource.params), "order": "UpdatedDateUTC ASC", "page": str(number), "pageSize": str(page_size)}
    reply = await client.get(resource.record.PATH, asked, modified_since=since)
    records, told = decode_page(resource.record, reply.body)
    for record in records:
        if not record.record_id or record.updated_date_utc is None:
            raise UnexpectedAnswer(
                f"Xero gave one of the {resource.name} without an id or the time of its last change."
            )
    _check_whole(resource, records, told)
    more = told.page_count > number if told and told.page_count is not None else len(records) >= page_size
    return _Page(records, more and bool(records), reply.date, len(reply.body))


def _check_whole(resource: Resource, records: list[XeroRecord], told: Pagination | None) -> None:
    """Half a page must not pass for a whole one."""
    if told is None or told.page_count is None or told.item_count is None:
        return
    if told.page_count <= 1 and len(records) != told.item_count:
        raise UnexpectedAnswer(f"Xero spoke of {told.item_count} {resource.name} and gave {len(records)}.")


def _safe(page: _Page, top: datetime | None) -> datetime:
    """The greatest stamp seen, but not ahead of Xero's clock: what changes until then must not fall behind it."""
    last = page.last if page.now is None else min(page.last, page.now + CLOCK_SLACK)
    return last if top is None else max(top, last)


def _stamp(record: XeroRecord) -> datetime:
    if record.updated_date_utc is None:
        raise AssertionError("checked when it was read")
    return record.updated_date_utc


def _identity(record: XeroRecord) -> tuple[str, datetime]:
    return record.record_id, _stamp(record)
