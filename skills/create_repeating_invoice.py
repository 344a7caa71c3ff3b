"""Create a repeating invoice."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.repeating_invoices import RepeatingInvoiceResult, repeating_view
from atom_xero_plugin.accounting.repeating import propose_template
from atom_xero_plugin.accounting.repeating_inputs import RepeatingInput
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.repeating_invoices import RepeatingInvoice


class Input(RepeatingInput, forbid_unknown_fields=True, kw_only=True):
    """What create_repeating_invoice takes."""


CARE = {"description": "Website care", "unit_amount": "90.00", "account": "200"}


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="delete_repeating_invoice",
    examples=[
        Example("Invoice Kauri Grove Cafe 90 a month for website care from July on",
                {"contact": "Kauri Grove Cafe", "lines": [CARE], "start_date": "2026-07-01"}),
    ],
)  # fmt: skip
async def create_repeating_invoice(ctx: Context, input: Input) -> Proposal:
    """Create a repeating Xero sales invoice: Xero makes one every so many weeks or months.

    Each is a draft, or approved, or sent to the customer by itself. A person approves the plan first. Xero's API takes
    none for bills, and changes none. delete_repeating_invoice undoes it.
    """
    return await propose_template(ctx, input)


@create_repeating_invoice.verified
def created(ctx: Context, template: RepeatingInvoice) -> RepeatingInvoiceResult:
    """The repeating invoice as Xero has it now."""
    return RepeatingInvoiceResult(repeating_view(ctx, template))
