"""Show what became of a plan."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.plans.proposal import State
from atom_xero_plugin.plans.skill_plans import PlanReader
from atom_xero_plugin.plans.views import PlanOutcome


class Input(Struct, forbid_unknown_fields=True):
    """What show_plan takes."""

    plan: Annotated[str, Meta(description="Its id, or the beginning of it.", min_length=1, max_length=64)] | None = None
    state: Annotated[State | None, Meta(description="Only plans in this state.")] = None


class Output(Struct):
    """What show_plan answers."""

    items: Annotated[list[PlanOutcome], Meta(description="The plan, or the newest ones.")]


@skill(
    effect="read",
    scopes=[],
    organisation=False,
    examples=[Example("What became of the plans that I asked for?", {})],
)
async def show_plan(ctx: Context, input: Input) -> Output:
    """Show what became of a plan to write to Xero: what stands in the books, each step, the error and what to do next.

    Without `plan`, the five newest.
    """
    return Output(await ctx.services.get(PlanReader).show(input.plan, state=input.state))
