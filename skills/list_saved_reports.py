"""List saved reports."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.reports.saved import KeptReports, SavedReportView


class Input(Struct, forbid_unknown_fields=True):
    """What list_saved_reports takes."""


class Output(Struct):
    """What list_saved_reports answers."""

    items: Annotated[list[SavedReportView], Meta(description="The saved reports, by name.")]


@skill(effect="read", scopes=[], examples=[Example("Which reports of our own do we have?", {})])
async def list_saved_reports(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """List the custom reports that people saved for this Xero organisation; show_custom_report shows one by name."""
    return Output(await ctx.services.get(KeptReports).listed())
