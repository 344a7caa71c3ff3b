"""Find linked transactions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, InvoiceName, Limit
from atom_xero_plugin.accounting.kinds.linked_transactions import LinkedTransactionView, linked_transaction_view
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.contacts import one_contact
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.linked_transactions import (
    LINKED_TRANSACTIONS,
    LinkedTransaction,
    LinkedTransactionFilter,
)


class Input(Struct, forbid_unknown_fields=True):
    """What find_linked_transactions takes."""

    contact: Annotated[ContactName | None, Meta(description="Customer whom the costs are for.")] = None
    bill: Annotated[InvoiceName | None, Meta(description="Bill that the costs stand on: its number or id.")] = None
    invoice: Annotated[InvoiceName | None, Meta(description="Sales invoice that bills them: its number or id.")] = None
    status: Annotated[
        Literal["draft", "approved", "on_draft", "billed", "voided"] | None,
        Meta(description="approved is what can be billed.", extra=aliases.STATE),
    ] = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct):
    """What find_linked_transactions answers."""

    items: Annotated[list[LinkedTransactionView], Meta(description="The costs and what bills them.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read"],
    examples=[Example("Which costs have we not billed on yet?", {"status": "approved"})],
)
async def find_linked_transactions(ctx: Context, input: Input) -> Output:
    """Find the linked transactions of Xero: costs of bills (billable expenses) that customers are billed for."""
    start = begin(input.cursor, ctx.organisation.id, input)
    contact = await one_contact(ctx.xero, input.contact) if input.contact else None
    bill = await one_invoice(ctx.xero, input.bill, kind="bill", path="/bill") if input.bill else None
    invoice = await one_invoice(ctx.xero, input.invoice, kind="sales") if input.invoice else None
    requested = LinkedTransactionFilter(
        contact_id=contact.contact_id if contact else None,
        source_transaction_id=bill.invoice_id if bill else None,
        target_transaction_id=invoice.invoice_id if invoice else None,
    )

    async def fetch(page: int) -> Page[LinkedTransaction]:
        return await list_of(ctx.xero, LINKED_TRANSACTIONS, requested, page=page)

    def keep(each: LinkedTransaction) -> bool:
        """Xero filters by status only beside a contact, so we do."""
        return input.status is None or linked_transaction_view(ctx, each).status == input.status

    found = await collect(fetch, start, input.limit, keep)
    return Output(
        items=[linked_transaction_view(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
    )
