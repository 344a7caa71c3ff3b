"""The general ledger: what each document posts, double entry, in the organisation's own currency.

Approved and paid invoices, payments and bank transactions post; drafts, voided and deleted ones do not. The postings of
a document always sum to zero, so the trial balance does too. A debit is positive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import INCLUSIVE, ZERO, cents

if TYPE_CHECKING:
    from atom_xero_plugin.sandbox.books.books import Books

LIVE: Final = frozenset({"AUTHORISED", "PAID"})

RECEIVABLE: Final = "DEBTORS"
PAYABLE: Final = "CREDITORS"
TAX: Final = "GST"
ROUNDING: Final = "ROUNDING"
CURRENCY_GAIN: Final = "REALISEDCURRENCYGAIN"


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


Lines = list[tuple[str, Decimal]]


class Ledger:
    """The postings of one organisation, worked out per document and kept until that document changes."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._stored: dict[tuple[str, str], list[Posting]] = {}
        self._journals: list[Posting] = []
        self._stale: dict[tuple[str, str], None] = {}
        self._all: list[Posting] | None = []
        self._makers: dict[str, Callable[[Row], list[Posting]]] = {
            "Invoices": self._of_invoice,
            "Payments": self._of_payment,
            "BankTransactions": self._of_bank_transaction,
        }

    def listen(self, plural: str) -> Callable[[str], None]:
        """A listener for a table whose rows post: it marks the changed document's postings as stale."""

        def changed(identity: str) -> None:
            self._stale[plural, identity] = None
            self._all = None

        return changed

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

    def _refresh(self) -> None:
        for plural, identity in self._stale:
            row = self._books.tables[plural].rows.get(identity)
            posted = [] if row is None else self._makers[plural](row)
            if posted:
                self._stored[plural, identity] = posted
            else:
                self._stored.pop((plural, identity), None)
        self._stale.clear()

    def _in_base(self, row: Row, amount: Decimal) -> Decimal:
        rate: Decimal = row["CurrencyRate"]
        return amount if rate == 1 else cents(amount / rate)

    def _journal_of(self, row: Row, kind: str, identity: str, contact_id: str | None, lines: Lines) -> list[Posting]:
        """The postings of a document; what conversion leaves over goes to realised currency gains."""
        left = sum((amount for _, amount in lines), ZERO)
        if left:
            lines.append((self._books.system_account(CURRENCY_GAIN)["AccountID"], -left))
        day = row["Date"]
        return [Posting(day, account, amount, kind, identity, contact_id) for account, amount in lines if amount]

    def _lines_of(self, row: Row, sign: int) -> Lines:
        """Debits (`sign` 1) or credits (-1) of a document's lines, without tax, and the tax of all."""
        inclusive = row["LineAmountTypes"] == INCLUSIVE
        lines: Lines = []
        for line in row["LineItems"]:
            net = line["LineAmount"] - line["TaxAmount"] if inclusive else line["LineAmount"]
            if net:
                lines.append((line["AccountID"], self._in_base(row, net) * sign))
        if row["TotalTax"]:
            tax = self._in_base(row, row["TotalTax"]) * sign
            lines.append((self._books.system_account(TAX)["AccountID"], tax))
        return lines

    def _of_invoice(self, row: Row) -> list[Posting]:
        if row["Status"] not in LIVE:
            return []
        sale = row["Type"] == "ACCREC"
        control = self._books.system_account(RECEIVABLE if sale else PAYABLE)["AccountID"]
        total = self._in_base(row, row["Total"])
        lines = [(control, total if sale else -total), *self._lines_of(row, -1 if sale else 1)]
        if row.get("RoundingAmount"):
            rounding = self._in_base(row, row["RoundingAmount"])
            lines.append((self._books.system_account(ROUNDING)["AccountID"], -rounding if sale else rounding))
        return self._journal_of(row, row["Type"], row["InvoiceID"], row["Contact"]["ContactID"], lines)

    def _of_payment(self, row: Row) -> list[Posting]:
        if row["Status"] != "AUTHORISED":
            return []
        invoice: Row = row["Invoice"]
        sale = invoice["Type"] == "ACCREC"
        control = self._books.system_account(RECEIVABLE if sale else PAYABLE)["AccountID"]
        sign = 1 if sale else -1
        came = self._in_base(row, row["Amount"]) * sign
        owed = self._in_base(invoice, row["Amount"]) * sign
        lines = [(row["Account"]["AccountID"], came), (control, -owed)]
        return self._journal_of(row, row["PaymentType"], row["PaymentID"], invoice["Contact"]["ContactID"], lines)

    def _of_bank_transaction(self, row: Row) -> list[Posting]:
        if row["Status"] != "AUTHORISED":
            return []
        sign = 1 if row["Type"].startswith("RECEIVE") else -1
        total = self._in_base(row, row["Total"]) * sign
        lines = [(row["BankAccount"]["AccountID"], total), *self._lines_of(row, -sign)]
        contact = row.get("Contact")
        contact_id = None if contact is None else contact["ContactID"]
        return self._journal_of(row, row["Type"], row["BankTransactionID"], contact_id, lines)


def postings(books: Books) -> list[Posting]:
    """Every posting of an organisation, kept until its books change: do not change the list."""
    return books.ledger.postings()


def balances(books: Books, *, since: date | None = None, until: date | None = None) -> dict[str, Decimal]:
    """The sum of each account's postings by account id, debits positive, both days included.

    For the balance sheet give `until` alone; for profit and loss give both.
    """
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for posting in books.ledger.postings():
        if (since is None or posting.date >= since) and (until is None or posting.date <= until):
            sums[posting.account_id] += posting.amount
    return dict(sums)


def bank_balance(books: Books, account_id: str, *, until: date | None = None) -> Decimal:
    """What a bank account holds by the books, in the base currency."""
    return balances(books, until=until).get(account_id, ZERO)
