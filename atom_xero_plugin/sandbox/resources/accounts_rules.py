"""Accounts: creating, changing, archiving, restoring, deleting.

Source: developer.xero.com, Accounts; of the words in capitals: xeroizer issue 324 (STATUS_ALONE), Xero-Net issue 285
(the code's length), Xero-OpenAPI issue 535 (NO_BSB), error tables of clients (ARCHIVED, SYSTEM). The rest is ours.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.request_body import Fields, Invalid, choice, field_of, flag, guid, text, too_long
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import CLASS_OF_TYPE, add_account
from atom_xero_plugin.sandbox.books.projections import some
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.tax_classes import CAN_APPLY

FIELDS: Final[Fields] = {
    "AccountID": guid,
    "Code": text,
    "Name": text,
    "Type": choice(*CLASS_OF_TYPE),
    "BankAccountNumber": text,
    "BankAccountType": choice("BANK", "CREDITCARD", "PAYPAL", "NONE"),
    "Status": choice("ACTIVE", "ARCHIVED"),
    "Description": text,
    "CurrencyCode": text,
    "TaxType": text,
    "EnablePaymentsToAccount": flag,
    "ShowInExpenseClaims": flag,
    "AddToWatchlist": flag,
}
TYPE: Final = record_type(
    "Account",
    FIELDS,
    String="Class SystemAccount ReportingCode ReportingCodeName",
    DateTime="UpdatedDateUTC",
    Boolean="HasAttachments",
)
_LIMITS: Final = {"Code": 10, "Name": 150, "Description": 4000}
STATUS_ALONE: Final = "Cannot update account details and STATUS on the same request"
ARCHIVED: Final = "Can only update STATUS on Archived accounts"
SYSTEM: Final = "Cannot archive System accounts"
NO_BSB: Final = "The Bank Account Number must contain a 6-digit BSB code and account number"
IN_USE: Final = "Account cannot be deleted as it has transactions; archive it instead"
SYSTEM_KEPT: Final = "System accounts cannot be deleted"
_BSB: Final = 6
_NOT_OF_BANKS: Final = ("Description", "TaxType", "EnablePaymentsToAccount", "ShowInExpenseClaims")
"""What only other accounts have."""
_OF_BANKS: Final = ("BankAccountNumber", "BankAccountType", "CurrencyCode")


def stub(account: Row) -> Row:
    """The account of a payment or bank transaction."""
    return some(account, ("AccountID", "Code", "Name"))


def create(books: Books, sent: Row) -> Row:
    """Add an account.

    Raises:
        Invalid: with everything that is wrong.
    """
    fields = {name: value for name, value in sent.items() if name not in {"AccountID", "Status"}}
    problems = _check(books, fields, None)
    if fields.get("BankAccountType") == "PAYPAL":
        problems.append("PayPal accounts cannot be created")
    if problems:
        raise Invalid(problems)
    return add_account(books, **fields)


def change(books: Books, sent: Row, existing: Row) -> Row:
    """Change an account, or archive or restore it: `Status`, even an unchanged one, goes with no other field.

    Raises:
        Invalid: with everything that is wrong.
    """
    fields = {name: value for name, value in sent.items() if name != "AccountID"}
    problems = _refusals(fields, existing) or [*_check(books, fields, existing), *_retyped(books, fields, existing)]
    if problems:
        raise Invalid(problems, existing=existing)
    row = {**existing, **fields}
    row["Class"] = CLASS_OF_TYPE[row["Type"]]
    return books["Accounts"].put(row)


def delete(books: Books, existing: Row) -> Row:
    """Delete an account that nothing uses. Returns its record as Xero answers it, with status DELETED.

    Raises:
        Invalid: it is a system account or in use.
    """
    if existing.get("SystemAccount"):
        raise Invalid([SYSTEM_KEPT], existing=existing)
    if in_use(books, existing):
        raise Invalid([IN_USE], existing=existing)
    books["Accounts"].remove(existing["AccountID"])
    return {**existing, "Status": "DELETED"}


def in_use(books: Books, account: Row) -> bool:
    """Whether any document names the account, be it a draft or a deleted one."""
    identity = account["AccountID"]
    if any(posting.account_id == identity for posting in books.ledger.postings()):
        return True
    if any(row["BankAccount"]["AccountID"] == identity for row in books["BankTransactions"].rows.values()):
        return True
    if any(row["Account"]["AccountID"] == identity for row in books["Payments"].rows.values()):
        return True
    documents = (*books["Invoices"].rows.values(), *books["BankTransactions"].rows.values())
    if any(line.get("AccountID") == identity for document in documents for line in document["LineItems"]):
        return True
    journals = books["ManualJournals"].rows.values()
    return any(line["AccountID"] == identity for journal in journals for line in journal["JournalLines"])


def _refusals(sent: Row, existing: Row) -> list[str]:
    """What the account's status forbids."""
    if "Status" in sent and len(sent) > 1:
        return [STATUS_ALONE]
    if existing["Status"] == "ARCHIVED" and "Status" not in sent:
        return [ARCHIVED]
    return [SYSTEM] if sent.get("Status") == "ARCHIVED" and existing.get("SystemAccount") else []


def _retyped(books: Books, sent: Row, existing: Row) -> list[str]:
    problems = []
    kind = sent.get("Type", existing["Type"])
    changed = kind != existing["Type"]
    if changed and ("BANK" in {kind, existing["Type"]} or existing.get("SystemAccount") or in_use(books, existing)):
        problems.append("Account type cannot be changed")
    if sent.get("BankAccountType", existing.get("BankAccountType")) != existing.get("BankAccountType"):
        problems.append("Bank account type cannot be changed")
    return problems


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    problems = [f"Account {words}" for words in too_long(sent, _LIMITS)]
    kind: str | None = field_of("Type", sent, existing)
    name: str = field_of("Name", sent, existing, "")
    code: str | None = field_of("Code", sent, existing)
    if kind is None:
        problems.append("Account type must be specified")
    if not name.strip():
        problems.append("Account name must be specified")
    elif _taken(books["Accounts"].find("name", fold(name)), existing):
        problems.append("Please enter a unique Name.")
    if not code and kind != "BANK":
        problems.append("Account code must be specified")
    elif code and _taken(books["Accounts"].find("code", fold(code)), existing):
        problems.append("Please enter a unique Code.")
    problems += _check_bank(books, sent, existing, kind)
    problems += _check_tax(books, sent.get("TaxType"), kind)
    if sent.get("CurrencyCode") and sent["CurrencyCode"] not in books["Currencies"].rows:
        problems.append(f"The current organisation is not subscribed to currency '{sent['CurrencyCode']}'.")
    return problems


def _check_tax(books: Books, tax_type: str | None, kind: str | None) -> list[str]:
    """A rate that there is, and that accounts of this class may have; the words of the second are not verified."""
    if not tax_type:
        return []
    rate = books["TaxRates"].rows.get(tax_type)
    if rate is None or rate["Status"] != "ACTIVE":
        return [f"The TaxType code {tax_type} does not exist or cannot be used for this type of transaction."]
    applies = CAN_APPLY[CLASS_OF_TYPE[kind]] if kind in CLASS_OF_TYPE else None
    if applies is not None and not rate.get(applies, True):
        return [f"The TaxType code '{tax_type}' cannot be used with account type '{kind}'."]
    return []


def _check_bank(books: Books, sent: Row, existing: Row | None, kind: str | None) -> list[str]:
    before: Row = existing or {}
    strange = _NOT_OF_BANKS if kind == "BANK" else _OF_BANKS
    problems = [
        f"{name} cannot be set on this type of account"
        for name in strange
        if name in sent and sent[name] != before.get(name)
    ]
    if kind != "BANK":
        return problems
    number: str = field_of("BankAccountNumber", sent, existing, "")
    if not number.strip():
        return [*problems, "Bank account number must be specified"]
    card = field_of("BankAccountType", sent, existing, "BANK") != "BANK"
    if books.organisation.get("CountryCode") == "AU" and not card and "BankAccountNumber" in sent:
        digits = sum(letter.isdigit() for letter in number)
        problems += [NO_BSB] if digits <= _BSB else []
    return problems


def _taken(found: Row | None, existing: Row | None) -> bool:
    return found is not None and found is not existing and found["Status"] != "DELETED"
