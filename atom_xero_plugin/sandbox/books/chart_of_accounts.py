"""Kinds of accounts, and the system accounts that every Xero organisation has.

Source: developer.xero.com, Accounting API types and codes (account types, classes, system accounts).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold

CLASS_OF_TYPE: Final = {
    "BANK": "ASSET",
    "CURRENT": "ASSET",
    "FIXED": "ASSET",
    "INVENTORY": "ASSET",
    "NONCURRENT": "ASSET",
    "PREPAYMENT": "ASSET",
    "EQUITY": "EQUITY",
    "DEPRECIATN": "EXPENSE",
    "DIRECTCOSTS": "EXPENSE",
    "EXPENSE": "EXPENSE",
    "OVERHEADS": "EXPENSE",
    "SUPERANNUATIONEXPENSE": "EXPENSE",
    "WAGESEXPENSE": "EXPENSE",
    "CURRLIAB": "LIABILITY",
    "LIABILITY": "LIABILITY",
    "PAYG": "LIABILITY",
    "PAYGLIABILITY": "LIABILITY",
    "SUPERANNUATIONLIABILITY": "LIABILITY",
    "TERMLIAB": "LIABILITY",
    "WAGESPAYABLELIABILITY": "LIABILITY",
    "OTHERINCOME": "REVENUE",
    "REVENUE": "REVENUE",
    "SALES": "REVENUE",
}
"""The class of each account type; a type that is not here does not exist."""

SYSTEM_ACCOUNTS: Final = {
    "DEBTORS": ("610", "Accounts Receivable", "CURRENT"),
    "CREDITORS": ("800", "Accounts Payable", "CURRLIAB"),
    "GST": ("820", "GST", "CURRLIAB"),
    "ROUNDING": ("860", "Rounding", "CURRLIAB"),
    "HISTORICAL": ("840", "Historical Adjustment", "CURRLIAB"),
    "REALISEDCURRENCYGAIN": ("499", "Realised Currency Gains", "EXPENSE"),
    "RETAINEDEARNINGS": ("960", "Retained Earnings", "EQUITY"),
}
"""The code, name and type that a system account is given when the books do not have it yet."""

NO_DOCUMENT_LINES: Final = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS", "REALISEDCURRENCYGAIN"})
"""System accounts that a document line may not name: they are filled by the documents themselves."""


def add_account(books: Books, *, at: datetime | None = None, **fields: Any) -> Row:
    """Add an account: at least `Code` or `BankAccountNumber`, `Name`, `Type`; nothing is checked."""
    row: Row = {
        "AccountID": books.new_id(),
        "Code": None,
        "Name": "",
        "Status": "ACTIVE",
        "Type": fields["Type"],
        "TaxType": "NONE",
        "Class": CLASS_OF_TYPE[fields["Type"]],
        "EnablePaymentsToAccount": False,
        "ShowInExpenseClaims": False,
        "HasAttachments": False,
        "AddToWatchlist": False,
    }
    if fields["Type"] == "BANK":
        row.update(BankAccountNumber="", BankAccountType="BANK", CurrencyCode=books.organisation["BaseCurrency"])
    row.update(fields)
    return books["Accounts"].put(row, at=at)


def system_account(books: Books, kind: str) -> Row:
    """The system account of a kind (`DEBTORS`, `CREDITORS`, `GST`, ...), made when the books lack it."""
    found = books["Accounts"].find("system", kind)
    if found is not None:
        return found
    code, name, type_ = SYSTEM_ACCOUNTS[kind]
    while fold(code) in books["Accounts"].indexes["code"]:
        code += "0"
    return add_account(books, Code=code, Name=name, Type=type_, SystemAccount=kind, TaxType="NONE")
