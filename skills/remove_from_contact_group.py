"""Remove a contact from a group."""

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
    """What remove_from_contact_group takes."""

    group: GroupName
    contact: ContactName


@skill(
    effect="destructive",
    scopes=["accounting.contacts"],
    undo="add_to_contact_group",
    examples=[
        Example(
            "Take the vet clinic out of the newsletter group",
            {"group": "Newsletter", "contact": "Karori Veterinary Clinic"},
        )
    ],
)
async def remove_from_contact_group(ctx: Context, input: Input) -> Proposal:
    """Remove a contact from a Xero contact group. The contact stays; only its place in the group goes.

    A person approves first. add_to_contact_group undoes it.
    """
    return await propose_member(ctx, input.group, input.contact, inside=False)


@remove_from_contact_group.verified
def removed(ctx: Context, group: ContactGroup) -> ContactGroupResult:
    """The contact group as Xero has it now."""
    return ContactGroupResult(contact_group_view(ctx, group))
