"""Sums and pages of lists that were worked out before, kept as long as the organisation's records are the same.

Adding up a hundred thousand rows takes longer than all the rest of a page; most pages are of lists that nobody changed
in the meantime.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.lists.question import ListQuestion
from atom_xero_plugin.accounting.lists.sums import ListGroups, groups_of
from atom_xero_plugin.store.tables import record_versions, records

T = TypeVar("T")
_MOST: Final = 512
"""Answers that are kept, those asked last: sums are a few dozen numbers, a page is those of its rows."""


class OfBooks(Protocol):
    """What is about the records of one organisation, such as a question."""

    @property
    def workspace_id(self) -> str:
        """Whose copy of them."""

    @property
    def tenant_id(self) -> str:
        """The organisation's id at Xero."""


@dataclass
class KnownGroups:
    """Those of one process."""

    _found: OrderedDict[tuple[Any, ...], tuple[int, Any]] = field(default_factory=OrderedDict)

    def clear(self) -> None:
        """Forget all of them."""
        self._found.clear()

    async def of(self, tx: AsyncConnection, question: ListQuestion, *, every_status: bool) -> ListGroups:
        """The groups of a question, as `groups_of` finds them in this transaction."""
        asked = question.in_statuses(()) if every_status else question
        key = ("groups", every_status, *asked.key)
        return await self.kept(tx, question, key, lambda: groups_of(tx, asked, every_status=every_status))

    async def count(self, tx: AsyncConnection, question: ListQuestion) -> int:
        """How many records fit a question: less to read than their sums."""
        conditions = [*question.conditions(tx.dialect.name), question.in_status()]

        async def find() -> int:
            return (await tx.execute(select(func.count()).select_from(records).where(*conditions))).scalar_one()

        return await self.kept(tx, question, ("count", *question.key), find)

    async def kept(
        self, tx: AsyncConnection, books: OfBooks, key: tuple[Any, ...], find: Callable[[], Awaitable[T]]
    ) -> T:
        """What was found under a key for the same records, else what is found now."""
        version = await _version(tx, books)
        known = self._found.pop(key, None)
        # read before the records: if they change in between, what is found is newer than the version it is kept by
        found: T = known[1] if known and known[0] == version else await find()
        self._found[key] = (version, found)
        while len(self._found) > _MOST:
            self._found.popitem(last=False)
        return found


async def _version(tx: AsyncConnection, books: OfBooks) -> int:
    mine = select(record_versions.c.version).where(
        record_versions.c.workspace_id == books.workspace_id, record_versions.c.tenant_id == books.tenant_id
    )
    return (await tx.execute(mine)).scalar_one_or_none() or 0
