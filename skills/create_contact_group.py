"""Create a contact group."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.contact_groups import (
    ContactGroupResult,
    NewGroupName,
    contact_group_view,
    propose_group,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.contact_groups import ContactGroup


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_contact_group takes."""

    name: NewGroupName


@skill(
    effect="write",
    scopes=["accounting.contacts"],
    undo="delete_contact_group",
    examples=[Example("Make a contact group called VIP", {"name": "VIP"})],
)
async def create_contact_group(ctx: Context, input: Input) -> Proposal:
    """Create a Xero contact group (mailing list, segment), empty; add_to_contact_group fills it.

    A person approves first. delete_contact_group undoes it.
    """
    return await propose_group(ctx, input.name)


@create_contact_group.verified
def created(ctx: Context, group: ContactGroup) -> ContactGroupResult:
    """The contact group as Xero has it now."""
    return ContactGroupResult(contact_group_view(ctx, group))
