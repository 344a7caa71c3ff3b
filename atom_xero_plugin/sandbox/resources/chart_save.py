"""Accounts: creating, changing, archiving, deleting."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.books import Books
from atom_xero_plugin.sandbox.chart import CLASS_OF_TYPE
from atom_xero_plugin.sandbox.table import Row, fold
from atom_xero_plugin.sandbox.validation import Fields, Invalid, choice, field_of, flag, guid, text, too_long

FIELDS: Final[Fields] = {
    "AccountID": guid,
    "Code": text,
    "Name": text,
    "Type": choice(*CLASS_OF_TYPE),
    "BankAccountNumber": text,
    "BankAccountType": choice("BANK", "CREDITCARD", "PAYPAL"),
    "Status": choice("ACTIVE", "ARCHIVED"),
    "Description": text,
    "CurrencyCode": text,
    "TaxType": text,
    "EnablePaymentsToAccount": flag,
    "ShowInExpenseClaims": flag,
    "AddToWatchlist": flag,
}
_LIMITS: Final = {"Code": 10, "Name": 150, "Description": 4000}
IN_USE: Final = "Account cannot be deleted as it has transactions; archive it instead"
SYSTEM: Final = "System accounts cannot be changed in this way"


def create(books: Books, sent: Row) -> Row:
    """Add an account.

    Raises:
        Invalid: with everything that is wrong.
    """
    fields = {name: value for name, value in sent.items() if name not in {"AccountID", "Status"}}
    problems = _check(books, fields, None)
    if problems:
        raise Invalid(problems)
    return books.add_account(**fields)


def change(books: Books, sent: Row, existing: Row) -> Row:
    """Change an account, or archive it: `Status` then is the only field that may be sent.

    Raises:
        Invalid: with everything that is wrong.
    """
    fields = {name: value for name, value in sent.items() if name != "AccountID"}
    problems = _check(books, fields, existing)
    moves = fields.get("Status", existing["Status"]) != existing["Status"]
    if moves and any(existing.get(name) != value for name, value in fields.items() if name != "Status"):
        problems.append("Status cannot be changed together with other fields")
    if moves and existing.get("SystemAccount"):
        problems.append(SYSTEM)
    retyped = fields.get("Type", existing["Type"]) != existing["Type"]
    if retyped and (existing.get("SystemAccount") or in_use(books, existing)):
        problems.append("Account type cannot be changed")
    if problems:
        raise Invalid(problems, existing=existing)
    row = {**existing, **fields}
    row["Class"] = CLASS_OF_TYPE[row["Type"]]
    return books.accounts.put(row)


def delete(books: Books, existing: Row) -> Row:
    """Delete an account that nothing uses. Returns its record as Xero answers it, with status DELETED.

    Raises:
        Invalid: it is a system account or in use.
    """
    if existing.get("SystemAccount"):
        raise Invalid([SYSTEM], existing=existing)
    if in_use(books, existing):
        raise Invalid([IN_USE], existing=existing)
    books.accounts.remove(existing["AccountID"])
    return {**existing, "Status": "DELETED"}


def in_use(books: Books, account: Row) -> bool:
    """Whether any document names the account, be it a draft."""
    identity = account["AccountID"]
    if any(posting.account_id == identity for posting in books.ledger.postings()):
        return True
    documents = (*books.invoices.rows.values(), *books.bank_transactions.rows.values())
    return any(line.get("AccountID") == identity for document in documents for line in document["LineItems"])


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    problems = too_long(sent, _LIMITS)
    kind: str | None = field_of("Type", sent, existing)
    name: str = field_of("Name", sent, existing, "")
    code: str | None = field_of("Code", sent, existing)
    if kind is None:
        problems.append("Account type must be specified")
    if not name.strip():
        problems.append("Account name must be specified")
    elif _taken(books.accounts.find("name", fold(name)), existing):
        problems.append("Please enter a unique Name.")
    if not code and kind != "BANK":
        problems.append("Account code must be specified")
    elif code and _taken(books.accounts.find("code", fold(code)), existing):
        problems.append("Please enter a unique Code.")
    if kind == "BANK" and existing is None and not sent.get("BankAccountNumber"):
        problems.append("Bank account number must be specified")
    tax_type = sent.get("TaxType")
    if tax_type and tax_type not in books.tax_rates.rows:
        problems.append(f"The TaxType code {tax_type} does not exist or cannot be used for this type of transaction.")
    if sent.get("CurrencyCode") and sent["CurrencyCode"] not in books.currencies.rows:
        problems.append(f"Organisation is not subscribed to currency {sent['CurrencyCode']}")
    return problems


def _taken(found: Row | None, existing: Row | None) -> bool:
    return found is not None and found is not existing and found["Status"] != "DELETED"
