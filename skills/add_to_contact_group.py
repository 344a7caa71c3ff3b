"""Add a contact to a group."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.kinds.contact_groups import (
    ContactGroupResult,
    GroupName,
    contact_group_view,
    propose_member,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.contact_groups import ContactGroup


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What add_to_contact_group takes."""

    group: GroupName
    contact: ContactName


@skill(
    effect="write",
    scopes=["accounting.contacts"],
    undo="remove_from_contact_group",
    examples=[
        Example(
            "Put Kauri Grove Cafe into the Newsletter group", {"group": "Newsletter", "contact": "Kauri Grove Cafe"}
        )
    ],
)
async def add_to_contact_group(ctx: Context, input: Input) -> Proposal:
    """Add a contact to a Xero contact group; list_contact_groups lists the groups.

    A person approves first. remove_from_contact_group undoes it.
    """
    return await propose_member(ctx, input.group, input.contact, inside=True)


@add_to_contact_group.verified
def added(ctx: Context, group: ContactGroup) -> ContactGroupResult:
    """The contact group as Xero has it now."""
    return ContactGroupResult(contact_group_view(ctx, group))
