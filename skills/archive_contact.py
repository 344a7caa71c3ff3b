"""Archive a contact."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.kinds.contact_inputs import ContactResult
from atom_xero_plugin.accounting.kinds.contacts import contact_row, contact_view
from atom_xero_plugin.accounting.resolve.contacts import one_contact, refuse_archived
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact
from atom_xero_plugin.xero.write import update


class Input(Struct, forbid_unknown_fields=True):
    """What archive_contact takes."""

    contact: ContactName


@skill(
    effect="destructive",
    scopes=["accounting.contacts"],
    examples=[Example("Archive the contact Ngaio Travel", {"contact": "Ngaio Travel"})],
)
async def archive_contact(ctx: Context, input: Input) -> Proposal:
    """Archive a Xero contact, customer or supplier: no new document can name it. Xero deletes no contacts.

    A person approves first; nothing is sent. Only a person in Xero can restore it (Contacts > Archived).
    """
    contact = await get(ctx.xero, CONTACTS, (await one_contact(ctx.xero, input.contact)).contact_id)
    await refuse_archived(ctx.xero, contact, "so it is archived already", hint="Nothing needs to be done.")
    before = snapshot(contact_row(ctx, contact))
    return Proposal(
        summary=f"Archive the contact {in_sentence(contact.name)}.",
        steps=[
            Step(
                update(CONTACTS, contact.contact_id, {"ContactStatus": "ARCHIVED"}),
                "contact",
                expects={"ContactStatus": "ARCHIVED", "Name": contact.name or ""},
                record_id=contact.contact_id,
                unchanged_since=contact.updated_date_utc,
            )
        ],
        before=before,
        after={**before, "archived": True},
        party=contact.name,
        warnings=_warnings(ctx, contact),
    )


@archive_contact.verified
def archived(ctx: Context, contact: Contact) -> ContactResult:
    """The contact as Xero has it now."""
    return ContactResult(contact_view(ctx, contact))


def _warnings(ctx: Context, contact: Contact) -> list[PlanWarning]:
    row = contact_row(ctx, contact)
    found = [PlanWarning("final", "It can only be restored by a person in Xero.")]
    if row.owes is not None:
        found.append(PlanWarning("owes", f"It still owes {row.owes}."))
    if row.is_owed is not None:
        found.append(PlanWarning("is_owed", f"It is still owed {row.is_owed}."))
    return found
