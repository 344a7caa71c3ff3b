"""Show one contact."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.kinds.contacts import ContactView, contact_view
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS


class Input(Struct, forbid_unknown_fields=True):
    """What show_contact takes."""

    contact: ContactName


class Output(Struct, omit_defaults=True):
    """What show_contact answers."""

    contact: Annotated[ContactView, Meta(description="The contact.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.contacts.read"],
    examples=[Example("Show me what we know of Ngaio Travel", {"contact": "Ngaio Travel"})],
)
async def show_contact(ctx: Context, input: Input) -> Output:
    """Show one Xero contact, customer or supplier, in full: addresses, phones, terms, what is owed and due.

    One that was merged into another stands for that one.
    """
    match = await likely_contact(ctx.xero, input.contact)
    contact = await get(ctx.xero, CONTACTS, match.record.contact_id)
    return Output(contact_view(ctx, contact), contact_assumed(input.contact, match))
