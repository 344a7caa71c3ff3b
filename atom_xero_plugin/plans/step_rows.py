"""What the steps of plans did, as rows: which requests may have left, and which records are whose."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.store.tables import plan_steps, plans

IN_AIR: Final = frozenset({"executing", "unknown"})
"""States of a step of which a request may have left, while what came of it is not known; and of a plan under way."""
LEASE: Final = timedelta(seconds=120)
"""How long one process may be at a plan before another takes over: longer than a call with its retries."""
_CHUNK: Final = 400
"""Ids in one statement."""
_UNDECIDED: Final = ("proposed", *sorted(IN_AIR))


async def rows_of(tx: AsyncConnection, plan_id: str, number: int | None = None) -> dict[int, RowMapping]:
    """The steps of a plan by their number; or the one of that number."""
    statement = select(plan_steps).where(plan_steps.c.plan_id == plan_id).order_by(plan_steps.c.number)
    if number is not None:
        statement = statement.where(plan_steps.c.number == number)
    return {row["number"]: row for row in (await tx.execute(statement)).mappings()}


def lease_is_over(now: datetime) -> ColumnElement[bool]:
    """Whether nobody is at a plan. A lease from further ahead than any lasts was written by a clock that went back."""
    until = plans.c.lease_until
    return or_(until.is_(None), until < now, until > now + LEASE * 2)


async def refuse_while_under_way(
    tx: AsyncConnection,
    effects: Collection[str],
    asked: tuple[str, str],
    *,
    workspace_id: str,
    tenant_id: str,
    besides: str,
) -> None:
    """Raises Conflict, naming it, if another plan that would do the same is under way or its outcome not known.

    The same is one of `effects`, by a step that is not decided; or what was asked with the same words, `asked` being
    skill and arguments as they are stored: a day that was left out may be another one by now.
    """
    same = plan_steps.c.state.in_(_UNDECIDED) & plan_steps.c.effect_hash.in_(sorted(set(effects)))
    skill, arguments = asked
    statement = (
        select(plans.c.id)
        .join(plan_steps, plan_steps.c.plan_id == plans.c.id)
        .where(
            plans.c.workspace_id == workspace_id,
            plans.c.tenant_id == tenant_id,
            plans.c.state.in_(sorted(IN_AIR)),
            plans.c.id != besides,
            same | ((plans.c.skill == skill) & (plans.c.arguments == arguments)),
        )
        .order_by(plans.c.created_at)
    )
    other = (await tx.execute(statement.limit(1))).scalar()
    if other is not None:
        raise Conflict(
            f"The plan {other} would do the same, and it is under way or its outcome is not known: it may be done.",
            hint=f"Run `atom-xero plan execute {other}`: it checks Xero first and writes nothing twice.",
            may_have_written=True,
            reference=other,
        )


async def written_by_other_plans(
    tx: AsyncConnection, record_ids: Collection[str], *, workspace_id: str, plan_id: str, number: int
) -> set[str]:
    """Those of the records that another step than this one made."""
    mine = (plan_steps.c.plan_id == plan_id) & (plan_steps.c.number == number)
    of_workspace = (plan_steps.c.workspace_id == workspace_id) & plan_steps.c.creates
    ids, found = sorted(set(record_ids)), set[str]()
    for start in range(0, len(ids), _CHUNK):
        these = plan_steps.c.record_id.in_(ids[start : start + _CHUNK])
        found |= set((await tx.execute(select(plan_steps.c.record_id).where(of_workspace, these, ~mine))).scalars())
    return found
