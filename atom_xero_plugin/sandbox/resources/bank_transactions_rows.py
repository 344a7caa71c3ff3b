"""How the row of a bank transaction is made, what it posts, and what is printed of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import system_account
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import PAYABLE, RECEIVABLE, in_base, lines_of, postings_of
from atom_xero_plugin.sandbox.books.projections import add_dates, line, some, split_form
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import INCLUSIVE, NO_TAX, PAR
from atom_xero_plugin.sandbox.resources import contacts_rows
from atom_xero_plugin.sandbox.resources.accounts_rules import stub
from atom_xero_plugin.sandbox.resources.contacts_rows import contact_of

_SHOWN: Final = (
    "BankTransactionID", "Type", "Reference", "Url", "IsReconciled", "PrepaymentID", "OverpaymentID", "HasAttachments",
    "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total", "UpdatedDateUTC", "CurrencyCode", "CurrencyRate",
)  # fmt: skip


def add_bank_transaction(books: Books, sent: Row, *, at: datetime | None = None) -> Row:
    """Add money received or spent; see `bank_transaction_row`. Returns its row."""
    return books["BankTransactions"].put(bank_transaction_row(books, sent), at=at)


def bank_transaction_row(books: Books, sent: Row, existing: Row | None = None, *, places: int = 4) -> Row:
    """Money received or spent, new or changed, with its totals; not yet in the books."""
    row: Row = dict(existing) if existing is not None else _new_bank_transaction(books, sent)
    direct = {"LineItems", "Contact", "BankAccount", "BankTransactionID"}
    lines: list[Row] | None = sent.get("LineItems")
    row.update({name: value for name, value in sent.items() if name not in direct})
    if "Contact" in sent:
        row["Contact"] = contact_of(books, sent["Contact"])
    if "BankAccount" in sent:
        row["BankAccount"] = books["Accounts"].rows[sent["BankAccount"]["AccountID"]]
    received = row["Type"].startswith("RECEIVE")
    if row["Type"].endswith("-OVERPAYMENT") and lines is not None:
        control = system_account(books, RECEIVABLE if received else PAYABLE)
        lines = [{**line, "AccountCode": control["Code"], "TaxType": "NONE"} for line in lines]
    if existing is None or lines is not None or "LineAmountTypes" in sent:
        fill_lines(books, row, lines, sale=received, places=places)
    row.pop("IsDiscounted", None)
    row.pop("TotalDiscount", None)
    return row


def _new_bank_transaction(books: Books, sent: Row) -> Row:
    kind: str = sent["Type"]
    overpaid, prepaid = kind.endswith("-OVERPAYMENT"), kind.endswith("-PREPAYMENT")
    return {
        "BankTransactionID": sent.get("BankTransactionID") or books.new_id(),
        "Type": kind,
        "Reference": "",
        "IsReconciled": False,
        "PrepaymentID": books.new_id() if prepaid else None,
        "OverpaymentID": books.new_id() if overpaid else None,
        "HasAttachments": False,
        "Contact": None,
        "Date": sent.get("Date") or books.today(),
        "Status": "AUTHORISED",
        "LineAmountTypes": NO_TAX if overpaid else INCLUSIVE,
        "CurrencyCode": books.organisation["BaseCurrency"],
        "CurrencyRate": PAR,
    }


def shows(row: Row) -> Iterable[str]:
    """The ids of the records that a bank transaction shows."""
    contact = row.get("Contact")
    account: str = row["BankAccount"]["AccountID"]
    return (account,) if contact is None else (account, contact["ContactID"])


def show(_books: Books, row: Row, form: str) -> Row:
    """Money received or spent."""
    form, places = split_form(form)
    shown = some(row, _SHOWN)
    shown["BankAccount"] = stub(row["BankAccount"])
    if row.get("Contact") is not None:
        contact: Row = row["Contact"]
        shown["Contact"] = contacts_rows.whole(contact) if form == "single" else contacts_rows.stub(contact)
    add_dates(row, shown, "Date")
    shown["LineItems"] = [] if form == "list" else [line(part, places) for part in row["LineItems"]]
    return shown


def postings(books: Books, row: Row) -> list[Posting]:
    """The bank account against the accounts of the lines and the tax. Of a half of a transfer, that posts."""
    if row["Status"] != "AUTHORISED" or row["Type"].endswith("-TRANSFER"):
        return []
    sign = 1 if row["Type"].startswith("RECEIVE") else -1
    total = in_base(row, row["Total"]) * sign
    lines = [(row["BankAccount"]["AccountID"], total), *lines_of(books, row, -sign)]
    contact = row.get("Contact")
    contact_id = None if contact is None else contact["ContactID"]
    return postings_of(books, row, row["Type"], row["BankTransactionID"], contact_id, lines)
