"""Change a purchase order."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.change import propose_change
from atom_xero_plugin.accounting.documents.change_inputs import OrderChanges
from atom_xero_plugin.accounting.kinds import purchase_orders as orders
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


class Input(OrderChanges, forbid_unknown_fields=True, kw_only=True):
    """What change_purchase_order takes."""

    purchase_order: orders.PurchaseOrderName
    number: Annotated[orders.Number, Meta(description="New number.")] | None = None
    reference: orders.Reference | None = None
    delivery_address: orders.DeliveryAddress | None = None
    attention: orders.Attention | None = None
    telephone: orders.Telephone | None = None
    instructions: orders.Instructions | None = None


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="change_purchase_order",
    examples=[
        Example("PO-0005 is to be delivered at the end of July",
                {"purchase_order": "PO-0005", "delivery_date": "2026-07-31"})
    ],
)  # fmt: skip
async def change_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Change a Xero purchase order that is not billed yet: only the fields and lines given change.

    A person approves first; nothing is sent. show_purchase_order lists lines with their ids.
    """
    find = partial(one_document, ctx, orders.DOCUMENT, input.purchase_order)
    return await propose_change(orders.DOCUMENT, input, find)


@change_purchase_order.verified
def changed(ctx: Context, order: PurchaseOrder) -> orders.PurchaseOrderResult:
    """The purchase order as Xero has it now."""
    return orders.PurchaseOrderResult(orders.order_view(ctx, order))
