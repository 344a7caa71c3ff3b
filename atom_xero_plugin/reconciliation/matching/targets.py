"""What a statement line may be: an open invoice or bill, or a movement that is in the books already."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.invoices import Kind

BookedKind = Literal["payment", "batch_payment", "bank_transaction"]


class OpenDocument(Struct, frozen=True, gc=False):
    """An open sales invoice or bill in the currency of the bank account."""

    id: str
    kind: Kind
    number: str | None
    reference: str | None
    contact: str
    date: dt.date | None
    due: dt.date | None
    amount_due: Decimal
    """Above zero."""

    @property
    def signed(self) -> Decimal:
        """What a bank line that pays all of it shows: money in for a sales invoice, out for a bill."""
        return self.amount_due if self.kind == "sales" else -self.amount_due

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        what = "invoice" if self.kind == "sales" else "bill"
        number = in_sentence(self.number) if self.number else what
        return f"{number} of {in_sentence(self.contact)}"


class Booked(Struct, frozen=True, gc=False):
    """A payment, a batch of payments or a bank transaction of the account: nothing needs to be written for it."""

    id: str
    kind: BookedKind
    amount: Decimal
    """Signed: positive is money in."""
    day: dt.date
    contact: str | None
    about: str | None
    """What a person knows it by: the invoice's number, or its reference."""
    reconciled: bool
    """Whether Xero has it as reconciled, so another line, or this one, was matched with it before."""
    records: tuple[str, ...]
    """Xero's ids of the records behind it: one, or those of a batch."""

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        names = {"payment": "payment", "batch_payment": "batch payment", "bank_transaction": "bank transaction"}
        about = f" {in_sentence(self.about)}" if self.about else ""
        contact = f" of {in_sentence(self.contact)}" if self.contact else ""
        return f"{names[self.kind]}{about}{contact} on {self.day}"


def records_key(ids: Iterable[str]) -> str:
    """A short text for a set of documents or records, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(set(ids))).encode()).hexdigest()[:40]
