"""Approve a purchase order."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.preflight import APPROVED, preflight, refuse_incomplete, state_of
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.purchase_orders import (
    DOCUMENT,
    PurchaseOrderName,
    PurchaseOrderResult,
    order_view,
)
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


class Input(Struct, forbid_unknown_fields=True):
    """What approve_purchase_order takes."""

    purchase_order: PurchaseOrderName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="delete_purchase_order",
    examples=[Example("Approve purchase order PO-0005", {"purchase_order": "PO-0005"})],
)
async def approve_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Approve a Xero purchase order that is a draft or awaits approval. It books nothing.

    A person approves the plan first; nothing is sent to the supplier. It does not become a draft again;
    delete_purchase_order can delete it.
    """
    stored = await one_document(ctx, DOCUMENT, input.purchase_order)
    refuse_unless(stored, "approved")
    refuse_incomplete(stored)
    warnings = (await preflight(state_of(stored), APPROVED)).warnings
    summary = f"Approve the {stored.label} over {stored.totals.total}."
    return move(stored, "approved", summary=summary, warnings=warnings)


@approve_purchase_order.verified
def approved(ctx: Context, order: PurchaseOrder) -> PurchaseOrderResult:
    """The purchase order as Xero has it now."""
    return PurchaseOrderResult(order_view(ctx, order))
