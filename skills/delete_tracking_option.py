"""Delete a tracking option."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    CategoryName,
    OptionName,
    TrackingCategoryResult,
    tracking_category_view,
)
from atom_xero_plugin.accounting.kinds.tracking_plans import propose_option_deletion
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What delete_tracking_option takes."""

    category: CategoryName
    option: OptionName


@skill(
    effect="destructive",
    scopes=["accounting.settings"],
    examples=[Example("Delete the region Canterbury", {"category": "Region", "option": "Canterbury"})],
)
async def delete_tracking_option(ctx: Context, input: Input) -> Proposal:
    """Delete an option of a Xero tracking category that no line ever named; Xero deletes no other.

    A person approves first. It cannot be brought back: change_tracking_option archives one that was used.
    """
    return await propose_option_deletion(ctx, input.category, input.option)


@delete_tracking_option.verified
def deleted(ctx: Context, category: TrackingCategory) -> TrackingCategoryResult:
    """The tracking category as Xero has it now, without the option."""
    return TrackingCategoryResult(tracking_category_view(ctx, category))
