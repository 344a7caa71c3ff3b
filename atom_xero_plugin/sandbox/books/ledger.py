"""The general ledger: what each document posts, double entry, in the organisation's own currency.

Approved and paid invoices, payments and bank transactions post; drafts, voided and deleted ones do not. The postings of
a document always sum to zero, so the trial balance does too. A debit is positive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from atom_xero_plugin.sandbox.books.table import Row, Table
from atom_xero_plugin.sandbox.books.totals import cents


class Posting(NamedTuple):
    """One line of a journal."""

    date: date
    account_id: str
    amount: Decimal
    """In the base currency, 2 decimals; a debit is positive, a credit negative."""
    source_kind: str
    """ACCREC, ACCPAY, ACCRECPAYMENT, ACCPAYPAYMENT, a bank transaction's type, or JOURNAL."""
    source_id: str
    contact_id: str | None


class Ledger:
    """The postings of one organisation, worked out for each document and kept until that document changes.

    Args:
        tables: The rows of every kind.
        posting: By kind (the list's name), what a row of it posts.
    """

    def __init__(self, tables: Mapping[str, Table], posting: Mapping[str, Callable[[Row], list[Posting]]]) -> None:
        self._tables = tables
        self._posting = posting
        self._stored: dict[tuple[str, str], list[Posting]] = {}
        self._journals: list[Posting] = []
        self._stale: dict[tuple[str, str], None] = {}
        self._all: list[Posting] | None = []
        for plural in posting:
            tables[plural].listeners.append(partial(self._note_changed, plural))

    def _note_changed(self, plural: str, identity: str) -> None:
        """Mark the postings of a changed document as stale."""
        self._stale[plural, identity] = None
        self._all = None

    def journal(self, day: date, lines: Iterable[tuple[str, Decimal]], identity: str) -> None:
        """Post by hand, for opening balances: `(account id, amount)`, debits positive.

        Raises:
            ValueError: the lines do not sum to zero.
        """
        posted = [Posting(day, account, cents(amount), "JOURNAL", identity, None) for account, amount in lines]
        if sum(posting.amount for posting in posted) != 0:
            raise ValueError("The total debits must equal the total credits.")
        self._journals += posted
        self._all = None

    def postings(self) -> list[Posting]:
        """Every posting. The list is kept until something changes: do not change it."""
        if self._all is None:
            self._refresh()
            self._all = list(self._journals)
            for posted in self._stored.values():
                self._all += posted
        return self._all

    def of_lines(self, fits: Callable[[Row], bool]) -> list[Posting]:
        """What those lines of documents that fit post to their own accounts, as if the documents had no others."""
        found: list[Posting] = []
        for plural, posting in self._posting.items():
            for row in self._tables[plural].rows.values():
                name = "JournalLines" if "JournalLines" in row else "LineItems"
                lines = [line for line in row.get(name) or () if fits(line)]
                if lines:
                    accounts = {line.get("AccountID") for line in lines}
                    found += [each for each in posting({**row, name: lines}) if each.account_id in accounts]
        return found

    def _refresh(self) -> None:
        for plural, identity in self._stale:
            row = self._tables[plural].rows.get(identity)
            posted = [] if row is None else self._posting[plural](row)
            if posted:
                self._stored[plural, identity] = posted
            else:
                self._stored.pop((plural, identity), None)
        self._stale.clear()
