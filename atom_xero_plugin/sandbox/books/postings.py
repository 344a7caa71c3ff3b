"""What documents post: their lines and tax against a control or bank account, in the organisation's own currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import system_account
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import INCLUSIVE, ZERO, cents

LIVE: Final = frozenset({"AUTHORISED", "PAID"})

RECEIVABLE: Final = "DEBTORS"
PAYABLE: Final = "CREDITORS"
TAX: Final = "GST"
ROUNDING: Final = "ROUNDING"
CURRENCY_GAIN: Final = "REALISEDCURRENCYGAIN"

Lines = list[tuple[str, Decimal]]


def in_base(row: Row, amount: Decimal) -> Decimal:
    """An amount of a document in the base currency, 2 decimals."""
    rate: Decimal = row["CurrencyRate"]
    return amount if rate == 1 else cents(amount / rate)


def postings_of(
    books: Books, row: Row, kind: str, identity: str, contact_id: str | None, lines: Lines
) -> list[Posting]:
    """The postings of a document; what conversion leaves over goes to realised currency gains."""
    left = sum((amount for _, amount in lines), ZERO)
    if left:
        lines.append((system_account(books, CURRENCY_GAIN)["AccountID"], -left))
    day = row["Date"]
    return [Posting(day, account, amount, kind, identity, contact_id) for account, amount in lines if amount]


def lines_of(books: Books, row: Row, sign: int) -> Lines:
    """Debits (`sign` 1) or credits (-1) of a document's lines, without tax, and the tax of all."""
    inclusive = row["LineAmountTypes"] == INCLUSIVE
    lines: Lines = []
    for line in row["LineItems"]:
        net = line["LineAmount"] - line["TaxAmount"] if inclusive else line["LineAmount"]
        if net:
            lines.append((line["AccountID"], in_base(row, net) * sign))
    if row["TotalTax"]:
        tax = in_base(row, row["TotalTax"]) * sign
        lines.append((system_account(books, TAX)["AccountID"], tax))
    return lines


def control_account(books: Books, *, sale: bool) -> str:
    """The id of the account that holds what customers owe, or what is owed to suppliers."""
    identity: str = system_account(books, RECEIVABLE if sale else PAYABLE)["AccountID"]
    return identity
