"""What credit notes, prepayments and overpayments share: part of each is set against invoices, the rest is refunded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final, Protocol

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import currency_of
from atom_xero_plugin.accounting.inputs import AccountName, InvoiceName, PositiveAmount
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.core.money import ZERO, Money, amount_or
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.allocations import Allocation
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import BILL_PAGE, INVOICES, InvoicePayment, Kind

CREDIT_STATUSES: Final = {
    "DRAFT": "draft",
    "SUBMITTED": "awaiting_approval",
    "AUTHORISED": "approved",
    "PAID": "used",
    "VOIDED": "voided",
    "DELETED": "deleted",
}
"""Xero's statuses in plain words: PAID is a credit of which nothing is left."""
MOST_ALLOCATIONS: Final = 50


class AllocationView(Struct, omit_defaults=True):
    """Part of a credit that is set against an invoice or bill."""

    id: Annotated[str, Meta(description="Xero's id of the allocation.")]
    invoice_id: Annotated[str, Meta(description="Id of the invoice or bill.")]
    number: Annotated[str | None, Meta(description="Its number.")]
    amount: Annotated[Money, Meta(description="How much.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    url: Annotated[str, Meta(description="Page of the invoice or bill in Xero.")]


class RefundView(Struct, omit_defaults=True):
    """A payment that refunds part of a credit."""

    id: Annotated[str, Meta(description="Xero's id of the payment; reverse_payment takes it.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    amount: Annotated[Money, Meta(description="How much.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None


class NewAllocation(Struct, forbid_unknown_fields=True, kw_only=True):
    """An invoice or bill, and how much of the credit is set against it."""

    invoice: InvoiceName
    amount: Annotated[
        PositiveAmount | None,
        Meta(
            description='Decimal text; left out, all that is due, as far as the credit reaches. For example "120.50".',
            extra=also("total value applied_amount allocated"),
        ),
    ] = None


NewAllocations = Annotated[
    list[NewAllocation],
    Meta(
        description="Invoices of that customer, or bills of that supplier, each with its amount.",
        min_length=1,
        max_length=MOST_ALLOCATIONS,
        extra=also("invoices bills apply_to allocate_to"),
    ),
]
AllocatedInvoices = Annotated[
    list[InvoiceName],
    Meta(
        description="From which invoices or bills it is taken off: numbers or ids; left out, from the only one.",
        min_length=1,
        max_length=MOST_ALLOCATIONS,
        extra=also("invoice bills bill allocations allocation_id remove_from"),
    ),
]
AllocationDay = Annotated[
    dt.date | None,
    Meta(
        description="Day, YYYY-MM-DD; the later of the two documents' if left out, which Xero may keep to.",
        extra=also("allocation_date applied_on day when"),
    ),
]
RefundAccount = Annotated[
    AccountName,
    Meta(
        description="Bank account: its code, name or id. The money went out of it or came into it.",
        extra=also("bank_account bank account_code account_id account_name paid_from paid_into into from"),
    ),
]
RefundAmount = Annotated[
    PositiveAmount | None,
    Meta(
        description='Decimal text; left out, all that is left of it. For example "120.50".',
        extra=also("total sum value paid refund_amount amount_paid"),
    ),
]
RefundDay = Annotated[
    dt.date | None,
    Meta(
        description="Day of the refund, YYYY-MM-DD; today if left out.",
        extra=also("payment_date refund_date paid_on day when"),
    ),
]


class CreditRecord(Protocol):
    """What Xero's record of every credit has."""

    contact: Contact | None
    date: dt.date | None
    status: str | None
    total: Decimal | None
    remaining_credit: Decimal | None
    allocations: list[Allocation] | None
    payments: list[InvoicePayment] | None
    currency_code: str | None
    type: str | None
    updated_date_utc: dt.datetime | None

    @property
    def record_id(self) -> str:
        """Xero's id."""
        ...


@dataclass(frozen=True, kw_only=True)
class Credit:
    """One kind of credit."""

    endpoint: Endpoint[Any]
    record_kind: str
    """The kind of its record, which its skills are named by."""
    words: str
    """What a sentence calls it."""
    id_field: str
    """Xero's name of its id, which a payment that refunds it has, such as `CreditNoteID`."""

    @property
    def element(self) -> str:
        """Xero's name of one, such as `CreditNote`."""
        return self.id_field.removesuffix("ID")


@dataclass(frozen=True)
class StoredCredit:
    """A credit as it stands in Xero."""

    ctx: Context
    credit: Credit
    record: Any
    """A CreditRecord."""
    label: str
    """What a sentence calls it, for example `credit note CN-0003 to Acme`."""

    @property
    def id(self) -> str:
        """Xero's id."""
        record: CreditRecord = self.record
        return record.record_id

    @property
    def settles(self) -> Kind:
        """Whether sales invoices or bills can be settled with it."""
        kind = self.record.type or ""
        return "sales" if kind.startswith(("ACCREC", "RECEIVE", "AR")) else "bill"

    @property
    def currency(self) -> str:
        """The currency it is in."""
        return currency_of(self.ctx, self.record)

    @property
    def state(self) -> str:
        """Its status in a sentence."""
        status = self.record.status or ""
        return CREDIT_STATUSES.get(status, status.lower()).replace("_", " ")

    @property
    def remaining(self) -> Decimal:
        """What is neither allocated nor refunded."""
        return amount_or(self.record.remaining_credit)

    @property
    def allocations(self) -> list[Allocation]:
        """What of it is set against invoices and bills."""
        return live(self.record.allocations)

    @property
    def refund_type(self) -> str:
        """Xero's type of a payment that refunds it. Source: developer.xero.com, Types, "Payment types"."""
        side = "AR" if self.settles == "sales" else "AP"
        return f"{side}{ {'CreditNote': 'CREDIT'}.get(self.credit.element, self.credit.element.upper()) }PAYMENT"

    @property
    def used(self) -> str:
        """What uses part of it: `allocations`, `refunds`, or nothing."""
        return "allocations" if self.allocations else "refunds" if self.record.payments else ""

    @property
    def contact(self) -> Contact | None:
        """Whose it is."""
        contact: Contact | None = self.record.contact
        return contact

    def money(self, amount: Decimal | None) -> Money:
        """One of its amounts."""
        return Money.of(amount, self.currency)


def live(allocations: Sequence[Allocation] | None) -> list[Allocation]:
    """Those that are not taken off."""
    return [each for each in allocations or () if not each.is_deleted]


def allocated(allocations: Sequence[Allocation] | None) -> Decimal:
    """What of a credit is set against invoices and bills."""
    return sum((amount_or(each.amount) for each in live(allocations)), ZERO)


def allocated_more(change: Change[Any]) -> bool:
    """Whether more of a credit than before is set against invoices and bills."""
    return allocated(change.new.allocations) > (allocated(change.old.allocations) if change.old else ZERO)


def refunded_more(change: Change[Any]) -> bool:
    """Whether more of a credit than before is refunded."""
    return _refunded(change.new) > (_refunded(change.old) if change.old else ZERO)


def _refunded(record: CreditRecord) -> Decimal:
    return sum((amount_or(each.amount) for each in record.payments or ()), ZERO)


def allocations_of(ctx: Context, record: Any, currency: str, *, bills: bool) -> list[AllocationView]:
    """What of a credit is set against invoices and bills, as answers show it."""
    page = BILL_PAGE if bills else INVOICES.page
    return [
        AllocationView(
            each.allocation_id or "",
            each.invoice.invoice_id,
            each.invoice.invoice_number or None,
            Money.of(each.amount, currency),
            each.date,
            ctx.link(page, each.invoice.invoice_id),
        )
        for each in live(record.allocations)
        if each.invoice is not None
    ]


def refunds_of(record: Any, currency: str) -> list[RefundView]:
    """The payments that refund a credit, as answers show them."""
    payments: list[InvoicePayment] = record.payments or []
    return [
        RefundView(each.payment_id or "", each.date, Money.of(each.amount, currency), each.reference or None)
        for each in payments
    ]


ALLOCATED_SAMPLE: Final[dict[str, Any]] = {
    "AllocationID": "f2b7c0d8-9e3a-4c61-b5d4-1a8e7f6c2b93",
    "Amount": "50.00",
    "Date": "/Date(1781481600000+0000)/",
    "Invoice": {"InvoiceID": "b7c9a2de-3f64-4c1d-8a5b-2e9d6f0c1a34", "InvoiceNumber": "INV-0151"},
}
"""One ordinary allocation, as Xero sends it."""
REFUNDED_SAMPLE: Final[dict[str, Any]] = {
    "PaymentID": "0d2b6c7e-4f18-49a3-8e5d-7c1f9b3a2d64",
    "Amount": "50.00",
    "Date": "/Date(1781481600000+0000)/",
}
"""One ordinary refund, as Xero sends it in the credit."""
