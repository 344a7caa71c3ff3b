"""Show a budget against what came of it."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.kinds.budgets import BUDGET_NAMES, BudgetName, BudgetView, budget_view
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.periods import Period, month_end
from atom_xero_plugin.reports.budget_comparison import compared
from atom_xero_plugin.reports.comparison import profit_and_loss
from atom_xero_plugin.reports.view import ReportView, report_view
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.budgets import BUDGETS, Budget, budget_between

_MOST: Final = 24
"""Months of a budget that Xero gives at once. Source: developer.xero.com, Budgets."""
_OVERALL: Final = "OVERALL"


class Input(Struct, forbid_unknown_fields=True):
    """What show_budget_comparison takes."""

    budget: BudgetName | None = None
    period: PeriodField = None
    dates: DatesField = None


class Output(Struct):
    """What show_budget_comparison answers."""

    report: Annotated[
        ReportView, Meta(description="Actual, budget and variance by account; variance is actual less budget.")
    ]
    budget: Annotated[BudgetView, Meta(description="The budget.")]
    net_actual: Annotated[Money, Meta(description="Net profit, as in Xero's profit and loss.")]
    net_budget: Annotated[Money, Meta(description="Net profit as budgeted.")]


@skill(
    effect="read",
    scopes=["accounting.budgets.read", "accounting.settings.read", "accounting.reports.profitandloss.read"],
    examples=[
        Example("Are we over budget this quarter?", {"period": "last_quarter"}),
        Example(
            "Budget against actual for May",
            {"budget": "Overall Budget", "dates": {"from": "2026-05-01", "to": "2026-05-31"}},
        ),
    ],
)
async def show_budget_comparison(ctx: Context, input: Input) -> Output:
    """Show budget against actual: what a Xero budget plans next to the profit and loss, with the variance by account.

    Of whole months, since a budget has no days; last month if no days are given, the overall budget if none is named.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="last_month")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    _check_months(days, "/dates" if input.dates is not None else "/period")
    known = _chosen(input.budget, (await list_of(ctx.xero, BUDGETS)).items)
    if known.type != _OVERALL:
        raise invalid_argument(
            "/budget", "is of one tracking option; only that of the whole organisation compares with the books",
            hint="Leave budget out.",
        )  # fmt: skip
    budget = await budget_between(ctx.xero, known.budget_id, days.first, days.last)
    table, _ = await profit_and_loss(ctx.xero, [days], "month", cash=False)
    accounts = {each.account_id: each for each in (await chart(ctx.xero)).accounts}
    view, currency = budget_view(ctx, known), ctx.organisation.base_currency
    found = compared(table, budget, accounts, f"{view.name} against actual, {days.first} to {days.last}")
    return Output(
        report=report_view(
            found.table, name="budget_comparison", first=days.first, last=days.last, currency=currency, cash_basis=False
        ),
        budget=view,
        net_actual=Money.of(found.actual, currency),
        net_budget=Money.of(found.budget, currency),
    )


def _chosen(named: str | None, budgets: list[Budget]) -> Budget:
    if named is not None:
        return BUDGET_NAMES.one(named, budgets, path="/budget")
    overall = next((each for each in budgets if each.type == _OVERALL), None)
    if overall is None:
        raise NotFound("There is no budget of the whole organisation.", hint="Create one in Xero: no app can.")
    return overall


def _check_months(days: Period, path: str) -> None:
    last = month_end(days.last)
    if days.first.day != 1 or days.last != last:
        raise invalid_argument(
            path, "must be whole months: a budget has no days",
            hint=f'Give dates such as {{"from": "{days.first.replace(day=1)}", "to": "{last}"}}.',
        )  # fmt: skip
    if (days.last.year - days.first.year) * 12 + days.last.month - days.first.month >= _MOST:
        raise invalid_argument(path, f"must be at most {_MOST} months")
