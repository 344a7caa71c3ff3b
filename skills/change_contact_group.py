"""Change a contact group."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.contact_groups import (
    ContactGroupResult,
    GroupName,
    NewGroupName,
    contact_group_view,
    propose_group_name,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.contact_groups import ContactGroup


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_contact_group takes."""

    group: GroupName
    name: NewGroupName


@skill(
    effect="write",
    scopes=["accounting.contacts"],
    undo="change_contact_group",
    examples=[Example("Rename the contact group Newsletter to Readers", {"group": "Newsletter", "name": "Readers"})],
)
async def change_contact_group(ctx: Context, input: Input) -> Proposal:
    """Rename a Xero contact group. Its contacts stay in it.

    A person approves first. The plan's undo gives it the old name.
    """
    return await propose_group_name(ctx, input.group, input.name)


@change_contact_group.verified
def changed(ctx: Context, group: ContactGroup) -> ContactGroupResult:
    """The contact group as Xero has it now."""
    return ContactGroupResult(contact_group_view(ctx, group))
