"""Copy a purchase order."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.change_inputs import NewContact
from atom_xero_plugin.accounting.documents.conversion import propose_copy
from atom_xero_plugin.accounting.documents.inputs import DeliveryDate, IssueDate
from atom_xero_plugin.accounting.inputs import one_line, sane_day
from atom_xero_plugin.accounting.kinds import purchase_orders as orders
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What copy_purchase_order takes."""

    purchase_order: orders.PurchaseOrderName
    contact: NewContact = None
    date: IssueDate = None
    delivery_date: DeliveryDate = None
    number: orders.Number | None = None


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="delete_purchase_order",
    examples=[Example("Order the same as in PO-0001 again", {"purchase_order": "PO-0001"})],
)
async def copy_purchase_order(ctx: Context, input: Input) -> Proposal:
    """Copy a Xero purchase order, whatever its status, to a new draft: lines, delivery and currency.

    For the same supplier or another. A person approves first; nothing is sent. delete_purchase_order undoes it.
    """
    number = one_line(input.number, "/number")
    sane_day(input.date, "/date")
    sane_day(input.delivery_date, "/delivery_date")
    stored = await one_document(ctx, orders.DOCUMENT, input.purchase_order)
    return await propose_copy(stored, contact=input.contact, day=input.date, due=input.delivery_date, number=number)


@copy_purchase_order.verified
def made(ctx: Context, order: PurchaseOrder) -> orders.PurchaseOrderResult:
    """The new purchase order as Xero has it now."""
    return orders.PurchaseOrderResult(orders.order_view(ctx, order))
