"""Create a purchase order."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.create import propose_document
from atom_xero_plugin.accounting.documents.inputs import OrderInput
from atom_xero_plugin.accounting.kinds import purchase_orders as orders
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


class Input(OrderInput, forbid_unknown_fields=True, kw_only=True):
    """What create_purchase_order takes."""

    number: orders.Number | None = None
    reference: orders.Reference | None = None
    delivery_address: orders.DeliveryAddress | None = None
    attention: orders.Attention | None = None
    telephone: orders.Telephone | None = None
    instructions: orders.Instructions | None = None


PAPER = {"description": "Poster paper A1", "quantity": "20", "unit_amount": "12.50", "account": "429"}


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="delete_purchase_order",
    examples=[
        Example("Order 20 rolls of poster paper at 12.50 from Capital Power",
                {"contact": "Capital Power", "lines": [PAPER]}),
    ],
)  # fmt: skip
async def create_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Create a Xero purchase order to a supplier, as a draft or approved.

    A person approves the plan first: totals, tax, likely duplicates. Nothing is sent to the supplier.
    delete_purchase_order undoes it.
    """
    names = ("reference", "delivery_address", "attention", "telephone", "instructions")
    texts = {name: getattr(input, name) for name in names}
    return await propose_document(ctx, orders.DOCUMENT, input, number=input.number, **texts)


@create_purchase_order.verified
def created(ctx: Context, order: PurchaseOrder) -> orders.PurchaseOrderResult:
    """The purchase order as Xero has it now."""
    return orders.PurchaseOrderResult(orders.order_view(ctx, order))
