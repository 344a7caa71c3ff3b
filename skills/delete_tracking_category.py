"""Delete a tracking category."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    CategoryName,
    TrackingCategoryResult,
    tracking_category_view,
)
from atom_xero_plugin.accounting.kinds.tracking_plans import propose_category_deletion
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What delete_tracking_category takes."""

    category: CategoryName


@skill(
    effect="destructive",
    scopes=["accounting.settings"],
    examples=[Example("Delete the tracking category Region", {"category": "Region"})],
)
async def delete_tracking_category(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero tracking category that no line ever named, with its options; Xero deletes no other.

    A person approves first. It cannot be brought back: change_tracking_category archives one that was used.
    """
    return await propose_category_deletion(ctx, input.category)


@delete_tracking_category.verified
def deleted(ctx: Context, category: TrackingCategory) -> TrackingCategoryResult:
    """The tracking category as it was; it is gone."""
    return TrackingCategoryResult(tracking_category_view(ctx, category))
