"""The words that banks print above their columns, and what each column then holds.

Facts from exports of ANZ, ASB, BNZ, Kiwibank and Westpac (New Zealand); ANZ, Commonwealth Bank, ING, Macquarie, NAB and
Westpac (Australia); Barclays, Halifax, HSBC, Lloyds, Monzo, Nationwide, NatWest and Starling (United Kingdom); Bank of
America, Capital One and Chase (United States); Revolut, Wise and Xero's own template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from atom_xero_plugin.reconciliation.csv_layout import DateOrder
from atom_xero_plugin.reconciliation.currencies import CODES

Role = Literal[
    "date", "amount", "debit", "credit", "direction", "balance", "payee", "reference", "description", "line_id",
    "kind", "currency", "account", "status",
]  # fmt: skip

HEADINGS: Final[dict[Role, tuple[str, ...]]] = {
    "date": (
        "date", "posting date", "posted date", "post date", "date posted", "booking date", "entry date",
        "completed date", "transaction date", "trans date", "tran date", "txn date", "date of transaction",
        "transaction date time", "payment date", "effective date", "value date", "processed date", "process date",
        "date processed", "processed on",
    ),
    "amount": (
        "amount", "transaction amount", "amt", "value", "net amount", "amount in account currency", "billing amount",
        "debit credit amount", "transaction value",
    ),
    "debit": (
        "debit", "debit amount", "debits", "debit amt", "withdrawal", "withdrawals", "withdrawal amount", "paid out",
        "money out", "out", "amount debited", "outgoing", "spent", "dr",
        "amount debit",
    ),
    "credit": (
        "credit", "credit amount", "credits", "credit amt", "deposit", "deposits", "deposit amount", "paid in",
        "money in", "in", "amount credited", "incoming", "received", "cr",
        "amount credit",
    ),
    "direction": (
        "dr cr", "cr dr", "debit credit", "credit debit", "debit credit indicator", "credit debit indicator",
        "debit or credit", "credit or debit", "dc", "direction", "sign",
    ),
    "balance": (
        "balance", "running balance", "running bal", "account balance", "ledger balance", "closing balance",
        "balance after", "balance after transaction", "end balance", "bal",
    ),
    "payee": (
        "payee", "other party", "counter party", "counterparty", "counterparty name", "other party name", "merchant",
        "merchant name", "payee name", "payer name", "payer", "name", "beneficiary", "beneficiary name", "paid to",
        "target name", "from to", "to from", "op name", "tp other party name",
    ),
    "reference": (
        "reference", "payment reference", "ref", "customer reference", "your reference", "their reference",
        "end to end id", "bank reference", "transaction reference", "reference number",
    ),
    "description": (
        "description", "details", "transaction details", "transaction description", "narrative", "narration", "memo",
        "particulars", "code", "analysis code", "original description", "extended details", "text", "subject",
        "remarks", "additional information", "message", "comment", "notes", "notes and tags", "desc", "note",
        "cheque number", "check number", "check or slip", "cheque no", "check no", "payer reference",
        "payee reference", "other party reference", "tran details", "memo description",
    ),
    "line_id": (
        "unique id", "transaction id", "transferwise id", "wise id", "fitid", "transaction uid",
        "unique transaction id", "bank transaction id",
    ),
    "kind": (
        "type", "transaction type", "tran type", "trans type", "txn type", "subcategory", "details type",
        "payment type",
    ),
    "currency": ("currency", "ccy", "currency code", "account currency", "amount currency"),
    "account": ("account number", "bank account", "this party account", "account", "account no", "account id", "iban"),
    "status": ("status", "state", "transaction status"),
}  # fmt: skip
"""In order of preference: where two headings of one role stand side by side, the first of this list counts."""

CARD_HEADINGS: Final = ("card member", "card no", "card number", "cardholder", "card holder", "trans date", "card")
"""Of credit cards: there a positive amount may well be money spent."""
XERO_TEMPLATE: Final = "*Amount"
"""So written only in Xero's own template, in which money spent is negative."""

_HABITS: Final[tuple[tuple[str, DateOrder, str], ...]] = (
    ("ANZ", "day_first", "Type,Details,Particulars,Code,Reference,Amount,Date"),
    ("BNZ", "day_first", "Date,Amount,Payee,Particulars,Code,Reference,Tran Type,This Party Account"),
    ("Westpac", "day_first", "Date,Amount,Other Party,Description,Reference,Particulars,Analysis Code"),
    ("Westpac", "day_first", "Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance"),
    ("Barclays", "day_first", "Number,Date,Account,Amount,Subcategory,Memo"),
    ("Lloyds", "day_first", "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description"),
    ("Starling", "day_first", "Date,Counter Party,Reference,Type,Amount,Balance"),
    ("Wise", "day_first", "TransferWise ID,Date,Amount,Currency,Description,Payment Reference"),
    ("Chase", "month_first", "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #"),
    ("Chase", "month_first", "Transaction Date,Post Date,Description,Category,Type,Amount"),
    ("Bank of America", "month_first", "Date,Description,Amount,Running Bal."),
)
"""The order in which a bank writes its dates, where its headings are like no other's."""

_CURRENCY_IN_HEADING: Final = re.compile(r"[(\[ ]([A-Z]{3})[)\]]?$")
_SIGN_IN_HEADING: Final = re.compile(r"[(\[]?[£€$][)\]]?")
_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")
_ROLE_OF: Final[dict[str, Role]] = {heading: role for role, headings in HEADINGS.items() for heading in headings}


def role_of(heading: str) -> Role | None:
    """What a column so headed holds, if the heading is known."""
    return _ROLE_OF.get(plain(heading))


def plain(heading: str) -> str:
    """A heading in lower case, without signs and without the currency it ends with."""
    without = _SIGN_IN_HEADING.sub("", heading)
    if currency_in(heading):
        without = _CURRENCY_IN_HEADING.sub("", without.strip())
    return _NOT_A_LETTER.sub(" ", without.lower()).strip()


def habit_of(headings: Sequence[str]) -> tuple[str, DateOrder] | None:
    """The bank whose export begins with these headings, and the order of its dates."""
    plainly = [plain(heading) for heading in headings]
    for bank, order, text in _HABITS:
        known = [plain(heading) for heading in text.split(",")]
        if plainly[: len(known)] == known:
            return bank, order
    return None


def currency_in(heading: str) -> str | None:
    """The currency of `Amount (GBP)` or `Amount NZD`."""
    match = _CURRENCY_IN_HEADING.search(heading.strip())
    return match[1] if match and match[1] in CODES else None


def preference(role: Role, heading: str) -> int:
    """Lower is better among columns of one role."""
    return HEADINGS[role].index(plain(heading))
