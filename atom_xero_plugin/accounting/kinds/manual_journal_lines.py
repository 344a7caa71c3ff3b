"""The lines of a manual journal to be: debits and credits, which are compared as Decimals, tax included.

What Xero certainly would refuse is refused before anybody is asked. Source: developer.xero.com, Manual journals: bank,
stock, receivable, payable and retained earnings accounts take none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from atom_xero_plugin.accounting.documents.lines import (
    LineBooks,
    account_for_lines,
    refuse_strange_tax,
    tax_rate_for_lines,
    tracking_body,
    tracking_labels,
)
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, paragraph
from atom_xero_plugin.accounting.kinds.manual_journal_inputs import JournalLineInput
from atom_xero_plugin.accounting.kinds.manual_journals import JournalLineView, journal_line_view
from atom_xero_plugin.accounting.pricing import AmountsAre, tax_on
from atom_xero_plugin.accounting.resolve import chart as lists
from atom_xero_plugin.accounting.resolve.tracked_options import tracked_options
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ZERO, amount_or, in_cents
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.manual_journals import JournalLine

_SYSTEM: Final = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS"})
_TYPES: Final = {"BANK": "it is a bank account", "INVENTORY": "it holds stock"}


class LineRequest(NamedTuple):
    """A line as it was asked for, right by itself."""

    requested: JournalLineInput
    amount: Decimal
    """A debit is above zero, a credit below."""
    description: str | None


@dataclass(frozen=True)
class PlannedLine:
    """A line, worked out."""

    body: dict[str, Any]
    tax: Decimal
    gross: Decimal
    view: JournalLineView


def check_lines(lines: Sequence[JournalLineInput]) -> list[LineRequest]:
    """The lines, each a debit or a credit. Raises InvalidArguments; nothing is asked of Xero for it."""
    found = []
    for number, line in enumerate(lines):
        path = f"/lines/{number}"
        if (line.debit is None) == (line.credit is None):
            raise invalid_argument(f"{path}/debit", "or credit must be given, one of the two")
        amount = amount_or(line.debit) - amount_or(line.credit)
        found.append(LineRequest(line, amount, paragraph(line.description, f"{path}/description")))
    return found


async def planned_lines(xero: XeroClient, lines: Sequence[LineRequest], amounts_are: AmountsAre,
                        currency: str) -> list[PlannedLine]:  # fmt: skip
    """The lines with their accounts and tax.

    Raises NotFound, Ambiguous or Conflict for an account or tax rate that Xero would refuse, and InvalidArguments if
    debits and credits differ, tax included.
    """
    tracking = await tracked_options(xero) if any(each.requested.tracking for each in lines) else None
    books = LineBooks(await lists.chart(xero), await lists.tax_rates(xero), None, tracking)
    planned = [_planned(books, line, amounts_are, f"/lines/{number}", currency) for number, line in enumerate(lines)]
    debits = sum((each.gross for each in planned if each.gross > 0), ZERO)
    credited = -sum((each.gross for each in planned if each.gross < 0), ZERO)
    if debits != credited:
        taxed = ", tax included" if amounts_are == "exclusive" else ""
        words = f"do not balance: debits come to {in_cents(debits)} and credits to {in_cents(credited)}{taxed}"
        raise invalid_argument("/lines", words, hint=AFTER_READING)
    return planned


def _planned(books: LineBooks, line: LineRequest, amounts_are: AmountsAre, path: str, currency: str) -> PlannedLine:
    account = _account(books, line.requested.account, f"{path}/account")
    rate, named, where = None, line.requested.tax, f"{path}/tax"
    if amounts_are == "no_tax" and named is not None:
        raise invalid_argument(where, "cannot be given while amounts_are is no_tax", hint=AFTER_READING)
    if amounts_are != "no_tax":
        rate = tax_rate_for_lines(books, named, path=where) if named else books.rates.by_type(account.tax_type)
    if rate is not None:
        refuse_strange_tax(rate, account, path=where)
    tax = tax_on(line.amount, amount_or(rate.effective_rate if rate else None), amounts_are)
    tax_type = rate.tax_type if rate else None
    body = {
        "LineAmount": line.amount,
        "AccountCode": account.code,
        "Description": line.description,
        "TaxType": tax_type,
        "Tracking": tracking_body(books, line.requested.tracking, path) or None,
    }
    shown = JournalLine(
        line_amount=line.amount,
        account_code=f"{account.code} {account.name}",
        description=line.description,
        tax_type=tax_type,
        tax_amount=tax,
    )
    gross = line.amount + (tax if amounts_are == "exclusive" else ZERO)
    given = {name: value for name, value in body.items() if value is not None}
    view = replace(journal_line_view(shown, currency), tracking=tracking_labels(given) or None)
    return PlannedLine(given, tax, gross, view)


def _account(books: LineBooks, named: str, path: str) -> Account:
    """The account that a journal may book on. Raises Conflict for one that it may not, NotFound, or Ambiguous."""
    account = books.chart.one(named, path=path, only=_takes_journals)
    if _takes_journals(account):
        return account_for_lines(books, account.account_id, path=path)
    why = _TYPES.get(account.type or "", "Xero fills it by itself")
    message = f"Account {account.code or ''} {account.name} takes no manual journals: {why}."
    raise Conflict(message, fields=[FieldError(path, message)], hint="Name another; find_accounts lists them.")


def _takes_journals(account: Account) -> bool:
    return account.type not in _TYPES and account.system_account not in _SYSTEM
