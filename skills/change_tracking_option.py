"""Change a tracking option."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    Archived,
    CategoryName,
    NewTrackingName,
    OptionName,
    TrackingCategoryResult,
    tracking_category_view,
)
from atom_xero_plugin.accounting.kinds.tracking_plans import propose_option_change
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_tracking_option takes."""

    category: CategoryName
    option: OptionName
    name: NewTrackingName | None = None
    archived: Archived | None = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="change_tracking_option",
    examples=[
        Example(
            "We no longer work in Canterbury: archive that region",
            {"category": "Region", "option": "Canterbury", "archived": True},
        )
    ],
)
async def change_tracking_option(ctx: Context, input: Input) -> Proposal:
    """Rename, archive or restore an option of a Xero tracking category. Lines that name it keep it.

    A person approves first; the same skill undoes it.
    """
    return await propose_option_change(ctx, input.category, input.option, input.name, input.archived)


@change_tracking_option.verified
def changed(ctx: Context, category: TrackingCategory) -> TrackingCategoryResult:
    """The tracking category as Xero has it now."""
    return TrackingCategoryResult(tracking_category_view(ctx, category))
