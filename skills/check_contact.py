"""Check a contact for what a person should know of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.kinds.contact_duplicates import LikelyDuplicate, duplicates_of
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.kinds.supplier_checks import BANK_DETAILS, LATELY, bank_details
from atom_xero_plugin.accounting.noted_changes import NotedChanges
from atom_xero_plugin.accounting.resolve.contacts import one_contact
from atom_xero_plugin.reports.local_copy import LocalCopy
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact


class Input(Struct, forbid_unknown_fields=True):
    """What check_contact takes."""

    contact: ContactName


class Output(Struct, omit_defaults=True):
    """What check_contact answers."""

    contact: Annotated[ContactRef, Meta(description="The contact.")]
    has_bank_details: Annotated[bool, Meta(description="Whether it has an account that it is paid to.")]
    duplicates: Annotated[list[LikelyDuplicate], Meta(description="Contacts of the local copy that may be the same.")]
    bank_details_changed_at: Annotated[
        datetime | None, Meta(description="When sync last saw other bank details, if that was in the last 60 days.")
    ] = None


@skill(
    effect="read",
    scopes=["accounting.contacts.read"],
    examples=[
        Example("Is Ngaio Travel entered twice, and did its bank details change lately?", {"contact": "Ngaio Travel"})
    ],
)
async def check_contact(ctx: Context, input: Input) -> Output:
    """Check a Xero contact before it is paid: likely duplicates, and whether its bank details changed lately.

    Numbers of bank accounts are not shown. What changed before syncing began is not known.
    """
    contact = await get(ctx.xero, CONTACTS, (await one_contact(ctx.xero, input.contact)).contact_id)
    others = await ctx.services.get(LocalCopy).records(ctx.organisation.id, Contact, ("ACTIVE",))
    noted = await ctx.services.get(NotedChanges).latest(
        ctx.organisation.id, BANK_DETAILS, [contact.contact_id], ctx.clock.now() - LATELY
    )
    return Output(
        contact=contact_ref(contact),
        has_bank_details=any(bank_details(contact)),
        duplicates=duplicates_of(contact, others),
        bank_details_changed_at=noted.get(contact.contact_id),
    )
