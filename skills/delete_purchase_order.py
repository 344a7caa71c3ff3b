"""Delete a purchase order."""

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
    """What delete_purchase_order takes."""

    purchase_order: PurchaseOrderName


@skill(
    effect="destructive",
    scopes=["accounting.invoices"],
    examples=[Example("Delete purchase order PO-0005", {"purchase_order": "PO-0005"})],
)
async def delete_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero purchase order, whatever its status. This cannot be undone.

    A person approves first; nothing is sent. Its number stays taken, and its bill, if there is one, stays.
    """
    stored = await one_document(ctx, DOCUMENT, input.purchase_order)
    refuse_unless(stored, "deleted")
    billed = [PlanWarning("billed", "It is billed: its bill stays.")] if stored.status == "BILLED" else []
    summary = f"Delete the {stored.label} over {stored.totals.total}. This is final."
    return move(stored, "deleted", summary=summary, warnings=billed)


@delete_purchase_order.verified
def deleted(ctx: Context, order: PurchaseOrder) -> PurchaseOrderResult:
    """The purchase order as Xero has it now."""
    return PurchaseOrderResult(order_view(ctx, order))
