"""What a bank's headings say: the role of each column, its currency, and whose export begins so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.heading_words import HEADINGS, Role
from atom_xero_plugin.bank_statements.csv.heading_words_more import MORE_HEADINGS
from atom_xero_plugin.bank_statements.csv.layout import DateOrder, Sign
from atom_xero_plugin.bank_statements.letters import plain_letters
from atom_xero_plugin.core.money import CODES

CARD_HEADINGS: Final = frozenset({"trans date", "extended details", "appears on your statement as"})
"""Of the statements of credit cards: there a positive amount may well be money spent."""
CARD_COLUMNS: Final = frozenset({
    "card member", "card no", "card number", "cardholder", "card holder", "card", "member name", "card used",
    "additional card holder",
})  # fmt: skip
"""The same, if a card stands on every line; an account names one only on the lines that were paid with it."""
XERO_TEMPLATE: Final = "*Amount"
"""So written only in Xero's own template, in which money spent is negative."""

_HABITS: Final[tuple[tuple[str, DateOrder, Sign | None, str], ...]] = (
    ("AIB", "day_first", None, "Posted Account,Posted Transactions Date"),
    ("ANZ", "day_first", "in_positive", "Type,Details,Particulars,Code,Reference,Amount,Date"),
    ("ANZ", "day_first", None, "Card,Type,Amount,Details,TransactionDate,ProcessedDate"),
    ("ASB", "year_first", "in_positive", "Date,Unique Id,Tran Type,Cheque Number,Payee,Memo,Amount"),
    ("BNZ", "day_first", "in_positive", "Date,Amount,Payee,Particulars,Code,Reference,Tran Type,This Party Account"),
    ("Kiwibank", "day_first", None, "Account number,Date,Memo/Description,Source Code (payment type)"),
    ("Westpac", "day_first", "in_positive", "Date,Amount,Other Party,Description,Reference,Particulars,Analysis Code"),
    ("Westpac", "day_first", None, "Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance"),
    ("Bankwest", "day_first", None, "BSB Number,Account Number,Transaction Date,Narration"),
    ("Barclays", "day_first", "in_positive", "Number,Date,Account,Amount,Subcategory,Memo"),
    ("Lloyds", "day_first", None, "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description"),
    ("Monzo", "day_first", "in_positive", "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency"),
    ("NatWest", "day_first", None, "Date,Type,Description,Value,Balance,Account Name,Account Number"),
    ("Starling", "day_first", "in_positive", "Date,Counter Party,Reference,Type,Amount,Balance"),
    ("Wise", "day_first", "in_positive", "TransferWise ID,Date,Amount,Currency,Description,Payment Reference"),
    ("OCBC", "day_first", None, "Transaction date,Value date,Description,Withdrawals (SGD),Deposits (SGD)"),
    ("Chase", "month_first", "in_positive", "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #"),
    ("Chase", "month_first", "in_positive", "Transaction Date,Post Date,Description,Category,Type,Amount"),
    ("Bank of America", "month_first", "in_positive", "Date,Description,Amount,Running Bal."),
    ("Bank of America", "month_first", "in_positive", "Posted Date,Reference Number,Payee,Address,Amount"),
    ("Capital One", "month_first", None, "Account Number,Transaction Description,Transaction Date,Transaction Type"),
    ("Citi", "month_first", None, "Status,Date,Description,Debit,Credit,Member Name"),
    ("Discover", "month_first", None, "Trans. Date,Post Date,Description,Amount,Category"),
    ("Mercury", "month_first", "in_positive", "Date (UTC),Description,Amount,Status,Source Account,Bank Description"),
    ("RBC", "month_first", "in_positive", "Account Type,Account Number,Transaction Date,Cheque Number"),
)
"""The order in which a bank writes its dates, and the sign of money in if it is known for every account and card with
these headings, which are like no other bank's."""

_CURRENCY_IN_HEADING: Final = re.compile(r"(?: (?:in|en|em|i))?[(\[ ]([A-Z]{3})[)\]]?$|^([A-Z]{3})\$?$")
_SIGN_IN_HEADING: Final = re.compile(r"[(\[]?[£€$][)\]]?|[(\[]R[)\]]")
_ZONE_IN_HEADING: Final = re.compile(r" utc$")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_PLACES: Final[dict[str, tuple[Role, int]]] = {
    heading: (role, at)
    for role, headings in HEADINGS.items()
    for at, heading in enumerate((*headings, *MORE_HEADINGS.get(role, ())))
}


def role_of(heading: str) -> Role | None:
    """What a column so headed holds, if the heading is known. A currency alone heads amounts in it."""
    if headed_by_currency(heading):
        return "amount"
    known = _PLACES.get(plain(heading))
    return known[0] if known else None


def plain(heading: str) -> str:
    """A heading in small letters, words apart, without accents and signs and without the currency it ends with."""
    without = _SIGN_IN_HEADING.sub("", heading).strip()
    if currency_in(heading) and not headed_by_currency(heading):
        without = _CURRENCY_IN_HEADING.sub("", without)
    letters = plain_letters(_CAMEL.sub(" ", without))
    return _ZONE_IN_HEADING.sub("", _NOT_A_LETTER.sub(" ", letters).strip())


_ENGLISH: Final = frozenset({
    *HEADINGS["date"][:HEADINGS["date"].index("buchungstag")],
    *HEADINGS["amount"][:HEADINGS["amount"].index("betrag")],
    *HEADINGS["debit"][:HEADINGS["debit"].index("belastung")],
    *HEADINGS["credit"][:HEADINGS["credit"].index("gutschrift")],
    "ut", "uit", "ud", "ind", "af", "valor", "suma", "nominal", "total", "charges", "charge", "outflow",
    "money withdrawn",
    "payments out", "debited", "amount out", "expense", "expenses", "withdrawals dr", "debit dr", "inflow",
    "payments in",
    "credited", "amount in", "income", "deposits cr", "credit cr", "receipts",
})  # fmt: skip
"""Headings that are English too."""


class Habit(NamedTuple):
    """How a bank writes."""

    bank: str
    order: DateOrder
    sign: Sign | None


def habit_of(headings: Sequence[str]) -> Habit | None:
    """The bank whose export begins with these headings, and how it writes days and signs."""
    plainly = [plain(heading) for heading in headings]
    for bank, order, sign, text in _HABITS:
        known = [plain(heading) for heading in text.split(",")]
        if plainly[: len(known)] == known:
            return Habit(bank, order, sign)
    return None


def currency_in(heading: str) -> str | None:
    """The currency of `Amount (GBP)`, `Amount NZD`, `Gutschrift in CHF` or `CAD$`."""
    match = _CURRENCY_IN_HEADING.search(heading.strip())
    code = match[1] or match[2] if match else None
    return code if code in CODES else None


def headed_by_currency(heading: str) -> bool:
    """Whether a heading is a currency and nothing else, as `CAD$`."""
    tidy = heading.strip()
    return len(tidy.rstrip("$")) == len("CAD") and currency_in(tidy) is not None


def preference(heading: str) -> int:
    """Lower is better among columns of one role."""
    known = _PLACES.get(plain(heading))
    return known[1] if known else len(_PLACES)


def day_first_language(headings: Sequence[str]) -> bool:
    """Whether headings are in a language whose speakers write the day before the month when the year stands last.

    English is not one of them. Facts: the date formats of the Unicode CLDR: of the languages in the tables of headings
    only English (United States) writes the month first.
    """
    known = [plain(heading) for heading in headings if role_of(heading) in {"date", "amount", "debit", "credit"}]
    return any(heading not in _ENGLISH for heading in known)
