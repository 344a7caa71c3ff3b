"""Send a sales invoice by e-mail."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.invoice_emails import SENT_BEFORE, emailing, recipients
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_row, invoice_view, money_of, named
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True):
    """What email_invoice takes."""

    invoice: InvoiceName


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read"],
    examples=[Example("E-mail invoice INV-0153 to the customer", {"invoice": "INV-0153"})],
)
async def email_invoice(ctx: Context, input: Input) -> Proposal:
    """Send a Xero invoice to its customer by e-mail, as Xero does with the organisation's own template.

    A person approves first and sees who gets it: the contact's address and its persons that are included in e-mails.
    Nothing can call it back. Sales invoices alone, approved; mark_invoice marks one as sent without an e-mail.
    """
    invoice = await one_invoice(ctx.xero, input.invoice, kind="sales")
    to = await recipients(ctx, invoice)
    shown = snapshot(invoice_row(ctx, invoice))
    again = [SENT_BEFORE] if invoice.sent_to_contact else []
    return Proposal(
        summary=f"E-mail the {named(invoice)} over {money_of(ctx, invoice, invoice.total)} to {len(to)} "
        f"{'address' if len(to) == 1 else 'addresses'}.",
        steps=[emailing(invoice, to)],
        before={**shown, "sent": bool(invoice.sent_to_contact)},
        after={**shown, "sent": True},
        emails=to,
        party=invoice.contact.name if invoice.contact else None,
        amount=money_of(ctx, invoice, invoice.total),
        warnings=again,
    )


@email_invoice.verified
def sent(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))
