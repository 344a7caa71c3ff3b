"""Show a contact group."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.contact_groups import (
    ContactGroupResult,
    GroupName,
    contact_group_view,
    one_group,
)


class Input(Struct, forbid_unknown_fields=True):
    """What show_contact_group takes."""

    group: GroupName


@skill(
    effect="read",
    scopes=["accounting.contacts.read"],
    examples=[Example("Who is in the Newsletter group?", {"group": "Newsletter"})],
)
async def show_contact_group(ctx: Context, input: Input) -> ContactGroupResult:
    """Show a Xero contact group with the contacts in it."""
    return ContactGroupResult(contact_group_view(ctx, await one_group(ctx.xero, input.group)))
