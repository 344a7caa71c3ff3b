"""Create a tracking option."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    CategoryName,
    NewTrackingName,
    TrackingCategoryResult,
    tracking_category_view,
)
from atom_xero_plugin.accounting.kinds.tracking_plans import propose_option
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_tracking_option takes."""

    category: CategoryName
    name: NewTrackingName


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="delete_tracking_option",
    examples=[Example("Add Otago to our regions", {"category": "Region", "name": "Otago"})],
)
async def create_tracking_option(ctx: Context, input: Input) -> Proposal:
    """Add an option to a Xero tracking category, such as Otago to Region, so that lines can name it.

    A person approves first. delete_tracking_option undoes it as long as no line names it.
    """
    return await propose_option(ctx, input.category, input.name)


@create_tracking_option.verified
def created(ctx: Context, category: TrackingCategory) -> TrackingCategoryResult:
    """The tracking category as Xero has it now."""
    return TrackingCategoryResult(tracking_category_view(ctx, category))
