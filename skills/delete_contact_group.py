"""Delete a contact group."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.contact_groups import (
    ContactGroupResult,
    GroupName,
    contact_group_view,
    propose_group_deletion,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.contact_groups import ContactGroup


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What delete_contact_group takes."""

    group: GroupName


@skill(
    effect="destructive",
    scopes=["accounting.contacts"],
    examples=[Example("Delete the contact group Newsletter", {"group": "Newsletter"})],
)
async def delete_contact_group(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero contact group. Its contacts stay as they are; only the group goes.

    A person approves first. It cannot be brought back.
    """
    return await propose_group_deletion(ctx, input.group)


@delete_contact_group.verified
def deleted(ctx: Context, group: ContactGroup) -> ContactGroupResult:
    """The contact group as Xero has it now."""
    return ContactGroupResult(contact_group_view(ctx, group))
