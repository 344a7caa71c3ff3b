"""Mark a purchase order as billed."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.purchase_orders import (
    DOCUMENT,
    PurchaseOrderName,
    PurchaseOrderResult,
    order_view,
)
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


class Input(Struct, forbid_unknown_fields=True):
    """What mark_purchase_order takes."""

    purchase_order: PurchaseOrderName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    examples=[Example("The bill for purchase order PO-0002 is entered already", {"purchase_order": "PO-0002"})],
)
async def mark_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Mark an approved Xero purchase order as billed, when its bill is in Xero. It makes no bill.

    bill_purchase_order makes the bill and marks the order.
    A person approves first; nothing is sent. It cannot be undone.
    """
    stored = await one_document(ctx, DOCUMENT, input.purchase_order)
    refuse_unless(stored, "billed")
    summary = f"Mark the {stored.label} over {stored.totals.total} as billed; no bill is made."
    final = PlanWarning("no_undo", "No skill can make it an open order again.")
    return move(stored, "billed", summary=summary, warnings=[final])


@mark_purchase_order.verified
def marked(ctx: Context, order: PurchaseOrder) -> PurchaseOrderResult:
    """The purchase order as Xero has it now."""
    return PurchaseOrderResult(order_view(ctx, order))
