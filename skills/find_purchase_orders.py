"""Find purchase orders."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.purchase_orders import STATUS_WORDS, PurchaseOrderRow, order_row
from atom_xero_plugin.accounting.listing import answer_page
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.purchase_orders import PURCHASE_ORDERS, PurchaseOrder, PurchaseOrderFilter

Status = Literal["draft", "awaiting_approval", "approved", "billed", "deleted"]
_STATUSES: Final = {word: status for status, word in STATUS_WORDS.items()}
_ORDERS: Final = {"newest": "Date DESC", "oldest": "Date ASC", "number": "PurchaseOrderNumber ASC"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_purchase_orders takes."""

    status: Annotated[
        Status | None,
        Meta(description="Left out, all but deleted; approved is not billed yet.", extra=also("state open")),
    ] = None
    contact: Annotated[ContactName | None, Meta(description="Supplier: name, e-mail, number or id.")] = None
    period: PeriodField = None
    dates: DatesField = None
    sort: Annotated[Literal["newest", "oldest", "number"], Meta(description="Order of the answer.")] = "newest"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_purchase_orders answers."""

    items: Annotated[list[PurchaseOrderRow], Meta(description="The purchase orders.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read"],
    examples=[Example("Which purchase orders are approved and not billed yet?", {"status": "approved"})],
)
async def find_purchase_orders(ctx: Context, input: Input) -> Output:
    """Find each Xero purchase order by status (draft, approved, billed), supplier or day of issue."""
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    requested = PurchaseOrderFilter(
        status=_STATUSES[input.status] if input.status else None,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )

    def keep(order: PurchaseOrder) -> bool:
        """Xero does not filter orders by contact."""
        theirs = order.contact.contact_id if order.contact else None
        return (input.status is not None or order.status != "DELETED") and (
            match is None or theirs == match.record.contact_id
        )

    found, cursor = await answer_page(ctx, PURCHASE_ORDERS, requested, input, order=_ORDERS[input.sort], keep=keep)
    taken = contact_assumed(input.contact, match)
    return Output([order_row(ctx, each) for each in found], cursor is not None, cursor, taken)
