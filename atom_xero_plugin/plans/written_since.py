"""What plans created in an organisation after a moment, in the order of the audit trail: no clock is asked.

Whoever holds what was read of the books before can add it, where nothing else was written meanwhile.
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import select

from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import audit, audit_heads, plan_steps, plans

_SENT: Final = "step.sending"
_VERIFIED: Final = "step.verified"
_ANY_STEP: Final = "step.%"


class CreatedRecord(Struct, frozen=True):
    """A record that a step created, and that was read back as it was approved."""

    kind: str
    body: str
    """Its JSON, as Xero gave it."""


class _Step(Struct):
    kind: str


class _Proposal(Struct):
    steps: list[_Step]


class _Detail(Struct):
    step: int = -1


async def last_number(store: Store, workspace_id: str) -> int:
    """The number of the newest row of the workspace's audit trail; 0 while there is none."""
    asked = select(audit_heads.c.number).where(audit_heads.c.workspace_id == workspace_id)
    async with store.read(workspace_id) as tx:
        return int((await tx.execute(asked)).scalar() or 0)


async def created_since(store: Store, workspace_id: str, tenant_id: str, number: int) -> list[CreatedRecord] | None:
    """What steps created after the audit trail's row of that number.

    None where more may have changed than that: a step was not verified, changed what was there, or began before.
    """
    events = await _events(store, workspace_id, tenant_id, number)
    whole = all(names[0] == _SENT and names[-1] == _VERIFIED for names in events.values())
    if not whole:
        return None
    if not events:
        return []
    return await _records(store, workspace_id, list(events))


async def _events(store: Store, workspace_id: str, tenant_id: str, number: int) -> dict[tuple[str, int], list[str]]:
    """What happened to each step, by its plan and number."""
    rows = select(audit.c.subject, audit.c.event, audit.c.detail).where(
        audit.c.workspace_id == workspace_id,
        audit.c.number > number,
        audit.c.tenant_id == tenant_id,
        audit.c.event.like(_ANY_STEP),
    )
    found: dict[tuple[str, int], list[str]] = {}
    async with store.read(workspace_id) as tx:
        for row in await tx.execute(rows.order_by(audit.c.number)):
            step = msgspec.json.decode(row.detail, type=_Detail).step
            found.setdefault((row.subject, step), []).append(row.event)
    return found


async def _records(store: Store, workspace_id: str, keys: list[tuple[str, int]]) -> list[CreatedRecord] | None:
    ids = sorted({plan_id for plan_id, _ in keys})
    which = (plan_steps.c.workspace_id == workspace_id) & plan_steps.c.plan_id.in_(ids)
    names = ("plan_id", "number", "creates", "record")
    async with store.read(workspace_id) as tx:
        steps = await tx.execute(select(*(plan_steps.c[name] for name in names)).where(which))
        rows = {(row.plan_id, row.number): row for row in steps}
        mine = (plans.c.workspace_id == workspace_id) & plans.c.id.in_(ids)
        stored = await tx.execute(select(plans.c.id, plans.c.proposal).where(mine))
        proposals = {row.id: msgspec.json.decode(row.proposal, type=_Proposal) for row in stored}
    found = []
    for plan_id, number in keys:
        row = rows.get((plan_id, number))
        if row is None or not row.creates or not row.record:
            return None
        found.append(CreatedRecord(proposals[plan_id].steps[number].kind, row.record))
    return found
