"""What must still be true of the books before a step is sent; kinds register the checks, plans know their names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping

from atom_xero_plugin.core.errors import OurFault
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.client import XeroClient


class ConditionalStep(Struct, frozen=True):
    """A step that has a precondition, and how far it is."""

    number: int
    state: str
    """`proposed` while nothing of it was sent."""
    arguments: Mapping[str, Any]
    """Those of its precondition, as they were stored with the plan."""


Check = Callable[[XeroClient, Sequence[ConditionalStep]], Awaitable[dict[int, str]]]
"""Looks into the books once for all steps of a plan that have this precondition; why those that must not be sent are
left behind, by their number: part of a sentence that names the record, as `the invoice is no longer in Xero`."""


async def failing(
    checks: Mapping[str, Check], xero: XeroClient, proposal: Proposal, rows: Mapping[int, RowMapping]
) -> dict[int, str]:
    """Why steps that were not sent yet must not be, by their number.

    A claim of which one step must not be sent is left out whole, unless part of it is recorded already. Raises OurFault
    for a precondition that nothing checks: the step is not sent.
    """
    waiting = {number for number, row in rows.items() if row["state"] == "proposed"}
    found: dict[int, str] = {}
    for name, steps in _by_name(proposal, rows).items():
        if any(each.number in waiting for each in steps):
            if name not in checks:
                raise OurFault(f"Nothing checks the precondition {name!r} of this plan.")
            reasons = await checks[name](xero, steps)
            found |= {number: reason for number, reason in reasons.items() if number in waiting}
    for claim in proposal.lines:
        stale = next((found[each] for each in claim.steps if each in found), None)
        if stale is not None and waiting.issuperset(claim.steps):
            found |= dict.fromkeys(claim.steps, stale)
    return found


def _by_name(proposal: Proposal, rows: Mapping[int, RowMapping]) -> dict[str, list[ConditionalStep]]:
    named: dict[str, list[ConditionalStep]] = {}
    for number, step in enumerate(proposal.steps):
        if step.condition is not None:
            each = ConditionalStep(number, rows[number]["state"], step.condition.arguments)
            named.setdefault(step.condition.name, []).append(each)
    return named
