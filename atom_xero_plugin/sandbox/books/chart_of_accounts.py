"""Kinds of accounts, and the system accounts that every Xero organisation has.

Source: developer.xero.com, Accounting API types and codes (account types, classes, system accounts).
"""

from __future__ import annotations

from typing import Final

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
