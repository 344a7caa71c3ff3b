"""What the frame of every page says: how much waits, and how fresh what is shown is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import func, select

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.reconciliation.imported_lines import ImportedLines
from atom_xero_plugin.store.poll_streams import CHANGES
from atom_xero_plugin.store.tables import limit_windows, plans, polls

_DAY: Final = timedelta(hours=24)
_TIERS: Final = (1_000, 5_000)
"""Calls a day that Xero grants: to an app of its starter tier, and to any other."""


class Counts(Struct, frozen=True):
    """How much waits in each place; None where it is not known."""

    approvals: int | None = None
    bank: int | None = None
    invoices_late: int | None = None
    bills_late: int | None = None


class Freshness(Struct, frozen=True):
    """How fresh what is shown of an organisation is, and what may still be asked of Xero today."""

    synced_at: datetime | None
    """When the oldest of its lists was synced; None before the first sync is whole."""
    calls_left: int | None
    """As Xero last said, within a day."""
    day_limit: int | None
    failing: int = 0
    """How many lists cannot be synced."""


async def counted(runtime: App, caller: Caller, tenant_id: str | None) -> Counts:
    """What waits: plans in every organisation that the caller may reach, bank lines in that of the page."""
    waiting = select(func.count()).where(
        plans.c.workspace_id == caller.workspace_id,
        plans.c.state == "proposed",
        plans.c.expires_at > runtime.clock.now(),
    )
    if caller.limits.organisations is not None:
        waiting = waiting.where(plans.c.tenant_id.in_(sorted(caller.limits.organisations)))
    async with runtime.store.read(caller.workspace_id) as tx:
        approvals = (await tx.execute(waiting)).scalar_one()
    lines = ImportedLines(runtime.store, runtime.clock, caller.workspace_id)
    return Counts(approvals=approvals, bank=None if tenant_id is None else await lines.to_do(tenant_id))


async def freshness(runtime: App, workspace_id: str, tenant_id: str | None) -> Freshness | None:
    """How fresh an organisation's local copy is; None without one."""
    if tenant_id is None:
        return None
    mine = (polls.c.workspace_id == workspace_id, polls.c.tenant_id == tenant_id, polls.c.stream_type == CHANGES)
    lists = select(polls.c.seeded, polls.c.finished_at, polls.c.failures).where(*mine)
    left = select(limit_windows.c.day_remaining, limit_windows.c.day_seen_at).where(limit_windows.c.scope == tenant_id)
    async with runtime.store.read(workspace_id) as tx:
        rows = (await tx.execute(lists)).all()
        window = (await tx.execute(left)).first()
    whole = bool(rows) and all(row.seeded and row.finished_at is not None for row in rows)
    known = window is not None and window.day_seen_at is not None and runtime.clock.now() - window.day_seen_at <= _DAY
    calls = window.day_remaining if window is not None and known else None
    return Freshness(
        synced_at=min(row.finished_at for row in rows) if whole else None,
        calls_left=calls,
        day_limit=None if calls is None else next((tier for tier in _TIERS if calls <= tier), None),
        failing=sum(1 for row in rows if row.failures),
    )
