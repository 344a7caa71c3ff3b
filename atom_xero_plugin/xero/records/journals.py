"""Journals of the general ledger: what every document posted. Read only, and of Xero's highest tier.

Source: OpenAPI 16.1.0, /Journals; developer.xero.com, Journals: the oldest first, 100 at most, those after a number.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Day, Instant, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.parts import Tracking

MOST: Final = 100
"""Journals of one answer."""


class LedgerLine(XeroPart):
    """A line: a debit is above zero, a credit below, in the base currency."""

    journal_line_id: Word | None = None
    account_id: Word | None = None
    account_code: Word | None = None
    account_type: Word | None = None
    account_name: str | None = None
    description: str | None = None
    net_amount: Decimal | None = None
    gross_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    tax_type: Word | None = None
    tax_name: str | None = None
    tracking_categories: list[Tracking] | None = None


class Journal(XeroRecord):
    """What one document posted at one time. It never changes: a changed document posts again."""

    PLURAL: ClassVar[str] = "Journals"
    ID: ClassVar[str] = "journal_id"

    journal_id: str = ""
    journal_date: Day | None = None
    journal_number: int | None = None
    created_date_utc: Instant | None = None
    reference: str | None = None
    source_id: Word | None = None
    """Of the document; absent for conversion balances, pay runs and assets, and where one journal is asked for."""
    source_type: Word | None = None
    journal_lines: list[LedgerLine] | None = None


class JournalFilter(Filter, frozen=True, kw_only=True):
    """Which journals."""

    after: int = 0
    """Those of a higher number."""

    def _parameters(self) -> dict[str, str]:
        return {"offset": str(self.after)} if self.after else {}


JOURNALS: Final = Endpoint(
    Journal, None, path="Journals", scope="accounting.journals", page_size=None, changes=False,
)  # fmt: skip
