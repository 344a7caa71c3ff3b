"""Delete a repeating invoice."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.repeating_invoices import (
    RepeatingInvoiceName,
    RepeatingInvoiceResult,
    repeating_view,
)
from atom_xero_plugin.accounting.repeating import one_template, propose_deletion
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.repeating_invoices import RepeatingInvoice


class Input(Struct, forbid_unknown_fields=True):
    """What delete_repeating_invoice takes."""

    repeating_invoice: RepeatingInvoiceName


@skill(
    effect="destructive",
    scopes=["accounting.invoices"],
    examples=[Example("Stop the monthly retainer", {"repeating_invoice": "Retainer monthly"})],
)
async def delete_repeating_invoice(ctx: Context, input: Input) -> Proposal:
    """Delete a repeating Xero invoice or bill, so that it makes no more invoices. This cannot be undone.

    Xero's API cannot pause or change one: delete it and create another. A person approves first; what it made stays.
    """
    return propose_deletion(await one_template(ctx, input.repeating_invoice))


@delete_repeating_invoice.verified
def deleted(ctx: Context, template: RepeatingInvoice) -> RepeatingInvoiceResult:
    """The repeating invoice as Xero has it now."""
    return RepeatingInvoiceResult(repeating_view(ctx, template))
