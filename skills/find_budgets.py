"""Find budgets."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.budgets import BudgetView, budget_view
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.budgets import BUDGETS


class Input(Struct, forbid_unknown_fields=True):
    """What find_budgets takes."""


class Output(Struct):
    """What find_budgets answers."""

    items: Annotated[list[BudgetView], Meta(description="The budgets, that of the whole organisation first.")]


@skill(
    effect="read",
    scopes=["accounting.budgets.read"],
    examples=[Example("Which budgets are there?", {})],
)
async def find_budgets(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Find the budgets of Xero, overall and by tracking option. show_budget shows the figures of one."""
    views = [budget_view(ctx, each) for each in (await list_of(ctx.xero, BUDGETS)).items]
    return Output(sorted(views, key=lambda each: (not each.overall, each.name)))
