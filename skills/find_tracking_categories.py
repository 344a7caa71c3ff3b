"""Find tracking categories."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    TrackingCategoryView,
    tracking_categories,
    tracking_category_view,
)
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import OBVIOUS, also


class Input(Struct, forbid_unknown_fields=True):
    """What find_tracking_categories takes."""

    text: (
        Annotated[
            str,
            Meta(
                description="Part of the name of a category or option.",
                max_length=100,
                extra=also("query name category"),
            ),
        ]
        | None
    ) = None
    include_archived: Annotated[bool, Meta(description="Archived ones too.", extra=aliases.ARCHIVED | OBVIOUS)] = False


class Output(Struct):
    """What find_tracking_categories answers."""

    items: Annotated[list[TrackingCategoryView], Meta(description="The categories with their options.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Which tracking categories do we use?", {})],
)
async def find_tracking_categories(ctx: Context, input: Input) -> Output:
    """Find the tracking categories of Xero and their options (department, region, class), which lines can name.

    Figures by category are in show_report.
    """
    text = casefolded(input.text)
    views = [tracking_category_view(ctx, each) for each in await tracking_categories(ctx.xero)]
    found = [_kept(view, text, archived=input.include_archived) for view in views]
    return Output([view for view in found if view is not None])


def _kept(view: TrackingCategoryView, text: str, *, archived: bool) -> TrackingCategoryView | None:
    """What of a category was asked for; None if nothing was."""
    if view.archived and not archived:
        return None
    view.options = [each for each in view.options if archived or not each.archived]
    if text and text not in casefolded(view.name):
        view.options = [each for each in view.options if text in casefolded(each.name)]
        return view if view.options else None
    return view
