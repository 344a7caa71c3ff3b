"""Who decided about plans, when and how, as the audit trail has it, each with whether the keys prove it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.store import approvals
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import audit, plans

Said: TypeAlias = Literal["approved", "approved_by_first", "refused", "withdrawn"]
_EVENTS: Final[dict[str, Said]] = {
    approvals.EVENT: "approved",
    approvals.FIRST: "approved_by_first",
    "plan.refused": "refused",
    "plan.withdrawn": "withdrawn",
}
_POLICY: Final = "policy:"
_PAGE: Final = 200


class PlanDecision(Struct, frozen=True):
    """What somebody, or a policy, said of a plan."""

    audit_number: int
    """The row of the audit trail in which it stands."""
    at: datetime
    plan_id: str
    organisation_id: str | None
    decision: Said
    by: str
    policy_id: str | None
    """The policy that let the plan through; None where a person decided."""
    how: str | None
    """By what: a terminal, a form, a token, a setting."""
    reason: str | None
    """What was said for refusing or withdrawing it."""
    plan_hash: str | None
    """The hash of the plan as it was approved."""
    proven: bool | None
    """Whether a key proves the approval; None for what needs no proof, or was approved again later."""
    fault: str | None
    """Why it is not proven."""


async def decisions(
    store: Store, keyring: Keyring, workspace_id: str, numbers: tuple[int, int]
) -> AsyncIterator[PlanDecision]:
    """Every decision within a part of the chain, the oldest first, page by page."""
    last, end = numbers[0] - 1, numbers[1]
    mine = (audit.c.workspace_id == workspace_id) & audit.c.event.in_(_EVENTS)
    while True:
        page = select(audit).where(mine, audit.c.number > last, audit.c.number <= end).order_by(audit.c.number)
        async with store.read(workspace_id) as tx:
            rows = (await tx.execute(page.limit(_PAGE))).mappings().all()
            found = [await _decision(tx, keyring, row) for row in rows]
        for each in found:
            yield each
        if len(rows) < _PAGE:
            return
        last = rows[-1]["number"]


async def _decision(tx: AsyncConnection, keyring: Keyring, row: RowMapping) -> PlanDecision:
    detail: dict[str, Any] = msgspec.json.decode(row["detail"])
    proven, fault = await _proof(tx, keyring, row)
    return PlanDecision(
        audit_number=row["number"],
        at=row["at"],
        plan_id=row["subject"],
        organisation_id=row["tenant_id"],
        decision=_EVENTS[row["event"]],
        by=row["actor"],
        policy_id=row["actor"].removeprefix(_POLICY) if row["actor"].startswith(_POLICY) else None,
        how=detail.get("how"),
        reason=detail.get("reason"),
        plan_hash=detail.get("hash"),
        proven=proven,
        fault=fault,
    )


async def _proof(tx: AsyncConnection, keyring: Keyring, row: RowMapping) -> tuple[bool | None, str | None]:
    """Of an approval: whether it is proven, and why not."""
    if row["event"] not in {approvals.EVENT, approvals.FIRST}:
        return None, None
    mine = (plans.c.workspace_id == row["workspace_id"]) & (plans.c.id == row["subject"])
    plan = (await tx.execute(select(plans).where(mine))).mappings().first()
    if plan is None:
        return False, "its plan is not there"
    if plan["approval_number"] is None and row["number"] == plan["first_approval_number"]:
        fault = await approvals.first_fault(tx, keyring, plan)
    elif row["number"] in {plan["approval_number"], plan["first_approval_number"]}:
        fault = await approvals.fault(tx, keyring, plan)
    elif plan["approval_number"] is None and plan["first_approval_number"] is None:
        fault = "its plan holds no approval"
    else:
        return None, None
    return fault is None, fault
