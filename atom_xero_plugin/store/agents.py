"""What each caller did with plans, counted from the plans themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, TypeAlias

from msgspec import Struct
from sqlalchemy import ColumnElement, case, func, select

from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import plans

_POLICY: Final = "policy:"
"""What `approved_by` begins with where a policy let a plan through."""


class PlansOfActor(Struct, frozen=True):
    """The plans that one actor made in one organisation."""

    actor: str
    tenant_id: str
    made: int
    approved: int
    """By people or by a policy."""
    allowed: int
    """Of those approved, by a policy."""
    refused: int
    last_at: datetime


class ApprovalsOfActor(Struct, frozen=True):
    """The approvals that one actor gave."""

    actor: str
    given: int
    last_at: datetime


Period: TypeAlias = tuple[datetime, datetime]
"""From a moment on, to another that is out."""


async def plans_made(store: Store, workspace_id: str, within: Period | None = None) -> list[PlansOfActor]:
    """What every actor of a workspace made, by organisation; of plans made `within` a period, or of all."""
    chosen = [plans.c.workspace_id == workspace_id, *_in(plans.c.created_at, within)]
    by_policy = plans.c.approved_by.startswith(_POLICY)
    counted = (
        select(
            plans.c.proposed_by,
            plans.c.tenant_id,
            func.count(),
            func.count(plans.c.approved_at),
            func.count(case((by_policy, 1))),
            func.count(case((plans.c.state == "refused", 1))),
            func.max(plans.c.created_at),
        )
        .where(*chosen)
        .group_by(plans.c.proposed_by, plans.c.tenant_id)
        .order_by(plans.c.proposed_by, plans.c.tenant_id)
    )
    async with store.read(workspace_id) as tx:
        return [PlansOfActor(*row) for row in await tx.execute(counted)]


async def approvals_given(store: Store, workspace_id: str, within: Period | None = None) -> list[ApprovalsOfActor]:
    """Who approved how many plans, `within` a period or ever; of two people each counts."""
    found: dict[str, ApprovalsOfActor] = {}
    columns = ((plans.c.approved_by, plans.c.approved_at), (plans.c.first_approved_by, plans.c.first_approved_at))
    async with store.read(workspace_id) as tx:
        for by, at in columns:
            counted = select(by, func.count(), func.max(at)).where(
                plans.c.workspace_id == workspace_id, by.is_not(None), at.is_not(None), *_in(at, within)
            )
            for actor, given, last_at in await tx.execute(counted.group_by(by)):
                before = found.get(actor, ApprovalsOfActor(actor, 0, last_at))
                found[actor] = ApprovalsOfActor(actor, before.given + given, max(before.last_at, last_at))
    return [found[actor] for actor in sorted(found)]


def _in(column: ColumnElement[Any], within: Period | None) -> list[ColumnElement[bool]]:
    return [] if within is None else [column >= within[0], column < within[1]]
