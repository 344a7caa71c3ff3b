"""`/BankTransfers`: money moved between two bank accounts. Each makes two bank transactions, its halves.

Source: developer.xero.com, Bank Transfers; OpenAPI 19.2. The words of every refusal here, and that a reconciled half
keeps a transfer from being deleted, are not verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final
from uuid import UUID

from atom_xero_plugin.sandbox.api import request_body as read
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.request_body import NOT_FOUND, Fields, Invalid, too_long
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import in_base, postings_of
from atom_xero_plugin.sandbox.books.projections import add_dates, some
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import PAR, ZERO, cents
from atom_xero_plugin.sandbox.resources.accounts_rules import TYPE as ACCOUNT_TYPE
from atom_xero_plugin.sandbox.resources.lines import check_lock
from atom_xero_plugin.sandbox.resources.records import Records

_ACCOUNT: Final = read.record({"AccountID": read.guid, "Code": read.text})
FIELDS: Final[Fields] = {
    "BankTransferID": read.guid, "FromBankAccount": _ACCOUNT, "ToBankAccount": _ACCOUNT, "Amount": read.number,
    "Date": read.day, "Reference": read.text, "FromIsReconciled": read.flag, "ToIsReconciled": read.flag,
    "Status": read.choice("AUTHORISED", "DELETED"),
}  # fmt: skip
ONLY_DELETED: Final = "Bank transfers can only be deleted: no other update is accepted"
SAME_ACCOUNT: Final = "A bank transfer must be between two different bank accounts"
OTHER_CURRENCY: Final = "Bank transfers between accounts of different currencies are not supported"
NOT_ABOVE_ZERO: Final = "The bank transfer amount must be greater than zero"
RECONCILED: Final = "This bank transfer cannot be deleted as it has been reconciled with a Bank Statement."
_SHOWN: Final = (
    "BankTransferID", "Amount", "FromBankTransactionID", "ToBankTransactionID", "FromIsReconciled", "ToIsReconciled",
    "Reference", "HasAttachments", "Status", "CreatedDateUTC",
)  # fmt: skip


def _save(books: Books, sent: Row, existing: Row | None, _places: int) -> Row:
    return create(books, sent) if existing is None else delete(books, sent, existing)


def create(books: Books, sent: Row) -> Row:
    """Record a transfer. Raises Invalid with everything that is wrong."""
    left, reached = (_account(books, sent.get(name, {})) for name in ("FromBankAccount", "ToBankAccount"))
    problems = too_long(sent, {"Reference": 255}) + check_lock(books, sent.get("Date", books.today()))
    for name, account in (("FromBankAccount", left), ("ToBankAccount", reached)):
        if account is None or account["Type"] != "BANK" or account["Status"] != "ACTIVE":
            problems.append(f"{name} is not a valid bank account")
    if "Amount" not in sent or cents(sent["Amount"]) <= ZERO:
        problems.append(NOT_ABOVE_ZERO)
    if left is not None and left is reached:
        problems.append(SAME_ACCOUNT)
    elif left is not None and reached is not None and _currency(books, left) != _currency(books, reached):
        problems.append(OTHER_CURRENCY)
    if problems or left is None or reached is None:
        raise Invalid(problems)
    fields = {name: value for name, value in sent.items() if name != "BankTransferID"}
    return add_transfer(books, {**fields, "FromBankAccount": left, "ToBankAccount": reached})


def add_transfer(books: Books, sent: Row, *, at: datetime | None = None) -> Row:
    """Add a transfer with its halves; the accounts are rows. Returns its row."""
    row: Row = {
        "BankTransferID": sent.get("BankTransferID") or books.new_id(),
        "Status": "AUTHORISED",
        "HasAttachments": False,
        "Reference": sent.get("Reference", ""),
        "Amount": cents(sent["Amount"]),
        "Date": sent.get("Date") or books.today(),
    }
    currency = _currency(books, sent["FromBankAccount"])
    base: str = books.organisation["BaseCurrency"]
    row["CurrencyRate"] = PAR if currency == base else books.rate(currency, row["Date"])
    for side, kind in (("From", "SPEND-TRANSFER"), ("To", "RECEIVE-TRANSFER")):
        account = row[f"{side}BankAccount"] = sent[f"{side}BankAccount"]
        matched = row[f"{side}IsReconciled"] = sent.get(f"{side}IsReconciled", False)
        half = _half(books, row, kind, account, matched)
        row[f"{side}BankTransactionID"] = books["BankTransactions"].put(half, at=at)["BankTransactionID"]
    made = books["BankTransfers"].put(row, at=at)
    made["CreatedDateUTC"] = made["UpdatedDateUTC"]
    return made


def _half(books: Books, row: Row, kind: str, account: Row, matched: bool) -> Row:
    """A half, as it stands among the bank transactions: no contact and no lines."""
    return {
        "BankTransactionID": books.new_id(),
        "Type": kind,
        "Reference": row["Reference"],
        "IsReconciled": matched,
        "HasAttachments": False,
        "Contact": None,
        "BankAccount": account,
        "Date": row["Date"],
        "Status": "AUTHORISED",
        "LineAmountTypes": "NoTax",
        "LineItems": [],
        "SubTotal": row["Amount"],
        "TotalTax": ZERO,
        "Total": row["Amount"],
        "CurrencyCode": _currency(books, account),
        "CurrencyRate": row["CurrencyRate"],
    }


def delete(books: Books, sent: Row, existing: Row) -> Row:
    """Delete a transfer with both halves; one that is deleted stays so. It tells no time of a change."""
    if set(sent) - {"BankTransferID", "Status"} or sent.get("Status") != "DELETED":
        raise Invalid([ONLY_DELETED], existing=existing)
    if existing["Status"] == "DELETED":
        return existing
    halves = [books["BankTransactions"].rows[existing[f"{side}BankTransactionID"]] for side in ("From", "To")]
    problems = check_lock(books, existing["Date"])
    if any(half["IsReconciled"] for half in halves):
        problems.append(RECONCILED)
    if problems:
        raise Invalid(problems, existing=existing)
    for half in halves:
        half["Status"] = "DELETED"
        books["BankTransactions"].put(half)
    existing["Status"] = "DELETED"
    return books["BankTransfers"].put(existing, at=existing["CreatedDateUTC"])


def _account(books: Books, named: Row) -> Row | None:
    if "AccountID" in named:
        return books["Accounts"].get(named["AccountID"])
    return books["Accounts"].find("code", fold(named["Code"])) if named.get("Code") else None


def _currency(books: Books, account: Row) -> str:
    return str(account.get("CurrencyCode") or books.organisation["BaseCurrency"])


def _existing(books: Books, sent: Row) -> Row:
    """A POST to the list deletes: it creates nothing. Raises Invalid for an id that names none, or no id."""
    found = books["BankTransfers"].get(sent.get("BankTransferID", ""))
    if found is None:
        raise Invalid([NOT_FOUND])
    return found


def shows(row: Row) -> Iterable[str]:
    """The ids of the records that a transfer shows."""
    sides = ("FromBankAccount", "ToBankAccount")
    halves = ("FromBankTransactionID", "ToBankTransactionID")
    return (*(row[side]["AccountID"] for side in sides), *(row[half] for half in halves))


def show(books: Books, row: Row, form: str) -> Row:
    """A transfer; only one that is asked for by its id shows codes of accounts and the rate."""
    shown = some(row, _SHOWN)
    for side in ("From", "To"):
        shown[f"{side}IsReconciled"] = books["BankTransactions"].rows[row[f"{side}BankTransactionID"]]["IsReconciled"]
        names = ("AccountID", "Code", "Name", "CurrencyCode") if form.startswith("single") else ("AccountID", "Name")
        shown[f"{side}BankAccount"] = some(row[f"{side}BankAccount"], names)
    if form.startswith("single"):
        shown["CurrencyRate"] = row["CurrencyRate"]
    add_dates(row, shown, "Date")
    return shown


def postings(books: Books, row: Row) -> list[Posting]:
    """From the one bank account to the other; its halves post nothing."""
    if row["Status"] != "AUTHORISED":
        return []
    amount = in_base(row, row["Amount"])
    lines = [(row["FromBankAccount"]["AccountID"], -amount), (row["ToBankAccount"]["AccountID"], amount)]
    return postings_of(books, row, "TRANSFER", row["BankTransferID"], None, lines)


def _filters(query: Query) -> Iterable[Test]:
    if query.get("includedeleted", "").lower() != "true":
        yield lambda row: row["Status"] != "DELETED"


def _demo(books: Books, random: Random) -> None:
    """What was set aside to pay the card, a month ago."""
    on = books.today() - timedelta(days=31)
    left, reached = (books["Accounts"].find("code", code) for code in ("091", "092"))
    sent = {"BankTransferID": str(UUID(int=random.getrandbits(128), version=4)), "FromBankAccount": left,
            "ToBankAccount": reached, "Amount": Decimal(750), "Date": on, "Reference": "Card"}  # fmt: skip
    if left is not None and reached is not None:
        add_transfer(books, sent, at=datetime.combine(on, time(2, 30), UTC))


KIND: Final = Kind(
    plural="BankTransfers",
    id_field="BankTransferID",
    type=record_type(
        "BankTransfer",
        FIELDS,
        {"FromBankAccount": ACCOUNT_TYPE, "ToBankAccount": ACCOUNT_TYPE},
        Guid="FromBankTransactionID ToBankTransactionID",
        DateTime="CreatedDateUTC",
        Boolean="HasAttachments",
    ),
    fields=FIELDS,
    show=show,
    shows=shows,
    postings=postings,
    lists=ListRules(filters=_filters),
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, _save, existing=_existing).resource(
        read_scopes=("accounting.banktransactions.read", "accounting.transactions.read"),
        write_scopes=("accounting.banktransactions", "accounting.transactions"),
    )
]
