"""Show the budget summary."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import sane_day
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.reports.request import read_budget_summary
from atom_xero_plugin.reports.spans import Unit
from atom_xero_plugin.reports.view import ReportView


class Input(Struct, forbid_unknown_fields=True):
    """What show_budget_summary takes."""

    month: Annotated[
        date | None,
        Meta(
            description="Any day of the first month, YYYY-MM-DD; this month if left out.",
            extra=also("date from first_month start day"),
        ),
    ] = None
    each: Annotated[Unit, Meta(description="How long each column is.", extra=also("timeframe by interval unit"))] = (
        "month"
    )
    columns: Annotated[
        int,
        Meta(description="How many columns.", ge=1, le=12, extra=also("periods months count number_of_periods")),
    ] = 12


class Output(Struct):
    """What show_budget_summary answers."""

    report: Annotated[ReportView, Meta(description="What is budgeted by account, with gross and net profit.")]


@skill(
    effect="read",
    scopes=["accounting.reports.budgetsummary.read"],
    examples=[
        Example("What profit do we budget for the next twelve months?", {}),
        Example("The budget by quarters from April on", {"month": "2026-04-01", "each": "quarter", "columns": 4}),
    ],
)
async def show_budget_summary(ctx: Context, input: Input) -> Output:
    """Show Xero's budget summary: the overall budget by account and period, with gross and net profit.

    show_budget has the figures of any one budget.
    """
    first = sane_day(input.month, "/month") or ctx.today
    return Output(await read_budget_summary(ctx, first, input.columns, input.each))
