"""Sending a sales invoice by e-mail: to whom, whether Xero would, and that it is still so when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.accounting.kinds.invoices import named, status_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import Precondition, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact
from atom_xero_plugin.xero.records.invoice_emails import EMAILED, email_invoice
from atom_xero_plugin.xero.records.invoices import Invoice

RECIPIENTS: Final = "email_recipients"
"""Precondition: an e-mail to the contact `contact_id` goes to `to` and nobody else."""


def recipients_of(contact: Contact) -> list[str]:
    """Who gets an e-mail about the contact's invoices: its address, and the persons that are to be included."""
    persons = [each.email_address for each in contact.contact_persons or () if each.include_in_emails]
    return list(dict.fromkeys(each.strip() for each in (contact.email_address, *persons) if each and each.strip()))


async def recipients(ctx: Context, invoice: Invoice) -> list[str]:
    """Who would get the invoice. Raises Conflict where Xero would send it to nobody."""
    return addresses(await get(ctx.xero, CONTACTS, sendable_to(invoice)))


def sendable_to(invoice: Invoice) -> str:
    """The id of the contact that an invoice would be sent to. Raises Conflict for one that Xero does not send."""
    if invoice.is_bill:
        raise Conflict(f"The {named(invoice)} is from a supplier; Xero e-mails sales invoices alone.")
    if invoice.status not in EMAILED:
        hint = "Approve it first with approve_invoice." if invoice.status == "DRAFT" else "It is final."
        raise Conflict(f"The {named(invoice)} is {status_of(invoice)}, so Xero does not send it.", hint=hint)
    if invoice.contact is None or not invoice.contact.contact_id:
        raise Conflict(f"The {named(invoice)} has no contact.")
    return invoice.contact.contact_id


def addresses(contact: Contact) -> list[str]:
    """Who gets an e-mail about a contact's invoices. Raises Conflict for a contact that Xero sends nothing."""
    if not contact.email_address:
        raise Conflict(
            f"The contact {in_sentence(contact.name)} has no e-mail address, so Xero sends it nothing.",
            hint="Give it one with change_contact.",
        )
    return recipients_of(contact)


def emailing(invoice: Invoice, to: Sequence[str]) -> Step:
    """The step that sends an invoice, void if it, or who would get it, changes meanwhile."""
    contact = invoice.contact.contact_id if invoice.contact else ""
    return Step(
        email_invoice(invoice.invoice_id),
        "invoice",
        expects={"InvoiceID": invoice.invoice_id, "SentToContact": str(True)},
        record_id=invoice.invoice_id,
        unchanged_since=invoice.updated_date_utc,
        label=f"e-mail {invoice.invoice_number or invoice.invoice_id}",
        precondition=Precondition(RECIPIENTS, {"contact_id": contact, "to": list(to)}),
        traceless=bool(invoice.sent_to_contact),
    )


async def _still_those(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose e-mail would go to others than were shown; each contact is read once."""
    found: dict[int, str] = {}
    known: dict[str, list[str]] = {}
    for each in (each for each in steps if each.state == "proposed"):
        contact_id = each.arguments["contact_id"]
        if contact_id not in known:
            known[contact_id] = recipients_of(await get(xero, CONTACTS, contact_id))
        if known[contact_id] != each.arguments["to"]:
            found[each.number] = "the contact's e-mail addresses changed after the plan was made"
    return found


PRECONDITIONS: Final[Mapping[str, Check]] = {RECIPIENTS: _still_those}
"""The checks by the names that plans store."""
