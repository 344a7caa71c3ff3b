"""Create a tracking category."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    NewTrackingName,
    TrackingCategoryResult,
    tracking_category_view,
)
from atom_xero_plugin.accounting.kinds.tracking_plans import propose_category
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_tracking_category takes."""

    name: NewTrackingName


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="delete_tracking_category",
    examples=[Example("Track our figures by department", {"name": "Department"})],
)
async def create_tracking_category(ctx: Context, input: Input) -> Proposal:
    """Create a tracking category in Xero, such as Region or Department, by which reports split the figures.

    A person approves first. Xero has room for two in use. create_tracking_option adds its values;
    delete_tracking_category undoes it.
    """
    return await propose_category(ctx, input.name)


@create_tracking_category.verified
def created(ctx: Context, category: TrackingCategory) -> TrackingCategoryResult:
    """The tracking category as Xero has it now."""
    return TrackingCategoryResult(tracking_category_view(ctx, category))
