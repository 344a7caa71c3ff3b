"""Show one purchase order."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.kinds.purchase_orders import (
    DOCUMENT,
    PurchaseOrderName,
    PurchaseOrderView,
    order_view,
)
from atom_xero_plugin.accounting.resolve.documents import likely_document


class Input(Struct, forbid_unknown_fields=True):
    """What show_purchase_order takes."""

    purchase_order: PurchaseOrderName


class Output(Struct, omit_defaults=True):
    """What show_purchase_order answers."""

    purchase_order: Annotated[PurchaseOrderView, Meta(description="The purchase order.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[Example("Show me purchase order PO-0002", {"purchase_order": "PO-0002"})],
)
async def show_purchase_order(ctx: Context, input: Input) -> Output:
    """Show one Xero purchase order: its lines with their ids, tax, delivery, status, its page."""
    stored, exact = await likely_document(ctx, DOCUMENT, input.purchase_order)
    taken = assumed("purchase_order", input.purchase_order, stored.id, stored.number, exact=exact)
    return Output(order_view(ctx, stored.record), taken)
