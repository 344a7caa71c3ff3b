"""Approve an invoice or bill."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_view, kind_of, named
from atom_xero_plugin.accounting.resolve import one_invoice
from atom_xero_plugin.accounting.warnings import (
    day_warnings,
    due_warnings,
    duplicate_warnings,
    like_documents,
    refuse_closed,
    total_warnings,
)
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.money import ONE, amount_or
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, LineItem
from atom_xero_plugin.xero.write import update


class Input(Struct, forbid_unknown_fields=True):
    """What approve_invoice takes."""

    invoice: InvoiceName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="void_invoice",
    examples=[Example("Approve the draft invoice INV-0156", {"invoice": "INV-0156"})],
)
async def approve_invoice(ctx: Context, input: Input) -> Proposal:
    """Approve a draft Xero invoice or Xero bill, so that it counts in the books and awaits payment.

    A person approves first; nothing is sent. void_invoice undoes it while nothing is paid on it.
    """
    invoice = await one_invoice(ctx.xero, input.invoice)
    refuse_unless(invoice, {"DRAFT", "SUBMITTED"}, "approved")
    _refuse_incomplete(invoice)
    refuse_closed(ctx.organisation, invoice.date or ctx.today, what=f"The {named(invoice)}")
    status = "PAID" if invoice.total == 0 else "AUTHORISED"
    return move(
        ctx,
        invoice,
        update(INVOICES, invoice.invoice_id, {"Status": "AUTHORISED"}),
        status,
        summary=f"Approve the {named(invoice)} over {invoice.currency_code} {invoice.total}.",
        warnings=await _warnings(ctx, invoice),
        undo="void_invoice can void it as long as nothing is paid on it.",
    )


@approve_invoice.verified
def approved(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))


def _refuse_incomplete(invoice: Invoice) -> None:
    lines = invoice.line_items or []
    lacking = [
        *(["lines"] if not lines else []),
        *(["a due date"] if invoice.due_date is None else []),
        *(["an account on each line"] if any(_comes_to(line) != 0 and not line.account_code for line in lines) else []),
        *(["a description on each line"] if any(not line.description for line in lines) else []),
        *(["a total that is not below zero"] if invoice.total is not None and invoice.total < 0 else []),
    ]
    if lacking:
        raise Conflict(
            f"The {named(invoice)} cannot be approved yet: it lacks {', '.join(lacking)}.",
            hint="Complete it with change_invoice, then ask again.",
        )


def _comes_to(line: LineItem) -> Decimal:
    """Xero keeps no account on a line of 0, and needs none."""
    if line.line_amount is not None:
        return line.line_amount
    return amount_or(line.quantity, ONE) * amount_or(line.unit_amount)


async def _warnings(ctx: Context, invoice: Invoice) -> list[PlanWarning]:
    day = invoice.date or ctx.today
    found = day_warnings(ctx.organisation, day, ctx.today, what=f"The {named(invoice)}")
    found += due_warnings(day, invoice.due_date, ctx.today)
    found += total_warnings(amount_or(invoice.total))
    if invoice.contact is not None:
        others = await like_documents(ctx.xero, kind_of(invoice), invoice.contact.contact_id, day)
        found += duplicate_warnings(
            None if others is None else [each for each in others if each.invoice_id != invoice.invoice_id],
            number=invoice.invoice_number if invoice.is_bill else None,
            reference=invoice.reference,
            total=invoice.total,
            day=day,
        )
    return found
