"""Sending a sales invoice by e-mail: to whom, whether Xero would, and that it is still so when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from atom_xero_plugin.accounting.kinds.invoices import named, status_of
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import PartOf, PlanWarning, Precondition, Proposal, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact
from atom_xero_plugin.xero.records.invoice_emails import EMAILED, email_below, email_invoice
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice

SCOPE: Final = "accounting.contacts.read"
"""Who gets an e-mail stands on the contact's own record alone."""
SENT_BEFORE: Final = PlanWarning("sent", "It was sent, or marked as sent, before.")
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
    refuse_bill(invoice)
    if invoice.status not in EMAILED:
        hint = "Approve it first with approve_invoice." if invoice.status == "DRAFT" else "It is final."
        raise Conflict(f"The {named(invoice)} is {status_of(invoice)}, so Xero does not send it.", hint=hint)
    return contact_of(invoice)


def refuse_bill(invoice: Invoice) -> None:
    """Raises Conflict for a bill."""
    if invoice.is_bill:
        raise Conflict(f"The {named(invoice)} is from a supplier; Xero e-mails sales invoices alone.")


def refuse_approving_and_sending(invoice: Invoice) -> None:
    """Raises Conflict for what is not approved and then e-mailed by one plan: a bill, or what is approved already."""
    refuse_bill(invoice)
    if invoice.status in {"AUTHORISED", "PAID"}:
        raise Conflict(f"The {named(invoice)} is approved already.", hint="email_invoice sends it.")


def contact_of(invoice: Invoice) -> str:
    """The id of the contact that an invoice is to. Raises Conflict for one without."""
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


async def then_email(ctx: Context, proposal: Proposal, *, contact_id: str, label: str, sent: bool = False) -> Proposal:
    """The plan that first approves an invoice, new or stored, then e-mails it to its contact.

    Args:
        ctx: For which organisation.
        proposal: The plan of one step that approves it.
        contact_id: Whose it is.
        label: What the first step is called among the two.
        sent: Whether the invoice was sent, or marked as sent, before.

    Raises Conflict for a contact that Xero sends nothing, ScopeMissing where contacts cannot be read.
    """
    require(ctx, SCOPE)
    to = addresses(await get(ctx.xero, CONTACTS, contact_id))
    same = Precondition(RECIPIENTS, {"contact_id": contact_id, "to": to})
    undo = proposal.undo
    return replace(
        proposal,
        summary=f"{proposal.summary.rstrip('.')}, and e-mail it to {', '.join(map(in_sentence, to))}.",
        steps=[replace(proposal.steps[0], label=label, precondition=same), _emailing_written(same, traceless=sent)],
        before=None if proposal.before is None else {**proposal.before, "sent": sent},
        after={**proposal.after, "sent": True},
        emails=to,
        warnings=[*proposal.warnings, *([SENT_BEFORE] if sent else [])],
        undo=None if undo is None else replace(undo, sentence=f"{undo.sentence} Nothing can call back the e-mail."),
        independent=True,
    )


def _emailing_written(precondition: Precondition, *, traceless: bool) -> Step:
    """The step that sends the invoice that the first step of its plan writes, void if that changes meanwhile."""
    return Step(
        email_below(),
        "invoice",
        expects={"SentToContact": str(True)},
        label="e-mail it",
        precondition=precondition,
        answers_part=True,
        traceless=traceless,
        part_of=PartOf(INVOICES.path, step=0),
        as_written=True,
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
