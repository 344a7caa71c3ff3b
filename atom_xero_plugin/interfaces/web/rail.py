"""What the frame of every page says: how much waits, and how fresh what is shown is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import func, select

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.accounting.lists.question import ListQuestion
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.reconciliation.imported_lines import ImportedLines
from atom_xero_plugin.store.poll_streams import CHANGES
from atom_xero_plugin.store.tables import limit_windows, plans, polls

_DAY: Final = timedelta(hours=24)
_SAYS_WHAT_IS_LATE: Final = "show_workload"
"""The skill whose figures these are: who may not ask it is not told."""
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


async def counted(runtime: App, caller: Caller, tenant_id: str | None, today: date) -> Counts:
    """What waits: plans in every organisation that the caller may reach; bank lines and what is late in the page's."""
    waiting = select(func.count()).where(
        plans.c.workspace_id == caller.workspace_id,
        plans.c.state == "proposed",
        plans.c.expires_at > runtime.clock.now(),
    )
    if caller.limits.organisations is not None:
        waiting = waiting.where(plans.c.tenant_id.in_(sorted(caller.limits.organisations)))
    async with runtime.store.read(caller.workspace_id) as tx:
        approvals = (await tx.execute(waiting)).scalar_one()
    if tenant_id is None:
        return Counts(approvals=approvals)
    lines = ImportedLines(runtime.store, runtime.clock, caller.workspace_id)
    invoices, bills = await _late(runtime, caller, tenant_id, today)
    return Counts(approvals, await lines.to_do(tenant_id), invoices, bills)


async def _late(runtime: App, caller: Caller, tenant_id: str, today: date) -> tuple[int | None, int | None]:
    """How many invoices and bills are late; None for who may not ask for it. The index of lists alone is read."""
    if not caller.limits.allow(_SAYS_WHAT_IS_LATE, tenant_id):
        return None, None
    asked = [
        ListQuestion(
            workspace_id=caller.workspace_id, tenant_id=tenant_id, today=today, base_currency="",
            kinds=(kind_by_name(name),), statuses=("overdue",),
        )
        for name in ("invoice", "bill")
    ]  # fmt: skip
    invoices, bills = await runtime.record_lists(caller.workspace_id).counts(asked)
    return invoices, bills


async def freshness(runtime: App, workspace_id: str, tenant_ids: Sequence[str]) -> dict[str, Freshness]:
    """How fresh the local copy of each of these organisations is, however many they are: read at once."""
    if not tenant_ids:
        return {}
    each = polls.c
    lists = select(each.tenant_id, each.seeded, each.finished_at, each.failures).where(
        each.workspace_id == workspace_id, each.tenant_id.in_(tenant_ids), each.stream_type == CHANGES
    )
    left = select(limit_windows.c.scope, limit_windows.c.day_remaining, limit_windows.c.day_seen_at).where(
        limit_windows.c.scope.in_(tenant_ids)
    )
    rows: dict[str, list[Any]] = {tenant_id: [] for tenant_id in tenant_ids}
    async with runtime.store.read(workspace_id) as tx:
        for row in await tx.execute(lists):
            rows[row.tenant_id].append(row)
        windows = {row.scope: row for row in await tx.execute(left)}
    return {tenant_id: _freshness(runtime, found, windows.get(tenant_id)) for tenant_id, found in rows.items()}


def _freshness(runtime: App, rows: Sequence[Any], window: Any) -> Freshness:
    whole = bool(rows) and all(row.seeded and row.finished_at is not None for row in rows)
    known = window is not None and window.day_seen_at is not None and runtime.clock.now() - window.day_seen_at <= _DAY
    calls = window.day_remaining if window is not None and known else None
    return Freshness(
        synced_at=min(row.finished_at for row in rows) if whole else None,
        calls_left=calls,
        day_limit=None if calls is None else next((tier for tier in _TIERS if calls <= tier), None),
        failing=sum(1 for row in rows if row.failures),
    )
