"""The lists of one workspace: a page, its sums, and how fresh the local copy is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.accounting.lists.columns import name_key
from atom_xero_plugin.accounting.lists.known_groups import KnownGroups
from atom_xero_plugin.accounting.lists.order import Mark, Order
from atom_xero_plugin.accounting.lists.question import ListQuestion
from atom_xero_plugin.accounting.lists.sums import ListGroups
from atom_xero_plugin.accounting.lists.word_filter import LAST_LETTER
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.poll_streams import CHANGES
from atom_xero_plugin.store.tables import by_numbers, polls, records

_SHOWN = tuple(records.c[name] for name in ("id", "kind_name", "record_id", "status", "title", "body"))
_MANY = 6
"""As many of several contacts as are named to a person."""


class ListPage(NamedTuple):
    """A page of a list."""

    rows: Sequence[Row[Any]]
    """With `sorted_by`, the value of the column that it is sorted by."""
    before: bool
    """Whether there are rows before these."""
    after: bool


class ListFreshness(NamedTuple):
    """How much of Xero the local copy holds."""

    synced_at: datetime | None
    """When the list that was synced longest ago was; None if none was."""
    not_synced: tuple[str, ...]
    """Xero's lists that were not synced whole yet."""


class NamedContact(NamedTuple):
    """A contact as records name it."""

    contact_id: str
    name: str


class _Books(NamedTuple):
    """The records of one organisation."""

    workspace_id: str
    tenant_id: str

    @property
    def rows(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions of its rows."""
        return records.c.workspace_id == self.workspace_id, records.c.tenant_id == self.tenant_id


def _placed(question: ListQuestion, order: Order, mark: Mark | None, limit: int, dialect: str) -> Select[Any]:
    """The numbers of the rows of a page, in their order.

    Of several kinds, the first of each are found, and of those the first: each kind's by its own part of an index.
    """
    backwards = mark is not None and mark.backwards
    parts: list[Select[Any]] = []
    for kind in question.kinds:
        one = question.of_kind(kind)
        conditions = [*one.conditions(dialect), one.in_status(), *([order.beyond(mark)] if mark else [])]
        terms = order.terms(records.c, backwards=backwards, walks_index=not one.is_filtered)
        chosen = select(records.c.id, order.column.label(order.by)).where(*conditions).order_by(*terms).limit(limit)
        parts.append(chosen)
    if len(parts) == 1:
        return parts[0].with_only_columns(records.c.id)
    found = union_all(*(each.subquery().select() for each in parts)).subquery()
    terms = order.terms(found.c, backwards=backwards, walks_index=True)
    return select(found.c.id).order_by(*terms).limit(limit)


class RecordLists:
    """Lists over the local copy of one workspace. They never ask Xero."""

    def __init__(self, store: Store, workspace_id: str, known: KnownGroups) -> None:
        """Keep the store that the local copy is in, and the sums that were worked out before."""
        self._store, self._workspace_id, self._known = store, workspace_id, known

    async def page(self, question: ListQuestion, order: Order, mark: Mark | None, limit: int) -> ListPage:
        """Up to `limit` rows after or before the mark."""
        backwards = mark is not None and mark.backwards
        async with self._store.read(self._workspace_id) as tx:
            placed = _placed(question, order, mark, limit + 1, tx.dialect.name)

            async def find() -> list[int]:
                return list((await tx.execute(placed)).scalars())

            key = ("page", *question.key, order, mark, limit)
            ids = await self._known.kept(tx, question, key, find)
            rows = await self._rows(tx, ids[:limit], order)
        more = len(ids) > limit
        if backwards:
            return ListPage(rows[::-1], before=more, after=True)
        return ListPage(rows, before=mark is not None, after=more)

    async def groups(self, question: ListQuestion, *, every_status: bool) -> ListGroups:
        """What all that fits comes to, on every page."""
        async with self._store.read(self._workspace_id) as tx:
            return await self._known.of(tx, question, every_status=every_status)

    async def counts(self, questions: Sequence[ListQuestion]) -> list[int]:
        """How many records fit each of these questions, all from one state of the local copy."""
        async with self._store.read(self._workspace_id) as tx:
            return [await self._known.count(tx, each) for each in questions]

    async def newest(self, tenant_id: str) -> datetime | None:
        """When the newest of an organisation's records was synced; None where there is none."""
        books = _Books(self._workspace_id, tenant_id)

        async def find() -> datetime | None:
            asked = select(func.max(records.c.as_of)).where(*books.rows)
            found: datetime | None = (await tx.execute(asked)).scalar_one()
            return found

        async with self._store.read(self._workspace_id) as tx:
            return await self._known.kept(tx, books, ("newest", *books), find)

    async def synced_since(self, tenant_id: str, moment: datetime | None, kind_names: Sequence[str]) -> int:
        """How many records of these kinds were new or changed after a moment. Counted again once any record changed."""
        books = _Books(self._workspace_id, tenant_id)
        later = [] if moment is None else [records.c.as_of > moment]
        asked = select(func.count()).select_from(records)

        async def find() -> int:
            mine = (*books.rows, records.c.kind_name.in_(kind_names), *later)
            return (await tx.execute(asked.where(*mine))).scalar_one()

        async with self._store.read(self._workspace_id) as tx:
            return await self._known.kept(tx, books, ("since", *books, moment, tuple(kind_names)), find)

    async def freshness(self, tenant_id: str, lists: Sequence[str]) -> ListFreshness:
        """How fresh these of Xero's lists are, together."""
        statement = select(polls.c.list_name, polls.c.seeded, polls.c.finished_at).where(
            polls.c.workspace_id == self._workspace_id,
            polls.c.tenant_id == tenant_id,
            polls.c.stream_type == CHANGES,
            polls.c.list_name.in_(lists),
        )
        async with self._store.read(self._workspace_id) as tx:
            found = (await tx.execute(statement)).all()
        whole = {row.list_name for row in found if row.seeded and row.finished_at is not None}
        missing = tuple(name for name in lists if name not in whole)
        times = [row.finished_at for row in found if row.list_name in whole]
        return ListFreshness(min(times) if times else None, missing)

    async def one(self, tenant_id: str, kind_names: Sequence[str], record_id: str) -> Row[Any] | None:
        """The row of one record of these kinds; None for one that was not synced."""
        statement = select(*_SHOWN).where(
            records.c.workspace_id == self._workspace_id,
            records.c.tenant_id == tenant_id,
            records.c.kind.in_({kind_by_name(name).list_name for name in kind_names}),
            records.c.kind_name.in_(kind_names),
            records.c.record_id == record_id,
        )
        async with self._store.read(self._workspace_id) as tx:
            return (await tx.execute(statement)).first()

    async def contacts_named(self, tenant_id: str, name: str) -> list[NamedContact]:
        """The contacts with this id or name, else those whose names begin so; a few of them if they are many."""
        key = name_key(name)
        same = (records.c.contact_id == name) | (records.c.contact_name == key)
        begun = (records.c.contact_name >= key) & (records.c.contact_name < key + LAST_LETTER)
        named = (
            select(records.c.contact_id, records.c.contact_name)
            .where(records.c.workspace_id == self._workspace_id, records.c.tenant_id == tenant_id)
            .distinct()
            .order_by(records.c.contact_name, records.c.contact_id)
            .limit(_MANY)
        )
        async with self._store.read(self._workspace_id) as tx:
            for condition in (same, begun):
                found = (await tx.execute(named.where(condition, records.c.contact_id.is_not(None)))).all()
                if found:
                    return [NamedContact(row.contact_id, row.contact_name) for row in found]
        return []

    async def _rows(self, tx: AsyncConnection, ids: Sequence[int], order: Order) -> list[Row[Any]]:
        """Whole rows, in the order of their numbers as given: sorting reads no body."""
        if not ids:
            return []
        whole = select(*_SHOWN, order.column.label("sorted_by")).where(by_numbers(self._workspace_id, ids))
        found: dict[int, Any] = {row.id: row for row in (await tx.execute(whole)).all()}
        return [found[each] for each in ids if each in found]
