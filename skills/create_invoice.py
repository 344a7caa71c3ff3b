"""Create a sales invoice."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.create import propose_document
from atom_xero_plugin.accounting.documents.inputs import DocumentInput, SalesLines
from atom_xero_plugin.accounting.inputs import Reference, invalid_argument
from atom_xero_plugin.accounting.invoice_emails import then_email
from atom_xero_plugin.accounting.kinds.invoices import SALES_INVOICE, InvoiceResult, invoice_view
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(DocumentInput, forbid_unknown_fields=True, kw_only=True):
    """What create_invoice takes."""

    lines: SalesLines  # type: ignore[assignment]
    invoice_number: (
        Annotated[
            str,
            Meta(
                description="Left out, Xero gives the next number.",
                min_length=1,
                max_length=255,
                extra=also("number invoice_no no num document_number"),
            ),
        ]
        | None
    ) = None
    reference: Annotated[
        Reference | None,
        Meta(
            description="The customer's reference, such as a PO number.",
            extra=aliases.REFERENCE,
        ),
    ] = None
    email: Annotated[
        bool,
        Meta(
            description="True e-mails it to the customer once it is approved; needs approve.",
            extra=aliases.SENDING | OBVIOUS,
        ),
    ] = False


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="void_invoice",
    examples=[
        Example(
            "Invoice Kauri Grove Cafe for two hours of consulting at 150, due in two weeks",
            {
                "contact": "Kauri Grove Cafe",
                "lines": [{"description": "Consulting", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
                "due_in_days": 14,
                "reference": "PO 4711",
            },
        ),
        Example(
            "Invoice Glenmore Lawyers for a training at 450, approve it and send it to them",
            {
                "contact": "Glenmore Lawyers",
                "lines": [{"description": "Training", "unit_amount": "450.00", "account": "200"}],
                "due_in_days": 14,
                "approve": True,
                "email": True,
            },
        ),
    ],
)
async def create_invoice(ctx: Context, input: Input) -> Proposal:
    """Create a Xero invoice for a customer, as a draft; with approve, awaiting payment.

    A person approves the plan first: totals, tax, likely duplicates, who gets an e-mail. Without email nothing is
    sent. void_invoice undoes it.
    """
    if input.email and not input.approve:
        raise invalid_argument("/email", "needs approve: Xero e-mails no draft")
    plan = await propose_document(ctx, SALES_INVOICE, input, number=input.invoice_number, reference=input.reference)
    if not input.email:
        return plan
    return await then_email(
        ctx, plan, contact_id=plan.after["contact"]["id"], label=f"create the {SALES_INVOICE.words}"
    )


@create_invoice.verified
def created(ctx: Context, *invoices: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoices[-1]))
