"""Show one budget."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Dates, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.kinds.budgets import (
    BUDGET_NAMES,
    BudgetName,
    BudgetRow,
    BudgetView,
    budget_row,
    budget_view,
)
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.budgets import BUDGETS, budget_between

_MOST: Final = 24
"""Months that Xero gives at once. Source: developer.xero.com, Budgets."""


class Input(Struct, forbid_unknown_fields=True):
    """What show_budget takes."""

    budget: BudgetName
    period: PeriodField = None
    date_from: Annotated[
        dt.date | None,
        Meta(
            description="First day, YYYY-MM-DD, instead of a period.", extra=also("from since start_date first_month")
        ),
    ] = None
    date_to: Annotated[
        dt.date | None, Meta(description="Last day, YYYY-MM-DD.", extra=also("to until end_date last_month") | OBVIOUS)
    ] = None


class Output(Struct):
    """What show_budget answers."""

    budget: Annotated[BudgetView, Meta(description="The budget.")]
    rows: Annotated[list[BudgetRow], Meta(description="Figures by account; this financial year unless asked.")]


@skill(
    effect="read",
    scopes=["accounting.budgets.read", "accounting.settings.read"],
    examples=[Example("What is budgeted for this quarter?", {"budget": "Overall Budget", "period": "this_quarter"})],
)
async def show_budget(ctx: Context, input: Input) -> Output:
    """Show one budget of Xero: what is budgeted a month and account, for at most 24 months."""
    days = _months(ctx, input)
    known = BUDGET_NAMES.one(input.budget, (await list_of(ctx.xero, BUDGETS)).items, path="/budget")
    budget = await budget_between(ctx.xero, known.budget_id, days.first, days.last)
    accounts = {each.account_id: each for each in (await chart(ctx.xero)).accounts}
    return Output(budget_view(ctx, budget), [budget_row(ctx, line, accounts) for line in budget.budget_lines or ()])


def _months(ctx: Context, input: Input) -> Period:
    """The days asked for, else this financial year. Raises InvalidArguments for more months than Xero gives at once."""
    year = "this_financial_year"
    named = input.date_from is not None or input.date_to is not None
    dates = Dates(input.date_from, input.date_to) if named else None
    days = resolve_days(input.period, dates, ctx.organisation, ctx.today, otherwise=year)
    if days is None:
        raise TypeError("a period is always meant")
    if (days.last.year - days.first.year) * 12 + days.last.month - days.first.month >= _MOST:
        raise invalid_argument("/date_from", f"is more than the {_MOST} months before the last day that Xero gives")
    return days
