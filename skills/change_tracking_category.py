"""Change a tracking category."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    Archived,
    CategoryName,
    NewTrackingName,
    TrackingCategoryResult,
    tracking_category_view,
)
from atom_xero_plugin.accounting.kinds.tracking_plans import propose_category_change
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_tracking_category takes."""

    category: CategoryName
    name: NewTrackingName | None = None
    archived: Archived | None = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="change_tracking_category",
    examples=[Example("Call the tracking category Region Area", {"category": "Region", "name": "Area"})],
)
async def change_tracking_category(ctx: Context, input: Input) -> Proposal:
    """Rename, archive or restore a Xero tracking category. Lines that name it keep it.

    A person approves first; the same skill undoes it.
    """
    return await propose_category_change(ctx, input.category, input.name, input.archived)


@change_tracking_category.verified
def changed(ctx: Context, category: TrackingCategory) -> TrackingCategoryResult:
    """The tracking category as Xero has it now."""
    return TrackingCategoryResult(tracking_category_view(ctx, category))
