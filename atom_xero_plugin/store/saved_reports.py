"""Reports that people put together, each kept by a name within its organisation."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta, Struct
from sqlalchemy import ColumnElement, delete, func, insert, select, update

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, NotFound
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.report_tables import saved_reports

MOST: Final = 200
"""Of one organisation."""


class SavedReport(Struct, frozen=True):
    """A report that is kept."""

    id: Annotated[str, Meta(description="Its id here.")]
    name: Annotated[str, Meta(description="Its name; show_custom_report takes it.")]
    saved_by: Annotated[str, Meta(description="Who saved it.")]
    saved_at: Annotated[datetime, Meta(description="When, UTC.")]
    definition: Annotated[str, Meta(description="Its rows and columns, as the text of a JSON object.")]


class SavedReports:
    """The kept reports of one organisation of a workspace."""

    def __init__(self, store: Store, clock: Clock, workspace_id: str, tenant_id: str) -> None:
        """Keep where they are."""
        self._store, self._clock = store, clock
        self._mine = {"workspace_id": workspace_id, "tenant_id": tenant_id}

    async def save(self, name: str, definition: str, *, by: str) -> SavedReport:
        """Keep a report; one of the same name is replaced. Raises Conflict for too many."""
        key, now = _key(name), self._clock.now()
        values = {"name": name, "definition": definition, "saved_by": by[:255], "saved_at": now}
        where = [*self._where(), saved_reports.c.name_key == key]
        async with self._store.write(self._mine["workspace_id"]) as tx:
            there = (await tx.execute(select(saved_reports.c.id).where(*where))).scalar_one_or_none()
            if there is not None:
                await tx.execute(update(saved_reports).where(*where).values(**values))
                return SavedReport(there, name, by[:255], now, definition)
            counted = select(func.count()).select_from(saved_reports).where(*self._where())
            if (await tx.execute(counted)).scalar_one() >= MOST:
                raise Conflict(f"There are {MOST} saved reports already.", hint="Delete one that nobody needs.")
            report_id = f"rep_{uuid.uuid4().hex[:16]}"
            await tx.execute(insert(saved_reports).values(id=report_id, name_key=key, **self._mine, **values))
        return SavedReport(report_id, name, by[:255], now, definition)

    async def listed(self) -> list[SavedReport]:
        """All of them, by name."""
        columns = [saved_reports.c[name] for name in SavedReport.__struct_fields__]
        statement = select(*columns).where(*self._where()).order_by(saved_reports.c.name_key)
        async with self._store.read(self._mine["workspace_id"]) as tx:
            return [SavedReport(**row) for row in (await tx.execute(statement)).mappings()]

    async def find(self, named: str) -> SavedReport:
        """The report of that name or id. Raises NotFound with the names there are."""
        known = await self.listed()
        found = next((each for each in known if each.id == named or _key(each.name) == _key(named)), None)
        if found is None:
            names = ", ".join(repr(each.name) for each in known[:10]) or "none"
            raise NotFound("There is no saved report of that name.", hint=f"There are: {names}.")
        return found

    async def delete(self, named: str) -> SavedReport:
        """Delete the report of that name or id. Raises NotFound."""
        found = await self.find(named)
        async with self._store.write(self._mine["workspace_id"]) as tx:
            await tx.execute(delete(saved_reports).where(*self._where(), saved_reports.c.id == found.id))
        return found

    def _where(self) -> list[ColumnElement[bool]]:
        return [saved_reports.c[name] == value for name, value in self._mine.items()]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()[:200]
