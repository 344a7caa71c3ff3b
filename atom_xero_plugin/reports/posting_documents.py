"""The documents of some days that post to accounts, each list as reports ask for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Protocol

from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.reports.collected import Wanted
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES, CreditNote, CreditNoteFilter
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter
from atom_xero_plugin.xero.records.manual_journals import MANUAL_JOURNALS, ManualJournal, ManualJournalFilter
from atom_xero_plugin.xero.records.payments import PAYMENTS, Payment, PaymentFilter

APPROVED: Final = ("AUTHORISED", "PAID")
TAXED: Final[tuple[Endpoint[Any], ...]] = (INVOICES, CREDIT_NOTES, BANK_TRANSACTIONS, MANUAL_JOURNALS)
"""Lists of documents whose lines have tax."""
PAID: Final[tuple[Endpoint[Any], ...]] = (PAYMENTS, BANK_TRANSACTIONS)
"""Lists of what moves money."""


class _Dated(Protocol):
    """What happened on a day."""

    date: date | None


def invoices(days: Period) -> Wanted[Invoice]:
    """Approved sales invoices and bills."""
    asked = InvoiceFilter(statuses=APPROVED, date_from=days.first, date_to=days.last)
    return Wanted(INVOICES, [asked], APPROVED, lambda each: each.status in APPROVED and _within(each, days))


def credit_notes(days: Period) -> Wanted[CreditNote]:
    """Approved credit notes, to customers and from suppliers."""
    asked = [CreditNoteFilter(status=status, date_from=days.first, date_to=days.last) for status in APPROVED]
    return Wanted(CREDIT_NOTES, asked, APPROVED, lambda each: each.status in APPROVED and _within(each, days))


def bank_transactions(days: Period) -> Wanted[BankTransaction]:
    """Money spent and received, also between bank accounts."""
    asked = BankTransactionFilter(status="AUTHORISED", date_from=days.first, date_to=days.last)
    return Wanted(BANK_TRANSACTIONS, [asked], ("AUTHORISED",), _of("AUTHORISED", days))


def payments(days: Period) -> Wanted[Payment]:
    """Payments and refunds."""
    asked = PaymentFilter(status="AUTHORISED", date_from=days.first, date_to=days.last)
    return Wanted(PAYMENTS, [asked], ("AUTHORISED",), _of("AUTHORISED", days))


def manual_journals(days: Period) -> Wanted[ManualJournal]:
    """Posted manual journals."""
    asked = ManualJournalFilter(status="POSTED", date_from=days.first, date_to=days.last)
    return Wanted(MANUAL_JOURNALS, [asked], ("POSTED",), _of("POSTED", days))


def _of(status: str, days: Period) -> Callable[[Any], bool]:
    return lambda each: each.status == status and _within(each, days)


def _within(record: _Dated, days: Period) -> bool:
    return record.date is not None and days.first <= record.date <= days.last
