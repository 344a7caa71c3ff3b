"""Manual journals: debits and credits that a person books.

Source: OpenAPI 16.1.0, /ManualJournals; developer.xero.com, Manual journals.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days
from atom_xero_plugin.xero.records.parts import Tracking, TrackingBody, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_word


class JournalLine(XeroPart):
    """A line: a debit is above zero, a credit below."""

    line_amount: Decimal | None = None
    account_code: Word | None = None
    account_id: Word | None = None
    description: str | None = None
    tax_type: Word | None = None
    tax_amount: Decimal | None = None
    tracking: list[Tracking] | None = None
    is_blank: bool | None = None


class ManualJournal(XeroRecord):
    """A manual journal. It has no number: its narration says what it is."""

    PLURAL: ClassVar[str] = "ManualJournals"
    ID: ClassVar[str] = "manual_journal_id"

    manual_journal_id: str = ""
    narration: str | None = None
    date: Day | None = None
    status: Word | None = None
    line_amount_types: Word | None = None
    journal_lines: list[JournalLine] | None = None
    url: str | None = None
    show_on_cash_basis_reports: bool | None = None
    has_attachments: bool | None = None
    status_attribute_string: Word | None = None
    warnings: list[XeroMessage] | None = None
    validation_errors: list[XeroMessage] | None = None


class JournalLineBody(TypedDict, total=False):
    """A line to be. All lines are sent together: they have no ids."""

    LineAmount: Decimal
    AccountCode: str
    Description: str
    TaxType: str
    Tracking: list[TrackingBody]


class ManualJournalBody(TypedDict, total=False):
    """A manual journal to create or change."""

    Narration: str
    Date: date
    Status: str
    LineAmountTypes: str
    JournalLines: list[JournalLineBody]
    Url: str
    ShowOnCashBasisReports: bool


class ManualJournalFilter(Filter, frozen=True, kw_only=True):
    """Which manual journals. The narration must be the whole text."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {"narration": ("Narration", "narration")}

    narration: str | None = None
    status: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        yield from self._texts()
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        yield from days("Date", self.date_from, self.date_to)


MANUAL_JOURNALS: Final = Endpoint(
    ManualJournal,
    ManualJournalBody,
    path="ManualJournals",
    scope="accounting.manualjournals",
    page="/Journal/View.aspx?invoiceID={}",
    statuses=("DRAFT", "POSTED", "VOIDED", "DELETED", "ARCHIVED"),
)
"""A list without a page has no lines. The address of its page is inferred from that of invoices."""
