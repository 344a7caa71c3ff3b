"""Proof that a person approved a plan: a keyed mark (HMAC) over what was approved, and the audit row of the approval.

Who can write to the database can change a proposal with its hash, or set a plan's state; without an encryption key the
mark cannot be made. It covers workspace, plan, organisation, hash, who approved and when, and the audit row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import msgspec
from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.store import audit as chain
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import audit, plans

_Row: TypeAlias = RowMapping | Mapping[str, Any]
EVENT: Final = "plan.approved"
FIRST: Final = "plan.approved_by_first"
"""The event of the first of two approvals."""
_PAGE: Final = 200
_APPROVED: Final = ("approved", "executing", "verified", "mismatch", "unknown", "failed", "undone")
"""States that only an approved plan can be in."""
_encoder = msgspec.json.Encoder(order="deterministic")


def mark(keyring: Keyring, plan: _Row, row_hash: str) -> str:
    """The mark of a plan's row as it is approved: with `approved_by`, `approved_at` and `approval_number`."""
    return keyring.sign(_content(plan, row_hash))


def first_mark(keyring: Keyring, plan: _Row, row_hash: str) -> str:
    """The mark of a plan's row as the first of two people approves it."""
    return keyring.sign(_first_content(plan, row_hash))


async def first_fault(tx: AsyncConnection, keyring: Keyring, plan: _Row) -> str | None:
    """Why it is not proven that a first person approved; None if it is. A rotation of keys ends such a proof."""
    row = await _row_of_first(tx, plan)
    if row is None:
        return "its first approval does not stand in the audit trail"
    mark = plan["first_approval_mac"]
    proven = mark is not None and keyring.has_signed(_first_content(plan, row["hash"]), mark)
    return None if proven else "its first approval is not proven"


async def fault(tx: AsyncConnection, keyring: Keyring, plan: _Row) -> str | None:
    """Why a plan's row, whole, is not proven to be approved; None if it is."""
    if plan["approval_mac"] is None or plan["approval_number"] is None or plan["approved_at"] is None:
        return "it has no proof of approval"
    here = (audit.c.workspace_id == plan["workspace_id"]) & (audit.c.number == plan["approval_number"])
    row = (await tx.execute(select(audit).where(here))).mappings().first()
    if row is None or not chain.is_whole(row) or not _covers(row, plan):
        return "its approval does not stand in the audit trail"
    if not keyring.has_signed(_content(plan, row["hash"]), plan["approval_mac"]):
        return "its proof of approval is not of one of the keys over this plan"
    if plan["approvals_needed"] > 1 and await _row_of_first(tx, plan) is None:
        return "its first approval does not stand in the audit trail"
    return None


async def unproven(store: Store, keyring: Keyring, workspace_id: str) -> list[chain.PlanFault]:
    """Every plan past approval whose approval is not proven; of older versions, those whose approval is not audited."""
    found, last = list[chain.PlanFault](), ""
    past = plans.c.state.in_(_APPROVED) | plans.c.approved_by.is_not(None)
    while True:
        page = select(plans).where(plans.c.workspace_id == workspace_id, past, plans.c.id > last).order_by(plans.c.id)
        async with store.read(workspace_id) as tx:
            rows = (await tx.execute(page.limit(_PAGE))).mappings().all()
            for plan in rows:
                reason = await _fault_of_any_age(tx, keyring, plan)
                found += [chain.PlanFault(plan["id"], reason)] if reason else []
        if len(rows) < _PAGE:
            return found
        last = rows[-1]["id"]


async def verify(store: Store, keyring: Keyring, workspace_id: str) -> chain.AuditReport:
    """Recompute the whole chain, and check that each plan's approval stands in it and is proven."""
    report = await chain.verify(store, workspace_id)
    faults = await unproven(store, keyring, workspace_id)
    return msgspec.structs.replace(report, ok=report.ok and not faults, plans=faults)


async def sign_again(store: Store, keyring: Keyring, *, batch: int = 100) -> tuple[int, int, list[str]]:
    """Mark again by the newest key what an older one marked: how many were, how many needed none, which cannot be."""
    done, already, failed, last = 0, 0, list[str](), ""
    while True:
        page = select(plans).where(plans.c.approval_mac.is_not(None), plans.c.id > last).order_by(plans.c.id)
        async with store.write(ALL_WORKSPACES) as tx:
            rows = (await tx.execute(page.limit(batch))).mappings().all()
            for plan in rows:
                if plan["approval_mac"].startswith(f"{keyring.newest_id}:"):
                    already += 1
                elif await fault(tx, keyring, plan):
                    failed.append(f"plans.approval_mac {plan['id']}")
                else:
                    await _sign_again(tx, keyring, plan)
                    done += 1
        if len(rows) < batch:
            return done, already, failed
        last = rows[-1]["id"]


async def _sign_again(tx: AsyncConnection, keyring: Keyring, plan: _Row) -> None:
    here = (audit.c.workspace_id == plan["workspace_id"]) & (audit.c.number == plan["approval_number"])
    row_hash = (await tx.execute(select(audit.c.hash).where(here))).scalar_one()
    same = (plans.c.id == plan["id"]) & (plans.c.approval_mac == plan["approval_mac"])
    await tx.execute(update(plans).where(same).values(approval_mac=mark(keyring, plan, row_hash)))


async def _fault_of_any_age(tx: AsyncConnection, keyring: Keyring, plan: _Row) -> str | None:
    if plan["approval_mac"] is not None or plan["approval_number"] is not None:
        return await fault(tx, keyring, plan)
    mine = (audit.c.workspace_id == plan["workspace_id"]) & (audit.c.subject == plan["id"]) & (audit.c.event == EVENT)
    rows = (await tx.execute(select(audit).where(mine))).mappings().all()
    if any("signed" in msgspec.json.decode(row["detail"]) for row in rows):
        return "its proof of approval was taken away"
    reported = any(msgspec.json.decode(row["detail"]).get("hash") == plan["hash"] for row in rows)
    return None if reported else "its approval does not stand in the audit trail"


async def _row_of_first(tx: AsyncConnection, plan: _Row) -> _Row | None:
    """The audit row of the first of two approvals, if it is of this plan and of another person than the second."""
    mine = (audit.c.workspace_id == plan["workspace_id"]) & (audit.c.number == plan["first_approval_number"])
    row = (await tx.execute(select(audit).where(mine))).mappings().first()
    if row is None or not chain.is_whole(row) or plan["first_approved_by"] == plan["approved_by"]:
        return None
    return row if _covers(row, {**plan, "approved_by": plan["first_approved_by"]}, FIRST) else None


def _covers(row: _Row, plan: _Row, event: str = EVENT) -> bool:
    reported = (
        row["event"],
        row["subject"],
        row["tenant_id"],
        row["actor"],
        msgspec.json.decode(row["detail"]).get("hash"),
    )
    return reported == (event, plan["id"], plan["tenant_id"], plan["approved_by"], plan["hash"])


def _content(plan: _Row, row_hash: str) -> bytes:
    names = ("workspace_id", "id", "tenant_id", "hash", "approved_by", "approval_number")
    content = [*(plan[name] for name in names), plan["approved_at"].isoformat(), row_hash]
    if plan["approvals_needed"] == 1:
        return _encoder.encode(["plan approval v1", *content])
    first = [plan["first_approved_by"], plan["first_approved_at"].isoformat(), plan["first_approval_number"]]
    return _encoder.encode(["plan approval of two v1", *content, *first])


def _first_content(plan: _Row, row_hash: str) -> bytes:
    names = ("workspace_id", "id", "tenant_id", "hash", "first_approved_by", "first_approval_number")
    when = plan["first_approved_at"].isoformat()
    return _encoder.encode(["first approval v1", *(plan[name] for name in names), when, row_hash])
