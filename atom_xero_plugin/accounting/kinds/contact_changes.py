"""What goes with a change of a contact: what must hold before, and what must show after."""

from __future__ import annotations

from atom_xero_plugin.accounting.kinds.contact_inputs import REPORTED, ContactFields
from atom_xero_plugin.accounting.resolve.existing import refuse_taken_contact, refuse_unused_currency
from atom_xero_plugin.accounting.warnings import contact_warnings, like_contacts, script_warnings
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.records.contacts import Contact


async def warnings_of_change(
    ctx: Context, contact: Contact, fields: ContactFields, name: str | None
) -> list[PlanWarning]:
    """What a person should know of a change; `name` is the new one.

    Raises Conflict for a name or number that another contact has, and for a currency that is not in use.
    """
    email = fields.email or None
    await refuse_taken_contact(
        ctx.xero, name=name, contact_number=fields.contact_number, account_number=fields.account_number,
        besides=contact.contact_id,
    )  # fmt: skip
    await refuse_unused_currency(ctx.xero, fields.currency, base=ctx.organisation.base_currency)
    if name is None and email is None:
        return []
    found, unread = await like_contacts(ctx.xero, name or contact.name or "", email)
    others = [each for each in found if each.contact_id != contact.contact_id]
    return script_warnings(name) + unread + contact_warnings(others, name=name, email=email, tax_number=None)


def expected_of(contact: Contact, body: dict[str, object]) -> dict[str, str]:
    """What the contact must show after the change; a field that is emptied may be left out by Xero."""
    expects = {"ContactID": contact.contact_id, "Name": str(body.get("Name") or contact.name)}
    return expects | {field: str(body[field]) for field in REPORTED.values() if field in body}
