"""Create a bill."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field
from msgspec.structs import replace

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.attachments import FileNames, with_files
from atom_xero_plugin.accounting.documents.create import propose_document
from atom_xero_plugin.accounting.documents.inputs import DocumentInput
from atom_xero_plugin.accounting.kinds.attachments import AttachmentView, attachment_view
from atom_xero_plugin.accounting.kinds.invoices import SUPPLIER_BILL, InvoiceResult, invoice_view
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.attachments import AttachedFile
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(DocumentInput, forbid_unknown_fields=True, kw_only=True):
    """What create_bill takes."""

    bill_number: (
        Annotated[
            str,
            Meta(
                description="The supplier's invoice number. Xero shows it as reference.",
                min_length=1,
                max_length=255,
                extra=also("number invoice_number invoice_no reference ref supplier_reference"),
            ),
        ]
        | None
    ) = None
    files: FileNames = field(default_factory=list)


class Output(InvoiceResult, omit_defaults=True):
    """What create_bill answers."""

    attached: Annotated[list[AttachmentView], Meta(description="Its files.")] = field(default_factory=list)


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="void_invoice",
    examples=[
        Example(
            "Enter the bill of Capital Power for last month's electricity, 230 with GST",
            {
                "contact": "Capital Power",
                "lines": [{"description": "Electricity", "unit_amount": "230.00", "account": "445"}],
                "amounts_are": "inclusive",
                "bill_number": "CP-99817",
                "due_in_days": 20,
            },
        ),
        Example(
            "Enter the bill of Capital Power for 46 with the scan of their receipt",
            {
                "contact": "Capital Power",
                "lines": [{"description": "Meter reading", "unit_amount": "40.00", "account": "445"}],
                "files": ["receipt.pdf"],
            },
        ),
    ],
)
async def create_bill(ctx: Context, input: Input) -> Proposal:
    """Create a Xero bill from a supplier, as a draft; with approve, awaiting payment.

    A person approves the plan first: totals, tax, likely duplicates. Nothing is sent or paid.
    void_invoice undoes it.
    """
    proposal = await propose_document(ctx, SUPPLIER_BILL, input, number=input.bill_number)
    return await with_files(ctx, proposal, SUPPLIER_BILL.endpoint, input.files)


@create_bill.verified
def created(ctx: Context, bill: Invoice, *files: AttachedFile) -> Output:
    """The bill as Xero has it now."""
    view = replace(invoice_view(ctx, bill), has_attachments=bool(files))
    return Output(view, [attachment_view(ctx, each) for each in files])
