"""Show a report of chosen rows."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reports.columns import requested_spans
from atom_xero_plugin.reports.comparison import profit_and_loss
from atom_xero_plugin.reports.custom import MOST_ROWS, CustomDefinition, CustomRow, custom_table
from atom_xero_plugin.reports.saved import KeptReports
from atom_xero_plugin.reports.spans import Unit
from atom_xero_plugin.reports.tracking import chosen_tracking
from atom_xero_plugin.reports.view import ReportView, report_view


class Input(Struct, forbid_unknown_fields=True):
    """What show_custom_report takes."""

    saved: (
        Annotated[
            str,
            Meta(
                description="Name of a saved report, instead of rows; list_saved_reports lists them.",
                min_length=1,
                max_length=100,
                extra=also("name report_name saved_report"),
            ),
        ]
        | None
    ) = None
    rows: Annotated[list[CustomRow], Meta(description="The rows, from the top.", max_length=MOST_ROWS)] = []
    period: PeriodField = None
    dates: DatesField = None
    compare_periods: (
        Annotated[int, Meta(description="Earlier periods that stand next to it.", ge=1, le=11, extra=OBVIOUS)] | None
    ) = None
    compare_by: Annotated[
        Unit | None, Meta(description="Length of each compared period. Alone, it splits the days.", extra=OBVIOUS)
    ] = None
    cash_basis: Annotated[bool, Meta(description="Count when money moved, not when invoiced.", extra=OBVIOUS)] = False
    tracking: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=203)]],
        Meta(description="Category: Option filters.", max_length=2, extra=OBVIOUS),
    ] = []


class Output(Struct):
    """What show_custom_report answers."""

    report: Annotated[ReportView, Meta(description="The report.")]


@skill(
    effect="read",
    scopes=["accounting.reports.profitandloss.read", "accounting.settings.read"],
    examples=[
        Example(
            "Show sales, rent and wages by month, and what is left of sales",
            {
                "period": "last_quarter",
                "compare_by": "month",
                "rows": [
                    {"label": "Sales", "accounts": ["200"]},
                    {"label": "Rent and wages", "accounts": ["469", "477"]},
                    {"label": "Left", "accounts": ["200"], "less": ["469", "477"], "total": True},
                ],
            },
        )
    ],
)
async def show_custom_report(ctx: Context, input: Input) -> Output:
    """Show a custom report: rows of your own choice from the Xero profit and loss, by period, basis and tracking.

    Each row adds accounts or groups and takes others away. A saved one is shown by its name. Year to date if no days
    are given.
    """
    made, name = await _definition(ctx, input)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="year_to_date")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    spans, unit = requested_spans(ctx.organisation, days, made.compare_by, made.compare_periods)
    chosen = await chosen_tracking(ctx.xero, made.tracking, columns=len(spans))
    if any(option is None for _, option in chosen):
        raise invalid_argument("/tracking/0", "must name an option, as in Region: North")
    table, columns = await profit_and_loss(ctx.xero, spans, unit, cash=made.cash_basis, tracking=chosen)
    found = custom_table(table, made.rows, await chart(ctx.xero), f"{name}, {days.first} to {days.last}")
    return Output(
        report_view(
            found, name=name, first=days.first, last=days.last, currency=ctx.organisation.base_currency,
            cash_basis=made.cash_basis, days=columns,
        )
    )  # fmt: skip


async def _definition(ctx: Context, input: Input) -> tuple[CustomDefinition, str]:
    """What is shown, and its name: the saved one, or what is asked for."""
    if (input.saved is None) == (not input.rows):
        raise invalid_argument("/rows", "or saved must be given, and not both")
    if input.saved is None:
        made = CustomDefinition(input.rows, input.compare_by, input.compare_periods, input.cash_basis, input.tracking)
        return made, "Custom report"
    name, made = await ctx.services.get(KeptReports).find(input.saved)
    made.compare_by = input.compare_by or made.compare_by
    made.compare_periods = input.compare_periods if input.compare_periods is not None else made.compare_periods
    made.cash_basis = input.cash_basis or made.cash_basis
    made.tracking = input.tracking or made.tracking
    return made, name
