"""Linked transactions: costs that a customer is billed for, as answers show them."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.linked_transactions import LINKED_TRANSACTIONS, LinkedTransaction

STATUSES: Final = {
    "draft": "DRAFT",
    "approved": "APPROVED",
    "on_draft": "ONDRAFT",
    "billed": "BILLED",
    "voided": "VOIDED",
}
"""By the word of our answers. Source: developer.xero.com, Linked transactions."""
_WORDS: Final = {xero: word for word, xero in STATUSES.items()}


class LinkedTransactionView(Struct, omit_defaults=True):
    """A cost, whom it is for, and what bills it."""

    id: Annotated[str, Meta(description="Xero's id of the link.")]
    status: Annotated[
        str,
        Meta(description="draft or approved, as its bill is; on_draft or billed, as its invoice is; voided."),
    ]
    cost: Annotated[str, Meta(description="bill, or spend for money spent without one.")]
    cost_id: Annotated[str | None, Meta(description="Xero's id of the bill or bank transaction.")]
    cost_line_id: Annotated[str | None, Meta(description="Xero's id of its line.")]
    contact_id: Annotated[str | None, Meta(description="Customer whom it is for.")] = None
    invoice_id: Annotated[str | None, Meta(description="Sales invoice that bills it.")] = None
    invoice_line_id: Annotated[str | None, Meta(description="Xero's id of its line.")] = None


def linked_transaction_view(_: Context, link: LinkedTransaction) -> LinkedTransactionView:
    """A link; a status that Xero added since is shown in small letters."""
    status = link.status or ""
    return LinkedTransactionView(
        id=link.linked_transaction_id,
        status=_WORDS.get(status, status.lower()),
        cost="spend" if link.source_transaction_type_code == "SPEND" else "bill",
        cost_id=link.source_transaction_id,
        cost_line_id=link.source_line_item_id,
        contact_id=link.contact_id,
        invoice_id=link.target_transaction_id,
        invoice_line_id=link.target_line_item_id,
    )


LINKED_TRANSACTION: Final = RecordKind[LinkedTransaction](
    name="linked_transaction",
    endpoint=LINKED_TRANSACTIONS,
    view=linked_transaction_view,
    shape=LinkedTransactionView,
    sample={
        "LinkedTransactionID": "e9684b6c-4df9-45a0-917b-8ed4ae4f1e0d",
        "SourceTransactionID": "a848644a-f20f-4630-98c3-386bd7505631",
        "SourceLineItemID": "b0df260d-3cc8-4ced-9bd6-41924f624ed3",
        "SourceTransactionTypeCode": "ACCPAY",
        "ContactID": "83ff93aa-0ed6-4a4d-8fa7-2c6d8e9a1f50",
        "Status": "APPROVED",
        "Type": "BILLABLEEXPENSE",
    },
)
