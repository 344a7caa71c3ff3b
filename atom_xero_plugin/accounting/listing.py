"""Lists in answers: where a page begins, and how the next one is asked for.

A cursor is opaque and bound to the question: used with another question or organisation it is refused, since a page
number of one list means nothing in another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.plans.proposal import canonical
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page

MOST_PAGES: Final = 5
"""Pages of Xero's that one answer may cost while it searches for what Xero itself cannot filter by."""
LARGEST_POSITION: Final = 10**6
T = TypeVar("T", bound=XeroRecord)
R = TypeVar("R")


class Position(NamedTuple):
    """Where in a list an answer begins."""

    page: int = 1
    skip: int = 0
    """Records of that page that an answer before had, or passed over."""


class ListedRows(Struct, Generic[T], frozen=True):
    """Records for one answer."""

    items: list[T]
    after: Position | None
    """Where the next answer begins; None at the end."""
    total: int | None
    """How many fit in all, where Xero can say."""


class _Mark(Struct, array_like=True):
    question: str
    page: int
    skip: int


def begin(cursor: str | None, tenant_id: str, question: Struct) -> Position:
    """Where a cursor points to. Raises InvalidArguments for one that is broken or of another question."""
    if cursor is None:
        return Position()
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        mark = msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=_Mark)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        raise invalid_argument("/cursor", "is not a cursor that an answer gave; leave it out to begin again") from None
    if mark.question != question_hash(tenant_id, question):
        raise invalid_argument("/cursor", "belongs to another question; leave it out, or ask as before")
    if not (1 <= mark.page <= LARGEST_POSITION and 0 <= mark.skip <= LARGEST_POSITION):
        raise invalid_argument("/cursor", "points nowhere; leave it out to begin again")
    return Position(mark.page, mark.skip)


def cursor_to(position: Position | None, tenant_id: str, question: Struct) -> str | None:
    """The cursor for a position; None at the end."""
    if position is None:
        return None
    mark = _Mark(question_hash(tenant_id, question), position.page, position.skip)
    return base64.urlsafe_b64encode(msgspec.json.encode(mark)).decode().rstrip("=")


async def collect(
    fetch: Callable[[int], Awaitable[Page[T]]],
    start: Position,
    limit: int,
    keep: Callable[[T], bool] | None = None,
) -> ListedRows[T]:
    """Up to `limit` records from `start` on; with `keep`, those that pass, from at most MOST_PAGES pages.

    Args:
        fetch: Gets the page of a number; every page of the same size.
        start: Where to begin.
        limit: How many to answer.
        keep: What Xero cannot filter by itself.
    """
    items: list[T] = []
    number, skip = start
    for _ in range(MOST_PAGES):
        page = await fetch(number)
        total = page.item_count if keep is None else None
        for place, item in enumerate(page.items[skip:], skip + 1):
            if keep is None or keep(item):
                items.append(item)
            if len(items) == limit:
                return ListedRows(items, _after(page, place), total)
        if not page.has_more:
            return ListedRows(items, None, total)
        number, skip = number + 1, 0
    return ListedRows(items, Position(number), None)


async def answer_page(
    ctx: Context,
    endpoint: Endpoint[T],
    requested: Filter,
    asked: Any,
    *,
    order: str,
    keep: Callable[[T], bool] | None = None,
) -> tuple[list[T], str | None]:
    """The records of a list's answer, and the cursor for what follows them; None at the end.

    Args:
        ctx: For which organisation.
        endpoint: What is listed.
        requested: What Xero filters by.
        asked: The skill's arguments, with a limit and a cursor.
        order: How Xero sorts them.
        keep: What Xero cannot filter by itself.

    Raises InvalidArguments for a cursor that is broken or of another question.
    """
    start = begin(asked.cursor, ctx.organisation.id, asked)

    async def fetch(page: int) -> Page[T]:
        return await list_of(ctx.xero, endpoint, requested, page=page, page_size=asked.limit, order=order)

    found = await collect(fetch, start, asked.limit, keep)
    return found.items, cursor_to(found.after, ctx.organisation.id, asked)


async def part_of(
    ctx: Context, asked: Any, read: Callable[[], Awaitable[Sequence[R]]]
) -> tuple[Sequence[R], str | None, int]:
    """A part of a list that Xero gives whole, the cursor for what follows it (None at the end), and how many fit.

    `asked` are the skill's arguments, with a limit and a cursor; `read` gives all that fits, in its order. Raises
    InvalidArguments, before anything is read, for a cursor that is broken or of another question.
    """
    first = begin(asked.cursor, ctx.organisation.id, asked).skip
    found = await read()
    after = first + asked.limit
    more = Position(skip=after) if after < len(found) else None
    return found[first:after], cursor_to(more, ctx.organisation.id, asked), len(found)


def _after(page: Page[T], place: int) -> Position | None:
    if place < len(page.items):
        return Position(page.page, place)
    return Position(page.page + 1) if page.has_more else None


def question_hash(tenant_id: str, question: Struct, left_out: frozenset[str] = frozenset({"cursor"})) -> str:
    """What a cursor is bound to: the organisation and the arguments, but for those left out."""
    asked = {name: value for name, value in msgspec.to_builtins(question).items() if name not in left_out}
    return hashlib.sha256(canonical([tenant_id, type(question).__module__, asked])).hexdigest()[:16]
