"""Plans as a skill sees them: those of the caller's workspace, and of the one organisation that a host bound."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.plans.listing import PlanLists
from atom_xero_plugin.plans.outcome import outcome_of
from atom_xero_plugin.plans.repository import Plans
from atom_xero_plugin.plans.views import PlanOutcome
from atom_xero_plugin.store.database import Store

NEWEST: Final = 5


class PlanReader:
    """Shows plans to one caller."""

    def __init__(self, store: Store, plans: Plans, caller: Caller, tenant_id: str | None) -> None:
        """`tenant_id` is the organisation that alone may be shown; None for every one of the workspace."""
        self._store, self._plans, self._caller, self._tenant_id = store, plans, caller, tenant_id

    async def show(self, named: str | None, *, state: str | None) -> list[PlanOutcome]:
        """The plan named; else the newest, in that state.

        Raises NotFound, Ambiguous, or InvalidArguments for a state there is not.
        """
        workspace, lists = self._caller.workspace_id, PlanLists(self._store)
        within = self._caller.limits.organisations
        if named is None:
            states = [state] if state else []
            page = await lists.page(workspace, states=states, tenant_id=self._tenant_id, within=within, limit=NEWEST)
            return [await outcome_of(self._store, each) for each in page.items]
        plan = await self._plans.plan(workspace, await lists.find(workspace, named))
        if self._tenant_id not in {None, plan.tenant_id} or not (within is None or plan.tenant_id in within):
            raise NotFound(f"There is no plan {named[:64]!r} of this organisation.")
        return [await outcome_of(self._store, plan)]
