"""Reading the audit trail: pages of what fits, and all of it with the hashes that chain it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, RowMapping, func, select

from atom_xero_plugin.store.audit import AuditEntry
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import audit

_PAGE: Final = 1_000


class AuditFilter(Struct, frozen=True):
    """What is wanted; None wants all."""

    event: str | None = None
    """One event, or the beginning of several up to a dot: `plan` is plan.approved, plan.executing …"""
    actor: str | None = None
    subject: str | None = None
    tenant_id: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    """The first moment that is out."""
    numbers: tuple[int, int] | None = None
    """The first and the last number of a part of the chain."""


class AuditPage(Struct, frozen=True):
    """Some rows, the newest first."""

    items: list[AuditEntry]
    has_more: bool
    next_cursor: str | None


async def listed(
    store: Store, workspace_id: str, chosen: AuditFilter, *, limit: int = 50, before: int | None = None
) -> AuditPage:
    """The newest rows that fit; `before` is the cursor of the page before."""
    conditions = _conditions(workspace_id, chosen)
    if before is not None:
        conditions.append(audit.c.number < before)
    page = select(audit).where(*conditions).order_by(audit.c.number.desc()).limit(limit + 1)
    async with store.read(workspace_id) as tx:
        rows = (await tx.execute(page)).mappings().all()
    shown, more = rows[:limit], len(rows) > limit
    return AuditPage([_entry(row) for row in shown], more, str(shown[-1]["number"]) if more else None)


async def exported(store: Store, workspace_id: str, chosen: AuditFilter) -> AsyncIterator[dict[str, Any]]:
    """Every row that fits, the oldest first, whole: what its hash is taken over, its hash, and the one before."""
    last = 0
    while True:
        page = select(audit).where(*_conditions(workspace_id, chosen), audit.c.number > last).order_by(audit.c.number)
        async with store.read(workspace_id) as tx:
            rows = (await tx.execute(page.limit(_PAGE))).mappings().all()
        for row in rows:
            yield {**row, "detail": msgspec.json.decode(row["detail"])}
        if len(rows) < _PAGE:
            return
        last = rows[-1]["number"]


async def numbers_of(store: Store, workspace_id: str, chosen: AuditFilter) -> tuple[int, int] | None:
    """The first and the last number of the rows that fit; None if none does.

    The rows between them are a part of the chain without a gap, also where two were noted in another order than their
    times show.
    """
    ends = select(func.min(audit.c.number), func.max(audit.c.number)).where(*_conditions(workspace_id, chosen))
    async with store.read(workspace_id) as tx:
        first, last = (await tx.execute(ends)).one()
    return None if first is None else (first, last)


def _conditions(workspace_id: str, chosen: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [audit.c.workspace_id == workspace_id]
    if chosen.event is not None:
        found.append((audit.c.event == chosen.event) | audit.c.event.startswith(f"{chosen.event}.", autoescape=True))
    for column, value in ((audit.c.actor, chosen.actor), (audit.c.subject, chosen.subject)):
        if value is not None:
            found.append(column == value)
    if chosen.tenant_id is not None:
        found.append(audit.c.tenant_id == chosen.tenant_id)
    if chosen.since is not None:
        found.append(audit.c.at >= chosen.since)
    if chosen.before is not None:
        found.append(audit.c.at < chosen.before)
    if chosen.numbers is not None:
        found.append(audit.c.number.between(*chosen.numbers))
    return found


def _entry(row: RowMapping) -> AuditEntry:
    names = [name for name in AuditEntry.__struct_fields__ if name != "detail"]
    return AuditEntry(detail=msgspec.json.decode(row["detail"]), **{name: row[name] for name in names})
