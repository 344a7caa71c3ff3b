"""What prepayments and overpayments share: money that went over the bank and is set against invoices later."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import currency_of
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.accounting.kind import Found, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME, ContactRef, contact_ref
from atom_xero_plugin.accounting.kinds.credits import (
    CREDIT_STATUSES,
    AllocationView,
    RefundView,
    allocations_of,
    refunds_of,
)
from atom_xero_plugin.accounting.listed import InLists, Listed, listed_document
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.bank_credits import BankCredit
from atom_xero_plugin.xero.records.credit_notes import CreditKind
from atom_xero_plugin.xero.records.overpayments import OVERPAYMENTS

Status = Literal["approved", "used", "voided"]
XERO_STATUS: Final[dict[Status, str]] = {"approved": "AUTHORISED", "used": "PAID", "voided": "VOIDED"}
TYPES: Final[dict[tuple[str, CreditKind], tuple[str, ...]]] = {
    ("prepayment", "customer"): ("RECEIVE-PREPAYMENT", "ARPREPAYMENT"),
    ("prepayment", "supplier"): ("SPEND-PREPAYMENT", "APPREPAYMENT"),
    ("overpayment", "customer"): ("RECEIVE-OVERPAYMENT", "AROVERPAYMENT"),
    ("overpayment", "supplier"): ("SPEND-OVERPAYMENT",),
}
"""Xero's words for the type of each. Source: OpenAPI 16.1.0, Prepayment and Overpayment."""


class BankCreditRow(Struct, omit_defaults=True):
    """A prepayment or overpayment in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    kind: Annotated[CreditKind, Meta(description="customer, or supplier.")]
    status: Annotated[str, Meta(description="approved, used or voided.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    date: Annotated[dt.date | None, Meta(description="Day of the payment.")]
    total: Annotated[Money, Meta(description="What was paid.")]
    remaining: Annotated[Money, Meta(description="What is neither allocated nor refunded yet.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    reference: Annotated[str | None, Meta(description="Reference or number.")] = None


class BankCreditView(BankCreditRow, omit_defaults=True):
    """A prepayment or overpayment in full."""

    tax: Annotated[Money | None, Meta(description="Tax in it.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    allocations: Annotated[list[AllocationView], Meta(description="Invoices and bills it is set against.")] = []
    refunds: Annotated[list[RefundView], Meta(description="Payments that refund it.")] = []
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


def kind_of(record: BankCredit) -> CreditKind:
    """From a customer, or to a supplier."""
    return "customer" if (record.type or "").startswith(("RECEIVE", "AR")) else "supplier"


class BankCreditFilters(DocumentFilters, forbid_unknown_fields=True, omit_defaults=True):
    """Of prepayments or overpayments."""

    kind: Annotated[CreditKind | None, Meta(description="Only of a customer, or only to a supplier.")] = None

    def matches(self, record: BankCredit) -> bool:
        """Whether the prepayment or overpayment is meant."""
        return super().matches(record) and self.kind in (None, kind_of(record))


def bank_credit_row(ctx: Context, record: BankCredit) -> BankCreditRow:
    """A prepayment or overpayment in a list."""
    currency = currency_of(ctx, record)
    return BankCreditRow(
        id=record.record_id,
        kind=kind_of(record),
        status=CREDIT_STATUSES.get(record.status or "", (record.status or "").lower()),
        contact=contact_ref(record.contact),
        date=record.date,
        total=Money.of(record.total, currency),
        remaining=Money.of(record.remaining_credit, currency),
        url=ctx.link(OVERPAYMENTS.page, record.record_id),
        reference=record.reference or None,
    )


def bank_credit_view(ctx: Context, record: BankCredit) -> BankCreditView:
    """A prepayment or overpayment in full."""
    row, currency = bank_credit_row(ctx, record), currency_of(ctx, record)
    return BankCreditView(
        **{name: getattr(row, name) for name in BankCreditRow.__struct_fields__},
        tax=Money.of(record.total_tax, currency),
        lines=[line_of(line, currency) for line in record.line_items or ()],
        allocations=allocations_of(ctx, record, currency, bills=kind_of(record) == "supplier"),
        refunds=refunds_of(record, currency),
        updated_at=record.updated_date_utc,
    )


def found_by(words: str, record: BankCredit) -> Found:
    """By what search finds it; `words` is what people call it, such as `prepayment`."""
    name = record.contact.name if record.contact else None
    state = CREDIT_STATUSES.get(record.status or "", "").replace("_", " ")
    left = shown_amount(record.remaining_credit, None) if record.status == "AUTHORISED" else None
    return Found(
        title=(f"{words.capitalize()} {record.reference}" if record.reference else words.capitalize(), name),
        snippet=(
            shown_amount(record.total, record.currency_code), state, shown_day(record.date),
            f"{left} left" if left else None,
        ),
        reference=record.reference,
        amount=record.total,
        currency=record.currency_code,
        words=(words, name, record.reference),
        day=record.date,
        state=state or None,
        texts=tuple(line.description for line in record.line_items or ()),
    )  # fmt: skip


def _listed_by(record: BankCredit) -> Listed:
    left = record.remaining_credit if record.status in {"AUTHORISED", "PAID"} else None
    listed = listed_document(record, None, money_in=kind_of(record) == "customer", still_owed=left)
    return listed._replace(sent=None)


IN_LISTS: Final = InLists[Any](listed_by=_listed_by, statuses=CREDIT_STATUSES, gone=("VOIDED",))


def sample_of(name: str) -> dict[str, Any]:
    """One ordinary record, as Xero sends it; `name` is Xero's of the kind, such as `Prepayment`."""
    return {
        "Type": f"RECEIVE-{name.upper()}",
        f"{name}ID": "ce0cddef-cf5a-4e59-b638-f225679115a7",
        "Reference": "INV-0151",
        "Contact": SAMPLE_NAME,
        "DateString": "2026-06-09T00:00:00",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Inclusive",
        "CurrencyCode": "NZD",
        "SubTotal": "100.00",
        "TotalTax": "15.00",
        "Total": "115.00",
        "RemainingCredit": "115.00",
    }
