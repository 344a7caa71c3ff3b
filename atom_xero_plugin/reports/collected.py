"""All records that a report adds up: from the local copy if it is up to date, else from Xero in a few calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Generic, Literal, TypeVar

from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.reports.local_copy import LocalCopy, OpenOn
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE, Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.lists import list_of

T = TypeVar("T", bound=XeroRecord)
MOST_CALLS: Final = 5
"""Pages of a thousand that one list may cost, of the 60 calls of a minute."""


class ReadFrom(Struct, omit_defaults=True):
    """Where the records that were added up come from."""

    source: Annotated[
        Literal["local_copy", "xero"], Meta(description="local_copy where that is synced, else xero itself.")
    ]
    synced_at: Annotated[datetime | None, Meta(description="When the local copy was synced, UTC.")] = None


@dataclass(frozen=True)
class Wanted(Generic[T]):
    """Records of one list."""

    endpoint: Endpoint[T]
    requested: Sequence[Filter]
    """What Xero is asked for; the answers together hold all that fit."""
    statuses: Sequence[str]
    """Those of the records that fit."""
    fits: Callable[[T], bool]
    """Whether a record is wanted, wherever it comes from."""
    open_on: OpenOn | None = None
    """What spares reading most records of the local copy: nearly all of large books are settled."""


@dataclass(frozen=True)
class Books:
    """One organisation's records, all from one place."""

    ctx: Context
    read_from: ReadFrom
    _copy: LocalCopy | None = None

    async def records(self, wanted: Wanted[T]) -> list[T]:
        """All that are wanted, each once. Raises Conflict where Xero would have to be asked too often."""
        if self._copy is None:
            found = await self._from_xero(wanted)
        else:
            found = await self._copy.records(
                self.ctx.organisation.id, wanted.endpoint.record, wanted.statuses, wanted.open_on
            )
        return list({each.record_id: each for each in found if wanted.fits(each)}.values())

    async def _from_xero(self, wanted: Wanted[T]) -> list[T]:
        found: list[T] = []
        for requested in wanted.requested:
            for number in range(1, MOST_CALLS + 1):
                page = await list_of(
                    self.ctx.xero, wanted.endpoint, requested, page=number, page_size=LARGEST_PAGE, order="Date DESC"
                )
                found += page.items
                if not page.has_more:
                    break
            else:
                raise Conflict(
                    f"More than {MOST_CALLS * LARGEST_PAGE:,} of the {wanted.endpoint.name} fit: too many to ask Xero "
                    "for.",
                    hint="Ask for a shorter period or one contact, or let `atom-xero sync` or a worker keep a local "
                    "copy.",
                )
        return found


async def books_of(ctx: Context, endpoints: Sequence[Endpoint[Any]]) -> Books:
    """Where to read these lists from, all of them from one place."""
    copy = ctx.services.get(LocalCopy)
    synced_at = await copy.synced_at(ctx.organisation.id, [each.name for each in endpoints])
    if synced_at is None:
        return Books(ctx, ReadFrom("xero"))
    return Books(ctx, ReadFrom("local_copy", synced_at), copy)
