"""The transactions of one account with a running balance, and the proof of its end against Xero's trial balance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final, NamedTuple

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.core.periods import Period, financial_year
from atom_xero_plugin.reports.account_postings import (
    Posting,
    of_bank_transaction,
    of_credit_note,
    of_invoice,
    of_manual_journal,
    of_payment,
    of_prepayment,
)
from atom_xero_plugin.reports.tables import Table, table_of
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_credits import BankCreditFilter
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransactionFilter
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES, CreditNoteFilter
from atom_xero_plugin.xero.records.invoices import INVOICES, InvoiceFilter
from atom_xero_plugin.xero.records.manual_journals import MANUAL_JOURNALS, ManualJournalFilter
from atom_xero_plugin.xero.records.payments import PAYMENTS, PaymentFilter
from atom_xero_plugin.xero.records.prepayments import PREPAYMENTS

MOST_DOCUMENTS: Final = 5_000
"""That one answer reads: five pages of Xero's largest size."""
_OF_A_YEAR: Final = frozenset({"REVENUE", "EXPENSE"})
"""Classes of which the trial balance begins again with each financial year."""
_RESULT: Final = "RETAINEDEARNINGS"
_ONE_DAY: Final = timedelta(days=1)


class Source(NamedTuple):
    """One list of documents that post."""

    endpoint: Endpoint[Any]
    filter: Filter
    postings: Callable[[Account, Any], Iterable[Posting]]


class AccountHistory(NamedTuple):
    """What went over an account."""

    opening: Decimal
    """By the trial balance of the day before; a debit is above zero."""
    postings: list[Posting]
    balances: list[Decimal]
    """After each of them."""
    closing: Decimal
    """After the last of them."""
    trial_balance: Decimal
    """By Xero's trial balance of the last day."""
    sources: list[str]
    """Xero's lists that it was worked out from."""


async def account_history(ctx: Context, account: Account, days: Period) -> AccountHistory:
    """The transactions of an account between two days.

    Raises Conflict for an account that Xero itself works out, and InvalidArguments for days that no balance runs
    through, or that hold more documents than one answer reads.
    """
    if account.system_account == _RESULT:
        raise Conflict(
            "Xero works out retained earnings from the results of all years; no document posts there.",
            fields=[FieldError("/account", "has no transactions of its own")],
        )
    by_year = account.class_ in _OF_A_YEAR
    year = financial_year(days.first, *_year_end(ctx))
    if by_year and days.last > year.last:
        words = f"goes on after {year.last}: a revenue or expense account begins again with each financial year"
        raise invalid_argument("/period", words, hint="Ask for one financial year, or a part of one.")
    opening = ZERO if by_year and days.first == year.first else await balance_on(ctx, account, days.first - _ONE_DAY)
    sources = _sources(days)
    found: list[Posting] = []
    read = 0
    for source in sources:
        async for record in every(ctx.xero, source.endpoint, source.filter):
            read += 1
            if read > MOST_DOCUMENTS:
                words = f"holds more than {MOST_DOCUMENTS} documents"
                raise invalid_argument("/period", words, hint=f"Ask for fewer days. {AFTER_READING}")
            found += (each for each in source.postings(account, record) if days.first <= each.day <= days.last)
    found.sort(key=lambda each: (each.day, each.kind, each.number or "", each.record_id))
    balances = list(accumulate((each.amount for each in found), initial=opening))
    names = [source.endpoint.name for source in sources]
    return AccountHistory(opening, found, balances[1:], balances[-1], await balance_on(ctx, account, days.last), names)


def _sources(days: Period) -> list[Source]:
    first, last = days.first, days.last
    return [
        Source(INVOICES, InvoiceFilter(statuses=("AUTHORISED", "PAID"), date_from=first, date_to=last), of_invoice),
        Source(CREDIT_NOTES, CreditNoteFilter(date_from=first, date_to=last), of_credit_note),
        Source(PAYMENTS, PaymentFilter(status="AUTHORISED", date_from=first, date_to=last), of_payment),
        Source(
            BANK_TRANSACTIONS,
            BankTransactionFilter(status="AUTHORISED", date_from=first, date_to=last),
            of_bank_transaction,
        ),
        Source(PREPAYMENTS, BankCreditFilter(date_to=last), of_prepayment),  # it is used on days after its own
        Source(MANUAL_JOURNALS, ManualJournalFilter(status="POSTED", date_from=first, date_to=last), of_manual_journal),
    ]


def _year_end(ctx: Context) -> tuple[int, int]:
    return ctx.organisation.year_end_month, ctx.organisation.year_end_day


async def balance_on(ctx: Context, account: Account, day: date) -> Decimal:
    """The account's balance by the trial balance of a day; one that stands in no row has none."""
    table = table_of(await reports.trial_balance(ctx.xero, on=day))
    row = next((each for each in table.rows if each.account_id == account.account_id), None)
    if row is None:
        return ZERO
    debit, credit = (_column(table, name) for name in ("YTD Debit", "YTD Credit"))
    return Decimal(row.values[debit] or 0) - Decimal(row.values[credit] or 0)


def _column(table: Table, name: str) -> int:
    return next(number for number, title in enumerate(table.columns) if title.casefold() == name.casefold())
