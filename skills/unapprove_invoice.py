"""Make a draft of an approved invoice or bill again."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.replacement import propose_replacement
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.kinds.invoices import InvoiceView, invoice_view, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.attachments import AttachedFile
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True):
    """What unapprove_invoice takes."""

    invoice: InvoiceName


class Output(Struct):
    """What unapprove_invoice answers."""

    draft: Annotated[InvoiceView, Meta(description="The new draft.")]
    voided: Annotated[InvoiceView, Meta(description="The one that was approved.")]
    files: Annotated[list[str], Meta(description="Names of the files that the draft has now.")]


@skill(
    effect="destructive",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    scopes_vary=True,
    examples=[Example("INV-0151 was approved too early, make it a draft again", {"invoice": "INV-0151"})],
)
async def unapprove_invoice(ctx: Context, input: Input) -> Proposal:
    """Undo the approval of a Xero invoice or Xero bill: copy it to a draft with its files, and void the approved one.

    Xero cannot make an approved one a draft. Notes on both name the other. A sales invoice gets a new number. A person
    approves all as one plan; it cannot be undone. Refused while payments or credits are on it.
    """
    stored = stored_invoice(ctx, await one_invoice(ctx.xero, input.invoice))
    refuse_unless(stored, "unapproved")
    return await propose_replacement(stored)


@unapprove_invoice.verified
def unapproved(ctx: Context, *records: XeroRecord) -> Output:
    """The draft and the one that was approved, as Xero has them now."""
    draft, voided = (invoice_view(ctx, each) for each in records if isinstance(each, Invoice))
    return Output(draft, voided, [each.file_name or "" for each in records if isinstance(each, AttachedFile)])
