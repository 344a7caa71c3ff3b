"""What plans reserve of the world outside the books, such as bank lines, so that no two plans record the same.

Plans know no more of it than this: whoever stores what is reserved implements it, and `app` hands it in. Each function
runs in the transaction that changes the plan, so that a plan and its reservations never say different stories.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.plans.claims import Claim


class Reservations(Protocol):
    """Gives what plans claim to one plan at a time. A module with these functions is one."""

    async def claim(
        self,
        tx: AsyncConnection,
        now: datetime,
        *,
        workspace_id: str,
        tenant_id: str,
        plan_id: str,
        claims: Sequence[Claim],
    ) -> list[str]:
        """Give what is claimed to a new plan; the ids of plans, not approved yet, that gave way.

        Raises Conflict for what was recorded before, or what a plan that is approved or under way holds.
        """
        ...

    async def check_claimed(
        self, tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, claims: Sequence[Claim]
    ) -> None:
        """Raises PlanStale unless the plan still holds all that it claimed."""
        ...

    async def recorded(
        self,
        tx: AsyncConnection,
        *,
        workspace_id: str,
        tenant_id: str,
        plan_id: str,
        claim: Claim,
        records: Mapping[int, str],
    ) -> None:
        """A step of a claim was verified; `records` are the ids of all verified steps of its plan by their number."""
        ...

    async def release(
        self, tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, claims: Iterable[Claim]
    ) -> None:
        """Nothing was written for these claims of a plan, and nothing will be: others may take them."""
        ...

    async def undone(
        self, tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, gone: Collection[str]
    ) -> None:
        """Records that a plan made are gone, by their ids: what nothing else in the books stands for is free again."""
        ...
