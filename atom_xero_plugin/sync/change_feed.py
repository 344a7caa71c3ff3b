"""What changed in one of Xero's lists since a cursor, batch by batch, so that no change is missed.

Paging by number loses rows: while we page, an edited row moves to the end, the next page slips by one, and a row is
skipped. So each next page is asked for as the *first* page of what changed since the last row seen, less a second. Only
where one second holds more rows than a page are numbered pages used: forwards to find its end, then backwards, because
rows slip towards the front and so cannot slip past a reader who comes from the end. Until he is through, the cursor
stands still.

The cursor is a time of Xero's, the greatest UpdatedDateUTC seen; but it is never ahead of Xero's clock nor of ours, so
that a clock that was wrong and is put right leaves nothing behind it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import Pagination, XeroRecord, decode_page
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE, Endpoint

log = logging.getLogger(__name__)
OVERLAP = timedelta(minutes=3)
"""How far before the cursor a poll run begins: Xero's servers need not agree to the second."""
STEP_BACK = timedelta(seconds=1)
"""How far before the last row the next page begins: rows of the same second may stand on both."""
CLOCK_SLACK = timedelta(minutes=1)
"""How far Xero's clock may stand behind our cursor before it counts as set back."""
_MOST_PAGES = 1_000
"""Of one and the same second."""
_TRIES = 2
"""Of an answer that contradicts itself: the count and the rows of a page may be of two moments."""


@dataclass(frozen=True)
class Batch:
    """One page, in the order of change."""

    records: list[XeroRecord]
    prepared: list[Any]
    """What was made of each record beforehand, in their order; empty if nothing was to be made."""
    cursor: datetime | None
    """What the cursor may be set to once these are kept."""
    size: int
    """Bytes of the answer."""
    xero_now: datetime | None
    """Xero's clock when it answered, in whole seconds; None if it did not say."""
    xero_ahead: timedelta | None
    """How far it was before ours then."""


@dataclass(frozen=True)
class _Page:
    records: list[XeroRecord]
    prepared: list[Any]
    more: bool
    now: datetime | None
    ahead: timedelta | None
    size: int
    total: int | None = None
    """Records of the whole list, as Xero counted them."""

    @property
    def last(self) -> datetime:
        return _stamp(self.records[-1])

    @property
    def next_since(self) -> datetime:
        """What the page after this one is asked for by."""
        return self.last.replace(microsecond=0) - STEP_BACK

    @property
    def identities(self) -> list[tuple[str, datetime]]:
        return [(record.record_id, _stamp(record)) for record in self.records]


async def changes_since(
    client: XeroClient,
    endpoint: Endpoint[Any],
    cursor: datetime | None,
    *,
    clock: Clock,
    settled: bool = False,
    heard_at: datetime | None = None,
    page_size: int = LARGEST_PAGE,
    prepare: Callable[[XeroRecord], Any] | None = None,
) -> AsyncGenerator[Batch]:
    """Every record that changed since the cursor, at least once; all of them if there is no cursor.

    `settled` says that all up to the cursor was synced again long after it moved, so that nothing need be synced twice.
    `prepare` makes something of each record of a page as soon as that is there, while the one before may be kept.
    `heard_at` is when, by our clock, all was last synced: how far to go back if Xero's clock was set back. Raises
    UnexpectedAnswer for answers that contradict themselves, and whatever the client raises; batches given before were
    good.
    """
    reader = _Reader(client, endpoint, clock, page_size, prepare)
    since = None if cursor is None else cursor + STEP_BACK if settled else cursor - OVERLAP
    page = await reader.ask(since)
    top = cursor
    if cursor is not None and page.now is not None and page.now < cursor - CLOCK_SLACK:
        away = abs(clock.now() - heard_at) if heard_at else timedelta(days=1)
        log.warning("Xero's clock was set back, to %s: %s are synced from before it", page.now, endpoint.name)
        top = since = page.now - away - OVERLAP
        page = await reader.ask(since)
    horizon = _Horizon(clock)
    while True:
        horizon.note(page)
        if since is not None and page.more and page.next_since <= since:
            yield _batch(page, top)
            async for each in reader.by_number(since, page):
                yield _batch(each, top)
            page = reader.furthest
            top = horizon.safe(page, top)
            yield Batch([], [], top, 0, page.now, page.ahead)
            if not page.more:
                return
            since = page.next_since
            page = await reader.ask(since)
            continue
        top = horizon.safe(page, top)
        if not page.more:
            yield _batch(page, top)
            return
        since = page.next_since
        async with _meanwhile(reader.ask(since)) as following:
            yield _batch(page, top)
            page = await following


def _batch(page: _Page, cursor: datetime | None) -> Batch:
    return Batch(page.records, page.prepared, cursor, page.size, page.now, page.ahead)


@asynccontextmanager
async def _meanwhile(work: Coroutine[Any, Any, _Page]) -> AsyncIterator[asyncio.Task[_Page]]:
    """The next page is asked for while this one is kept."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        if not task.done():
            task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # seen: whoever left early does not want it


class _Reader:
    """Asks for the pages of one list."""

    def __init__(
        self,
        client: XeroClient,
        endpoint: Endpoint[Any],
        clock: Clock,
        page_size: int,
        prepare: Callable[[XeroRecord], Any] | None,
    ) -> None:
        self._client = client
        self._endpoint = endpoint
        self._clock = clock
        self._page_size = page_size
        self._full = endpoint.size_of(page_size)
        """Records of a full page; None if the list comes whole."""
        self._prepare = prepare
        self.furthest = _Page([], [], more=False, now=None, ahead=None, size=0)
        """The page at which the last reading by number turned round."""

    async def by_number(self, since: datetime, first: _Page) -> AsyncIterator[_Page]:
        """Numbered pages, where one second fills more than one: on to where the next second begins, then back.

        The first page was read already; it comes again at the end.
        """
        number, page = 1, first
        while page.more and page.next_since <= since:
            number += 1
            if number > _MOST_PAGES:
                raise UnexpectedAnswer(f"More {self._endpoint.name} changed in one second than can be read.")
            before, page = page, await self.ask(since, number)
            if not page.records:  # the page before was full and the last
                page = replace(before, more=False, size=0)
                break
            if page.identities == before.identities and page.total == before.total:
                raise UnexpectedAnswer(f"Xero gave the same page of {self._endpoint.name} twice.")
            yield page
        self.furthest = page
        for back in range(number - 1, 0, -1):
            yield await self.ask(since, back)

    async def ask(self, since: datetime | None, number: int = 1) -> _Page:
        """One page; an answer that makes no sense is asked for once more. Raises UnexpectedAnswer."""
        for attempt in range(_TRIES):
            try:
                return await self._ask(since, number)
            except UnexpectedAnswer as error:
                if attempt + 1 == _TRIES:
                    raise
                log.warning("%s It is asked again.", error.message)
        raise AssertionError("unreachable")

    async def _ask(self, since: datetime | None, number: int) -> _Page:
        endpoint = self._endpoint
        asked = {**dict(endpoint.feed), "order": "UpdatedDateUTC ASC", **endpoint.paged(number, self._page_size)}
        reply = await self._client.get(endpoint.path, endpoint.query(asked), modified_since=since)
        records, reported = decode_page(endpoint.record, reply.body)
        self._check_records(records)
        self._check_count(records, reported, number)
        prepared = [self._prepare(record) for record in records] if self._prepare else []
        filled = self._full is not None and len(records) >= self._full
        more = reported.page_count > number if reported and reported.page_count is not None else filled
        ahead = None if reply.date is None else reply.date - self._clock.now()
        total = reported.item_count if reported else None
        return _Page(records, prepared, more and bool(records), reply.date, ahead, len(reply.body), total)

    def _check_records(self, records: list[XeroRecord]) -> None:
        name = self._endpoint.name
        for record in records:
            if not record.record_id or record.updated_date_utc is None:
                raise UnexpectedAnswer(f"Xero gave one of the {name} without an id or the time of its last change.")
        stamps = [_stamp(record) for record in records]
        if any(earlier > later for earlier, later in pairwise(stamps)):
            raise UnexpectedAnswer(f"Xero gave the {name} in another order than that of their last change.")

    def _check_count(self, records: list[XeroRecord], reported: Pagination | None, number: int) -> None:
        """Half a page must not pass for a whole one, nor another page for the one asked for."""
        if reported is None:
            return
        name = self._endpoint.name
        if reported.page is not None and reported.page != number:
            raise UnexpectedAnswer(f"Xero gave page {reported.page} of the {name} where page {number} was asked for.")
        if reported.page_count is None or reported.item_count is None:
            return
        size = reported.page_size or self._full or self._page_size
        due = max(0, min(size, reported.item_count - (number - 1) * size))
        if len(records) != due:
            raise UnexpectedAnswer(f"Xero spoke of {due} {name} on a page and gave {len(records)}.")


class _Horizon:
    """How far the cursor may go: ahead of no clock, since what changes from now on must not fall behind it.

    Rows that a wrong clock stamped may lie ahead of Xero's. The pages after them are asked for from there, so what
    changes meanwhile is on none of them: from the first such page on, the clocks as they stood then are the limit.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limit: datetime | None = None

    def note(self, page: _Page) -> None:
        """Hold the limit if the rows of this page are ahead of a clock."""
        limit = self._limit_of(page)
        if self._limit is None and page.records and page.last > limit:
            self._limit = limit

    def safe(self, page: _Page, top: datetime | None) -> datetime | None:
        """The greatest stamp seen, within the limit."""
        if not page.records:
            return top
        last = min(page.last, self._limit_of(page) if self._limit is None else self._limit)
        return last if top is None else max(top, last)

    def _limit_of(self, page: _Page) -> datetime:
        now = self._clock.now()
        return (now if page.now is None else min(now, page.now)) + CLOCK_SLACK


def _stamp(record: XeroRecord) -> datetime:
    if record.updated_date_utc is None:
        raise AssertionError("checked when it was read")
    return record.updated_date_utc
