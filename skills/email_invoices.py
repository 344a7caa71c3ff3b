"""Send many sales invoices by e-mail."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.bulk_emails import plan_emails
from atom_xero_plugin.accounting.chosen_invoices import (
    ChosenInvoices,
    InvoicesResult,
    chosen_invoices,
    invoices_result,
)
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import AlreadyDone, Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(ChosenInvoices, forbid_unknown_fields=True, kw_only=True):
    """What email_invoices takes."""

    again: Annotated[
        bool,
        Meta(
            description="Also those that were sent, or marked as sent, before; else they are left out.",
            extra=also("resend send_again include_sent remind reminder"),
        ),
    ] = False


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read"],
    examples=[
        Example("E-mail these invoices to their customers", {"invoices": ["INV-0153", "INV-0065"]}),
        Example("Send all overdue invoices once more", {"status": "overdue", "again": True}),
    ],
)
async def email_invoices(ctx: Context, input: Input) -> Proposal | AlreadyDone:
    """Send many Xero invoices to their customers by e-mail in one plan: those named, or all that filters find.

    A person approves first and sees who gets which. Each is an e-mail by itself, and nothing can call it back. Left
    out, with the reason: those sent before, unless again, drafts, and those whose customer has no e-mail address.
    """
    if input.kind == "bill":
        raise invalid_argument("/kind", "must be sales: Xero e-mails no bills")
    if input.status in {"draft", "awaiting_approval", "voided", "deleted"}:
        raise invalid_argument("/status", "must be one of unpaid, overdue, awaiting_payment and paid")
    invoices = await chosen_invoices(ctx, input, statuses=["AUTHORISED"], kind="sales")
    return await plan_emails(ctx, invoices, again=input.again)


@email_invoices.verified
def sent(ctx: Context, *invoices: Invoice) -> InvoicesResult:
    """The invoices as Xero has them now."""
    return invoices_result(ctx, invoices)
