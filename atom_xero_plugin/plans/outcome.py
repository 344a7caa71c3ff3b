"""What became of a plan: how far it came, what stands in the books, and what to do next, by columns alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import RowMapping, select

from atom_xero_plugin.core.quoting import LONGEST_VALUE, cut, one_line
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.proposal import State
from atom_xero_plugin.plans.views import PlanOrganisation, PlanOutcome, StepOutcome
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import plan_steps, plans

MOST_STEPS: Final = 50
_IN_THE_BOOKS: Final = frozenset({"verified", "mismatch"})
_IN_THE_AIR: Final = frozenset({"executing", "unknown"})
_FIRST: Final = {"failed": 0, "mismatch": 1, "unknown": 2, "executing": 3}
_NEXT: Final[Mapping[State, str]] = {
    "proposed": "A person approves or refuses it. Asking again does not speed it up.",
    "approved": "It is approved and not executed yet: whoever may write executes it.",
    "executing": "It is being executed, or is resumed soon. Try again in a minute; make no new plan.",
    "verified": "Nothing: it is done, and Xero's record was compared with it.",
    "mismatch": "A person compares the record in Xero with the plan, and undoes it if it is wrong.",
    "unknown": "A person, or whoever may write, executes it again: that checks Xero and writes nothing twice. "
    "Make no new plan before.",
    "failed": "Read the error. What is not written can be asked for again, as a new plan.",
    "undone": "Nothing: it was executed and undone.",
    "expired": "Nothing of it was sent. Run the skill again if you still want it.",
    "refused": "A person said no, and nothing of it was sent. Ask them what to change.",
    "withdrawn": "It was withdrawn, and nothing of it was sent.",
}


async def outcome_of(store: Store, plan: Plan) -> PlanOutcome:
    """What became of a plan."""
    steps = select(plan_steps).where(plan_steps.c.plan_id == plan.id).order_by(plan_steps.c.number)
    undoing = select(plans.c.id).where(plans.c.undo_of == plan.id, plans.c.workspace_id == plan.workspace_id)
    async with store.read(plan.workspace_id) as tx:
        rows = (await tx.execute(steps)).mappings().all()
        undone_by = (await tx.execute(undoing.order_by(plans.c.created_at.desc()).limit(1))).scalar()
    view = plan.view()
    return PlanOutcome(
        id=plan.id,
        state=plan.state,
        written=written_of([row["state"] for row in rows]),
        next=_NEXT[plan.state],
        organisation=PlanOrganisation(plan.tenant_id, plan.tenant_name),
        summary=view.summary,
        skill=plan.skill,
        proposed_by=plan.proposed_by,
        created_at=plan.created_at,
        expires_at=plan.expires_at,
        progress=dict(Counter(row["state"] for row in rows)),
        steps=_steps(plan, rows),
        approved_by=plan.approved_by,
        undone_by=undone_by,
        error=_error(plan.error),
    )


def written_of(states: Sequence[str]) -> str:
    """A step whose outcome is not known decides: what may be written is never reported as not written."""
    if any(state in _IN_THE_AIR for state in states):
        return "unknown"
    done = sum(state in _IN_THE_BOOKS for state in states)
    return "nothing" if not done else "all" if done == len(states) else "part"


def _steps(plan: Plan, rows: Sequence[RowMapping]) -> list[StepOutcome]:
    ordered = sorted(rows, key=lambda row: (_FIRST.get(row["state"], 4), row["number"]))
    return [
        StepOutcome(
            step=cut(one_line(plan.proposal.steps[row["number"]].label), LONGEST_VALUE)
            or plan.proposal.steps[row["number"]].kind.replace("_", " "),
            state=row["state"],
            record_id=row["record_id"],
            detail=cut(one_line(row["detail"]), 2 * LONGEST_VALUE) or None,
        )
        for row in ordered[:MOST_STEPS]
    ]


def _error(stored: str | None) -> dict[str, Any] | None:
    if stored is None:
        return None
    error = msgspec.json.decode(stored)
    return {name: error.get(name) for name in ("code", "message", "hint")}
