"""What a purchase order means: how answers show it, what of it may be changed, and what can become of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import (
    REFERENCE,
    Document,
    DocumentSearch,
    DueField,
    Move,
    TextField,
    currency_of,
)
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME, ContactRef, contact_ref
from atom_xero_plugin.accounting.listed import InLists, Listed, listed_document
from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.accounting.warnings import delivery_warnings
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.money import ONE, Money
from atom_xero_plugin.xero.records.purchase_orders import PURCHASE_ORDERS, PurchaseOrder, PurchaseOrderFilter

PurchaseOrderName = Annotated[
    str,
    Meta(
        description="Its number or id. Xero purchase orders are listed by find_purchase_orders.",
        min_length=1,
        max_length=255,
        extra=also("purchase_order_id purchase_order_number po po_number order order_number number id document"),
    ),
]
Number = Annotated[
    str,
    Meta(
        description="Left out, Xero gives the next number.",
        min_length=1,
        max_length=255,
        extra=also("purchase_order_number po_number order_number no new_number"),
    ),
]
Reference = Annotated[str, Meta(description="Reference.", max_length=255, extra=also("ref their_reference"))]
DeliveryAddress = Annotated[
    str, Meta(description="Where to deliver.", max_length=4000, extra=also("address ship_to deliver_to"))
]
Attention = Annotated[str, Meta(description="Who receives it.", max_length=255, extra=also("attention_to recipient"))]
Telephone = Annotated[str, Meta(description="Telephone of who receives it.", max_length=50, extra=also("phone"))]
Instructions = Annotated[
    str, Meta(description="Delivery instructions.", max_length=500, extra=also("delivery_instructions notes"))
]
STATUS_WORDS: Final = {
    "DRAFT": "draft",
    "SUBMITTED": "awaiting_approval",
    "AUTHORISED": "approved",
    "BILLED": "billed",
    "DELETED": "deleted",
}
"""Xero's statuses in the words that its pages use."""


class PurchaseOrderRow(Struct, omit_defaults=True):
    """A purchase order in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number.")]
    status: Annotated[str, Meta(description="draft, awaiting_approval, approved, billed or deleted.")]
    contact: Annotated[ContactRef, Meta(description="Supplier.")]
    date: Annotated[dt.date | None, Meta(description="Day of issue.")]
    delivery_date: Annotated[dt.date | None, Meta(description="Day of delivery.")]
    total: Annotated[Money, Meta(description="Total with tax.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None


class PurchaseOrderView(PurchaseOrderRow, omit_defaults=True):
    """A purchase order in full."""

    net: Annotated[Money | None, Meta(description="Total without tax.")] = None
    tax: Annotated[Money | None, Meta(description="Tax.")] = None
    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    delivery_address: Annotated[str | None, Meta(description="Where to deliver.")] = None
    attention: Annotated[str | None, Meta(description="Who receives it.")] = None
    telephone: Annotated[str | None, Meta(description="Telephone of who receives it.")] = None
    instructions: Annotated[str | None, Meta(description="Delivery instructions.")] = None
    expected_arrival: Annotated[dt.date | None, Meta(description="Day it is expected.")] = None
    sent: Annotated[bool | None, Meta(description="Whether Xero marked it as sent to the supplier.")] = None
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class PurchaseOrderResult(Struct):
    """What a write of a purchase order answers, from the record that was read back."""

    purchase_order: Annotated[PurchaseOrderView, Meta(description="The purchase order as Xero has it now.")]


def order_row(ctx: Context, order: PurchaseOrder) -> PurchaseOrderRow:
    """A purchase order in a list."""
    return PurchaseOrderRow(
        id=order.purchase_order_id,
        number=order.purchase_order_number or None,
        status=DOCUMENT.status_word(order.status),
        contact=contact_ref(order.contact),
        date=order.date,
        delivery_date=order.delivery_date,
        total=Money.of(order.total, currency_of(ctx, order)),
        url=ctx.link(PURCHASE_ORDERS.page, order.purchase_order_id),
        reference=order.reference or None,
    )


def order_view(ctx: Context, order: PurchaseOrder) -> PurchaseOrderView:
    """A purchase order in full."""
    row, currency = order_row(ctx, order), currency_of(ctx, order)
    return PurchaseOrderView(
        **{name: getattr(row, name) for name in PurchaseOrderRow.__struct_fields__},
        net=Money.of(order.sub_total, currency),
        tax=Money.of(order.total_tax, currency),
        amounts_are=amounts_word(order.line_amount_types),
        lines=[line_of(line, currency) for line in order.line_items or ()],
        delivery_address=order.delivery_address or None,
        attention=order.attention_to or None,
        telephone=order.telephone or None,
        instructions=order.delivery_instructions or None,
        expected_arrival=order.expected_arrival_date,
        sent=order.sent_to_contact,
        has_attachments=bool(order.has_attachments),
        updated_at=order.updated_date_utc,
    )


def _keeps(order: PurchaseOrder) -> dict[str, Any]:
    """What every update sends as it stands, since nobody knows what Xero clears of what it is not sent."""
    abroad = order.currency_rate is not None and order.currency_rate != ONE
    kept = {
        "PurchaseOrderNumber": order.purchase_order_number,
        "Date": order.date,
        "DeliveryDate": order.delivery_date,
        "ExpectedArrivalDate": order.expected_arrival_date,
        "LineAmountTypes": order.line_amount_types,
        "Reference": order.reference,
        "DeliveryAddress": order.delivery_address,
        "AttentionTo": order.attention_to,
        "Telephone": order.telephone,
        "DeliveryInstructions": order.delivery_instructions,
        "BrandingThemeID": order.branding_theme_id,
        "CurrencyCode": order.currency_code,
        "CurrencyRate": order.currency_rate if abroad else None,
    }
    return {name: value for name, value in kept.items() if value}


def _search(wanted: DocumentSearch) -> PurchaseOrderFilter:
    return PurchaseOrderFilter(
        contact_id=wanted.contact_id, number=wanted.number, date_from=wanted.first, date_to=wanted.last
    )


def _found_by(order: PurchaseOrder) -> Found:
    number, name = order.purchase_order_number, order.contact.name if order.contact else None
    state = DOCUMENT.status_word(order.status)
    return Found(
        title=(f"Purchase order {number}" if number else "Purchase order", name),
        snippet=(shown_amount(order.total, order.currency_code), state.replace("_", " "), shown_day(order.date)),
        number=number,
        reference=order.reference,
        amount=order.total,
        currency=order.currency_code,
        words=("purchase order", number, name, order.reference),
        day=order.date,
        state=state or None,
        texts=tuple(line.description for line in order.line_items or ()),
    )


def _listed_by(order: PurchaseOrder) -> Listed:
    return listed_document(order, order.purchase_order_number, money_in=False, due_day=order.delivery_date)


IN_LISTS: Final = InLists[PurchaseOrder](
    listed_by=_listed_by, statuses=STATUS_WORDS, late_in=("AUTHORISED",), gone=("DELETED",)
)


_FINAL: Final = {"DELETED": "That is final; create a new one."}
_APPROVE: Final = "Approve it first with approve_purchase_order."
_BY_DELETION: Final = dict.fromkeys(("DRAFT", "SUBMITTED"), "delete_purchase_order")
DOCUMENT: Final = Document(
    endpoint=PURCHASE_ORDERS,
    record_kind="purchase_order",
    words="purchase order",
    side="bill",
    number=TextField("number", "purchase_order_number", "PurchaseOrderNumber", optional=False),
    due=DueField("delivery_date", "delivery_date", "DeliveryDate", "to be delivered on", delivery_warnings),
    texts=(
        REFERENCE,
        TextField("delivery_address", "delivery_address", "DeliveryAddress", many_lines=True),
        TextField("attention", "attention_to", "AttentionTo"),
        TextField("telephone", "telephone", "Telephone"),
        TextField("instructions", "delivery_instructions", "DeliveryInstructions", many_lines=True),
    ),
    statuses=STATUS_WORDS,
    moves={
        "approved": Move(
            {"DRAFT": "AUTHORISED", "SUBMITTED": "AUTHORISED"},
            done=frozenset({"AUTHORISED", "BILLED"}),
            hints=_FINAL,
            back=_BY_DELETION,
        ),
        "billed": Move(
            {"AUTHORISED": "BILLED"},
            done=frozenset({"BILLED"}),
            hints={"DRAFT": _APPROVE, "SUBMITTED": _APPROVE, **_FINAL},
        ),
        "deleted": Move(
            dict.fromkeys(("DRAFT", "SUBMITTED", "AUTHORISED", "BILLED"), "DELETED"), done=frozenset({"DELETED"})
        ),
        "changed": Move(
            {status: status for status in ("DRAFT", "SUBMITTED", "AUTHORISED")},
            hints={"BILLED": "Change its bill instead, with change_invoice.", **_FINAL},
        ),
    },
    in_ledger=False,
    keeps=_keeps,
    sent=lambda order: bool(order.sent_to_contact),
    undo="delete_purchase_order",
    view=order_view,
    search=_search,
    by_number=lambda number: PurchaseOrderFilter(number=number),
)
PURCHASE_ORDER: Final = RecordKind[PurchaseOrder](
    name="purchase_order",
    endpoint=PURCHASE_ORDERS,
    view=order_view,
    shape=PurchaseOrderView,
    filters=DocumentFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    document=DOCUMENT,
    sample={
        "PurchaseOrderID": "5d0d9b7e-1c3a-4f0e-8b62-7a9c4e1f2d35",
        "PurchaseOrderNumber": "PO-0017",
        "Reference": "Shelves",
        "Contact": SAMPLE_NAME,
        "DateString": "2026-06-02T00:00:00",
        "DeliveryDateString": "2026-06-20T00:00:00",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "CurrencyCode": "NZD",
        "SubTotal": "300.00",
        "TotalTax": "45.00",
        "Total": "345.00",
        "DeliveryAddress": "12 Quay Street, Wellington",
    },
)
