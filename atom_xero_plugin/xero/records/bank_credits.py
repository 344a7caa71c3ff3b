"""What prepayments and overpayments have in common. Source: OpenAPI 16.1.0, /Prepayments and /Overpayments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeVar

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of, prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days
from atom_xero_plugin.xero.records.allocations import Allocation
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import InvoicePayment
from atom_xero_plugin.xero.records.parts import Attachment, LineItem
from atom_xero_plugin.xero.where_clause import checked_word


class BankCredit(XeroRecord):
    """Money paid before or above what was due. Bank transactions make them; they are only used, never changed."""

    NUMBER: ClassVar[str] = "reference"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateString", "ID"})

    type: Word | None = None
    id: Word | None = None
    reference: str | None = None
    contact: Contact | None = None
    date_string: str | None = None
    date: Day | None = None
    status: Word | None = None
    line_amount_types: Word | None = None
    line_items: list[LineItem] | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    remaining_credit: Decimal | None = None
    applied_amount: Decimal | None = None
    allocations: list[Allocation] | None = None
    payments: list[InvoicePayment] | None = None
    currency_code: Word | None = None
    currency_rate: Decimal | None = None
    has_attachments: bool | None = None
    attachments: list[Attachment] | None = None
    updated_date_utc_string: str | None = None

    def __post_init__(self) -> None:
        """Take days from their duplicates, which are local and need no offset."""
        self.date = prefer_local(self.date_string, self.date)
        self.updated_date_utc = self.updated_date_utc or instant_of(self.updated_date_utc_string)


T = TypeVar("T", bound=BankCredit)


class BankCreditFilter(Filter, frozen=True, kw_only=True):
    """Which prepayments, or which overpayments. Days are inclusive."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {"reference": ("Reference", "reference")}

    types: tuple[str, ...] = ()
    status: str | None = None
    contact_id: str | None = None
    reference: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        if self.types:
            known = " OR ".join(f'Type=="{checked_word(each, "/types")}"' for each in self.types)
            yield f"({known})" if len(self.types) > 1 else known
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.contact_id is not None:
            yield f"Contact.ContactID == {where_clause.guid(self.contact_id, '/contact_id')}"
        yield from self._texts()
        yield from days("Date", self.date_from, self.date_to)


def bank_credit_endpoint(record: type[T]) -> Endpoint[T]:
    """Where the records of one of the two are. That the page shows one is inferred, not documented."""
    return Endpoint(
        record,
        None,
        path=record.PLURAL,
        scope="accounting.payments",
        four_decimals=True,
        fixed=("Type",),
        page="/Bank/ViewTransaction.aspx?bankTransactionID={}",
        statuses=("AUTHORISED", "PAID", "VOIDED"),
        history=True,
    )
