"""List contact groups."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.contact_groups import GroupRow, contact_groups, group_row
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import also


class Input(Struct, forbid_unknown_fields=True):
    """What list_contact_groups takes."""

    text: (
        Annotated[str, Meta(description="Part of the name.", max_length=255, extra=also("query name group"))] | None
    ) = None


class Output(Struct):
    """What list_contact_groups answers."""

    items: Annotated[list[GroupRow], Meta(description="The groups by name; show_contact_group shows who is in one.")]


@skill(effect="read", scopes=["accounting.contacts.read"], examples=[Example("Which contact groups are there?", {})])
async def list_contact_groups(ctx: Context, input: Input) -> Output:
    """List the contact groups of Xero (mailing lists, segments of customers or suppliers)."""
    text = casefolded(input.text)
    groups = [group_row(each) for each in await contact_groups(ctx.xero) if text in casefolded(each.name)]
    return Output(sorted(groups, key=lambda each: casefolded(each.name)))
