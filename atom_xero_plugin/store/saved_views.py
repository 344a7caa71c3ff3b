"""How one person of a workspace likes to see lists: views kept by a name, and the columns of each list."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, FieldError, InvalidArguments, NotFound
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.upsert import insert_into
from atom_xero_plugin.store.view_tables import chosen_columns, saved_views

MOST: Final = 20
"""Views of one list: more would not be found in the row of them."""
LONGEST_NAME: Final = 60


class SavedView(Struct, frozen=True):
    """A view of a list."""

    id: str
    list_name: str
    name: str
    query: str
    """Filters, order and columns, as they stand in an address."""


class SavedViews:
    """Those of one person."""

    def __init__(self, store: Store, clock: Clock, workspace_id: str, person: str) -> None:
        """Keep whose they are; `person` as the audit names them."""
        self._store, self._clock, self._workspace_id = store, clock, workspace_id
        self._mine = {"workspace_id": workspace_id, "person": person[:255]}

    async def listed(self, list_name: str) -> list[SavedView]:
        """Those of a list, by name."""
        return await self._found(saved_views.c.list_name == list_name)

    async def find(self, list_name: str, view_id: str) -> SavedView:
        """One of them. Raises NotFound; also for another person's."""
        found = await self._found(saved_views.c.list_name == list_name, saved_views.c.id == view_id)
        if not found:
            raise NotFound("You have no such view of this list.", hint="It may have been deleted. Open the list.")
        return found[0]

    async def save(self, list_name: str, name: str, query: str) -> SavedView:
        """Keep a view; one of the same name is replaced. Raises InvalidArguments for a name, Conflict for too many."""
        named, key = _named(name)
        values = {"name": named, "query": query, "saved_at": self._clock.now()}
        unique = {**self._mine, "list_name": list_name, "name_key": key}
        others = (*self._where(), saved_views.c.list_name == list_name, saved_views.c.name_key != key)
        async with self._store.write(self._workspace_id) as tx:
            counted = select(func.count()).select_from(saved_views).where(*others)
            if (await tx.execute(counted)).scalar_one() >= MOST:
                raise Conflict(f"You have {MOST} views of this list already.", hint="Delete one that you do not use.")
            made = insert_into(saved_views, tx.dialect.name).values(
                id=f"view_{uuid.uuid4().hex[:16]}", **unique, **values
            )
            kept = made.on_conflict_do_update(index_elements=list(unique), set_=values).returning(saved_views.c.id)
            view_id = (await tx.execute(kept)).scalar_one()
        return SavedView(view_id, list_name, named, query)

    async def rename(self, list_name: str, view_id: str, name: str) -> SavedView:
        """Give a view another name. Raises NotFound, InvalidArguments, and Conflict for the name of another."""
        named, key = _named(name)
        view = await self.find(list_name, view_id)
        mine = (*self._where(), saved_views.c.id == view_id)
        try:
            async with self._store.write(self._workspace_id) as tx:
                await tx.execute(update(saved_views).where(*mine).values(name=named, name_key=key))
        except IntegrityError:
            words = "Another of your views of this list has that name."
            raise Conflict(words, hint="Choose another name.") from None
        return SavedView(view_id, list_name, named, view.query)

    async def delete(self, list_name: str, view_id: str) -> None:
        """Delete a view. Raises NotFound."""
        await self.find(list_name, view_id)
        async with self._store.write(self._workspace_id) as tx:
            await tx.execute(delete(saved_views).where(*self._where(), saved_views.c.id == view_id))

    async def columns(self, list_name: str) -> list[str] | None:
        """The keys of the columns that were chosen for a list; None where none were."""
        mine = [chosen_columns.c[name] == value for name, value in self._mine.items()]
        asked = select(chosen_columns.c.columns).where(*mine, chosen_columns.c.list_name == list_name)
        async with self._store.read(self._workspace_id) as tx:
            found = (await tx.execute(asked)).scalar_one_or_none()
        return None if found is None else found.split(",")

    async def choose(self, list_name: str, columns: Sequence[str]) -> None:
        """Show these columns of a list from now on."""
        keys = {**self._mine, "list_name": list_name}
        async with self._store.write(self._workspace_id) as tx:
            statement = insert_into(chosen_columns, tx.dialect.name).values(**keys, columns=",".join(columns))
            await tx.execute(
                statement.on_conflict_do_update(index_elements=list(keys), set_={"columns": statement.excluded.columns})
            )

    async def _found(self, *conditions: ColumnElement[bool]) -> list[SavedView]:
        columns: list[Any] = [saved_views.c[name] for name in SavedView.__struct_fields__]
        asked = select(*columns).where(*self._where(), *conditions).order_by(saved_views.c.name_key)
        async with self._store.read(self._workspace_id) as tx:
            return [SavedView(**row) for row in (await tx.execute(asked)).mappings()]

    def _where(self) -> list[ColumnElement[bool]]:
        return [saved_views.c[name] == value for name, value in self._mine.items()]


def _named(name: str) -> tuple[str, str]:
    """A name as it is shown, and as it is compared."""
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME:
        wrong = FieldError("/name", f"must have 1 to {LONGEST_NAME} characters")
        raise InvalidArguments("A view needs a name.", fields=[wrong], hint="Give it a short one.")
    return shown, shown.casefold()[: 2 * LONGEST_NAME]
