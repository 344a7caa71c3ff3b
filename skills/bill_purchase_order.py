"""Make a bill of a purchase order."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.conversion import propose_like, then_move
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.inputs import one_line, sane_day
from atom_xero_plugin.accounting.kinds.invoices import SUPPLIER_BILL, InvoiceView, invoice_view
from atom_xero_plugin.accounting.kinds.purchase_orders import (
    DOCUMENT,
    PurchaseOrderName,
    PurchaseOrderView,
    order_view,
)
from atom_xero_plugin.accounting.resolve.documents import one_document, refuse_existing_bill
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What bill_purchase_order takes."""

    purchase_order: PurchaseOrderName
    bill_number: (
        Annotated[
            str,
            Meta(
                description="The supplier's number; left out, the order's.",
                min_length=1,
                max_length=255,
                extra=also("invoice_number supplier_invoice_number number"),
            ),
        ]
        | None
    ) = None
    date: Annotated[
        dt.date | None, Meta(description="Day of the bill, YYYY-MM-DD; today if left out.", extra=aliases.ISSUE_DATE)
    ] = None
    due_date: Annotated[
        dt.date | None,
        Meta(description="Day it is due, YYYY-MM-DD; by payment terms if left out.", extra=aliases.DUE_DATE),
    ] = None


class Output(Struct):
    """What bill_purchase_order answers."""

    bill: Annotated[InvoiceView, Meta(description="The new draft bill.")]
    purchase_order: Annotated[PurchaseOrderView, Meta(description="The order, billed.")]


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="void_invoice",
    examples=[Example("The goods of PO-0002 came; make the bill", {"purchase_order": "PO-0002"})],
)
async def bill_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Make a draft Xero bill of an approved Xero purchase order, and mark the order as billed.

    The bill has the order's lines, and names it. A person approves both as one plan. void_invoice deletes the bill;
    the order stays billed.
    """
    number = one_line(input.bill_number, "/bill_number")
    sane_day(input.date, "/date")
    sane_day(input.due_date, "/due_date")
    stored = await one_document(ctx, DOCUMENT, input.purchase_order)
    refuse_unless(stored, "billed")
    await refuse_existing_bill(stored, [each for each in (number, stored.number) if each])
    words = f"Purchase order {stored.number}" if number and stored.number else None
    bill = await propose_like(
        stored, SUPPLIER_BILL, day=input.date, due=input.due_date, number=number or stored.number, words=words
    )
    return then_move(
        bill,
        stored,
        "billed",
        summary=f"Create a draft bill over {bill.totals and bill.totals.total} of the {stored.label}, and mark the "
        "order as billed.",
        warnings=[PlanWarning("no_undo", "No skill can make the order an open one again.")],
    )


@bill_purchase_order.verified
def billed(ctx: Context, bill: Invoice, order: PurchaseOrder) -> Output:
    """Both as Xero has them now."""
    return Output(invoice_view(ctx, bill), order_view(ctx, order))
