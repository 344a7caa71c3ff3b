"""Show the month at a glance."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import sane_day
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.reports.request import read_executive_summary
from atom_xero_plugin.reports.view import ReportView


class Input(Struct, forbid_unknown_fields=True):
    """What show_executive_summary takes."""

    month: Annotated[
        date | None,
        Meta(
            description="Any day of the month, YYYY-MM-DD; this month if left out.",
            extra=also("date day as_of period on"),
        ),
    ] = None


class Output(Struct):
    """What show_executive_summary answers."""

    report: Annotated[ReportView, Meta(description="The month, the month before, and the change in per cent.")]


@skill(
    effect="read",
    scopes=["accounting.reports.executivesummary.read"],
    examples=[
        Example("How are we doing at a glance?", {}),
        Example("Margins and debtor days of May", {"month": "2026-05-31"}),
    ],
)
async def show_executive_summary(ctx: Context, input: Input) -> Output:
    """Show Xero's executive summary: cash, profit, margins, debtor and creditor days of a month and of the one before.

    Figures are Xero's own. For amounts by account use show_report.
    """
    return Output(await read_executive_summary(ctx, sane_day(input.month, "/month") or ctx.today))
