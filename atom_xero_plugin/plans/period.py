"""The plans of a period, page by page: those made in it, and those of which the audit trail says something in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import RowMapping, and_, or_, select

from atom_xero_plugin.plans.outcome import written_of
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.proposal import hash_of
from atom_xero_plugin.plans.repository import ROWS, plan_of
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import audit, plan_steps, plans

_PAGE: Final = 50
"""Plans that are in memory at once; one may hold hundreds of requests."""
OF_STEP: Final = ("state", "record_id", "sent_at", "answered_at", "settled_at", "attempts", "detail")
"""What the row of a step says of what came of it."""


async def of_period(
    store: Store, workspace_id: str, *, since: datetime, before: datetime, numbers: tuple[int, int] | None
) -> AsyncIterator[Sequence[RowMapping]]:
    """Pages of rows of ROWS, in the order in which the plans were made; `numbers` are the audit rows of the period."""
    mine = (plans.c.workspace_id == workspace_id) & (plans.c.created_at < before)
    touched = select(audit.c.subject).where(
        audit.c.workspace_id == workspace_id, audit.c.number.between(*numbers or (0, 0))
    )
    chosen = mine & or_(plans.c.created_at >= since, plans.c.id.in_(touched))
    last: RowMapping | None = None
    while True:
        page = ROWS.where(chosen)
        if last is not None:
            same = and_(plans.c.created_at == last["created_at"], plans.c.id > last["id"])
            page = page.where(or_(plans.c.created_at > last["created_at"], same))
        async with store.read(workspace_id) as tx:
            rows = (await tx.execute(page.order_by(plans.c.created_at, plans.c.id).limit(_PAGE))).mappings().all()
        if rows:
            yield rows
        if len(rows) < _PAGE:
            return
        last = rows[-1]


async def plan_rows(store: Store, workspace_id: str, page: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Each plan of a page: who made it, what it would change, how it stands, and the text that its hash is over."""
    states = await _states_of_steps(store, workspace_id, page)
    return [_plan(row, states.get(row["id"], [])) for row in page]


async def outcome_rows(store: Store, workspace_id: str, page: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Each request of the plans of a page, and what came of it."""
    by_id = {row["id"]: plan_of(row) for row in page}
    return [_outcome(by_id[step["plan_id"]], step) for step in await _steps(store, workspace_id, page)]


def _plan(row: RowMapping, states: list[str]) -> dict[str, Any]:
    plan = plan_of(row)
    shown = msgspec.to_builtins(plan.view())
    amount = shown.pop("amount") or {}
    error = msgspec.json.decode(row["error"]) if row["error"] is not None else {}
    return {
        **shown,
        "organisation": plan.tenant_name,
        "amount": amount.get("amount"),
        "currency": amount.get("currency"),
        "first_approved_at": row["first_approved_at"],
        "approved_at": row["approved_at"],
        "updated_at": row["updated_at"],
        "undo_of": plan.undo_of,
        "written": written_of(states),
        "error_code": error.get("code"),
        "error": error.get("message"),
        "hash_fits": row["hash"] == hash_of(plan.skill, plan.tenant_id, msgspec.Raw(row["proposal"].encode())),
        "content": row["proposal"],
    }


def _outcome(plan: Plan, step: RowMapping) -> dict[str, Any]:
    asked = plan.proposal.steps[step["number"]]
    return {
        "plan_id": plan.id,
        "request": step["number"] + 1,
        "organisation_id": plan.tenant_id,
        "kind": asked.kind,
        "label": asked.label,
        "method": asked.write.method,
        "path": asked.write.path,
        "body_sha256": step["body_hash"],
        **{name: step[name] for name in OF_STEP},
    }


async def _steps(store: Store, workspace_id: str, page: Sequence[RowMapping]) -> Sequence[RowMapping]:
    order = {row["id"]: place for place, row in enumerate(page)}
    columns = [each for each in plan_steps.c if each.name != "record"]
    mine = (plan_steps.c.workspace_id == workspace_id) & plan_steps.c.plan_id.in_(order)
    async with store.read(workspace_id) as tx:
        rows = (await tx.execute(select(*columns).where(mine))).mappings().all()
    return sorted(rows, key=lambda row: (order[row["plan_id"]], row["number"]))


async def _states_of_steps(store: Store, workspace_id: str, page: Sequence[RowMapping]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in await _steps(store, workspace_id, page):
        found.setdefault(step["plan_id"], []).append(step["state"])
    return found
