"""Which tracking a report is filtered or split by."""

from __future__ import annotations

from collections.abc import Sequence

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kinds.tracking_categories import CATEGORY_NAMES, one_option, tracking_categories
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.reports import TrackingChoice


async def chosen_tracking(xero: XeroClient, named: Sequence[str], *, columns: int) -> list[TrackingChoice]:
    """The ids of `Category` (each of its options a column) or `Category: Option` (its lines alone).

    Raises NotFound or Ambiguous for a name, InvalidArguments for what is not one column a period.
    """
    if not named:
        return []
    categories, found = await tracking_categories(xero), []
    for place, each in enumerate(named):
        path = f"/tracking/{place}"
        name, _, option = (part.strip() for part in each.partition(":"))
        whole = [known for known in categories if (known.name or "").casefold() == each.strip().casefold()]
        category = whole[0] if len(whole) == 1 else CATEGORY_NAMES.one(name, categories, path=path)
        chosen = one_option(category, option, path=path) if option and not whole else None
        if chosen is None and columns > 1:
            raise invalid_argument(
                path,
                "gives a column for each option, so other periods cannot stand next to them",
                hint='Give "Category: Option", or leave compare_periods and compare_by out.',
            )
        found.append((category.tracking_category_id, chosen.tracking_option_id if chosen else None))
    if len({category for category, _ in found}) < len(found):
        raise invalid_argument("/tracking", "names a category twice")
    return found
