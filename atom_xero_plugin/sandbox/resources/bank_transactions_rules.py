"""Money received and spent: creating, changing, deleting."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    choice,
    day,
    field_of,
    flag,
    guid,
    number,
    record,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.document_lines import tax_percent
from atom_xero_plugin.sandbox.books.stock import shortages
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import INCLUSIVE, LINE_AMOUNT_TYPES, NO_TAX, cents, tax_of
from atom_xero_plugin.sandbox.resources.bank_credits import add_credit
from atom_xero_plugin.sandbox.resources.bank_transactions_rows import bank_transaction_row
from atom_xero_plugin.sandbox.resources.contacts_rules import FIELDS as CONTACT_FIELDS
from atom_xero_plugin.sandbox.resources.contacts_rules import one_named_contact
from atom_xero_plugin.sandbox.resources.lines import (
    LINE,
    TOTALS,
    check_currency,
    check_lines,
    check_lock,
    check_totals,
    unknown_status,
    warnings_of,
)
from atom_xero_plugin.sandbox.resources.outcomes import Saved

TYPES: Final = (
    "RECEIVE", "RECEIVE-OVERPAYMENT", "RECEIVE-PREPAYMENT", "SPEND", "SPEND-OVERPAYMENT", "SPEND-PREPAYMENT",
)  # fmt: skip
TRANSFERS: Final = ("RECEIVE-TRANSFER", "SPEND-TRANSFER")
STATUSES: Final = ("AUTHORISED", "DELETED", "VOIDED")
FIELDS: Final[Fields] = {
    "BankTransactionID": guid,
    "Type": choice(*TYPES, *TRANSFERS),
    "Contact": record(CONTACT_FIELDS),
    "LineItems": records(LINE),
    "BankAccount": record({"AccountID": guid, "Code": text}),
    "IsReconciled": flag,
    "Date": day,
    "Reference": text,
    "CurrencyCode": text,
    "CurrencyRate": number,
    "Url": text,
    "Status": text,
    "LineAmountTypes": choice(*LINE_AMOUNT_TYPES),
    **TOTALS,
}
RECONCILED: Final = "This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement."
NOT_MODIFIABLE: Final = "Bank transaction not of valid status for modification"
PLAIN: Final = ("RECEIVE", "SPEND")
"""Only these are changed and deleted here, and only these have a reference and items."""
FINAL_HERE: Final = "This type of bank transaction cannot be updated or deleted via the BankTransactions endpoint"
"""That Xero refuses it is documented (Bank Transactions); the words are not verified."""
NO_PRICE: Final = "The line item UnitAmount cannot be zero"
NO_QUANTITY: Final = "The line item Quantity must be greater than zero"
"""The rules are documented (Bank Transactions, "Line items"); the words are not verified."""


def create(books: Books, sent: Row, *, places: int) -> Saved:
    """Add money received or spent.

    Raises:
        Invalid: with everything that is wrong.
    """
    sent = {name: value for name, value in sent.items() if name != "BankTransactionID"}
    problems = _check(books, sent, None)
    if "Type" not in sent:
        problems.append("Bank transaction Type must be specified")
    elif sent["Type"] in TRANSFERS:
        problems.append("Transfers are created with the BankTransfers endpoint")
    problems += unknown_status(sent.get("Status"), STATUSES)
    if sent.get("Status", "AUTHORISED") in STATUSES[1:]:
        problems.append("Bank transaction not of valid status for creation")
    return _save(books, sent, None, problems, places=places)


def change(books: Books, sent: Row, existing: Row, *, places: int) -> Saved:
    """Change or delete a transaction.

    Raises:
        Invalid: it is deleted or reconciled already, or what was sent breaks a rule.
    """
    strange = unknown_status(sent.get("Status"), STATUSES)
    if strange:
        raise Invalid(strange, existing=existing)
    if existing["Type"] not in PLAIN:
        raise Invalid([FINAL_HERE], existing=existing)
    if existing["Status"] != "AUTHORISED" or sent.get("Status") == "VOIDED":
        raise Invalid([NOT_MODIFIABLE], existing=existing)
    deletes = sent.get("Status") == "DELETED"
    requested = {name for name, value in sent.items() if existing.get(name) != value} - {"BankTransactionID"}
    if existing["IsReconciled"] and (deletes or requested - {"IsReconciled"}):
        raise Invalid([RECONCILED], existing=existing)
    if deletes:
        return _save(books, {"Status": "DELETED"}, existing, check_lock(books, existing["Date"]), places=places)
    if set(sent) - {"BankTransactionID"} <= {"IsReconciled", "Status"}:
        return _save(books, sent, existing, [], places=places)
    if sent.get("Type", existing["Type"]) != existing["Type"]:
        raise Invalid(["Bank transaction type cannot be changed"], existing=existing)
    return _save(books, sent, existing, _check(books, sent, existing), places=places)


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    before: Row = existing or {}
    kind: str = field_of("Type", sent, existing, "SPEND")
    problems = too_long(sent, {"Reference": 255})
    problems += check_lock(books, field_of("Date", sent, existing, books.today()), before.get("Date"))
    problems += _check_account(books, sent, existing)
    problems += _check_currency(books, sent, existing, kind)
    lines: list[Row] | None = sent.get("LineItems")
    if lines is None and existing is not None:
        return problems
    if not lines:
        return [*problems, "One or more line items must be specified"]
    if kind.endswith("-OVERPAYMENT") and len(lines) > 1:
        problems.append("Only one line item can be specified for this type of transaction")
    amounts: str = field_of("LineAmountTypes", sent, existing, INCLUSIVE)
    if kind.endswith("-OVERPAYMENT"):
        sent["LineAmountTypes"] = amounts = NO_TAX
        for line in lines:
            line.pop("AccountCode", None)
            line.pop("AccountID", None)
    if kind not in PLAIN:
        sent.pop("Reference", None)
        if any(line.get("ItemCode") for line in lines):
            problems.append("Items can only be used on RECEIVE and SPEND transactions")  # words not verified
    complete = not kind.endswith("-OVERPAYMENT")
    problems += _check_worth(lines)
    problems += check_lines(
        books, lines, stored=before.get("LineItems", []), complete=complete, line_amount_types=amounts, sale=False
    )
    return problems


def _check_worth(lines: list[Row]) -> list[str]:
    problems = [NO_PRICE] if any(line.get("UnitAmount") == 0 for line in lines) else []
    return problems + ([NO_QUANTITY] if any(line.get("Quantity", 1) <= 0 for line in lines) else [])


def _check_currency(books: Books, sent: Row, existing: Row | None, kind: str) -> list[str]:
    """Money moves in the currency of its bank account; only an overpayment may name another."""
    account: Row = field_of("BankAccount", sent, existing, {})
    if not kind.endswith("-OVERPAYMENT"):
        sent.pop("CurrencyCode", None)
    if existing is None or "BankAccount" in sent:
        sent.setdefault("CurrencyCode", account.get("CurrencyCode", books.organisation["BaseCurrency"]))
    return check_currency(books, sent, existing)


def _check_account(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """The bank account, found by id or code and put in place of what was sent."""
    named: Row = sent.get("BankAccount", {})
    if not named:
        sent.pop("BankAccount", None)
        return [] if existing is not None else ["Bank account must be specified"]
    code = named.get("Code")
    found = books["Accounts"].get(named["AccountID"]) if "AccountID" in named else (
        books["Accounts"].find("code", fold(code)) if code else None
    )  # fmt: skip
    if found is None:
        return ["Bank account could not be found"]
    if found["Type"] != "BANK" or found["Status"] != "ACTIVE":
        return [f"Account '{found.get('Code') or found['Name']}' is not a valid bank account"]
    sent["BankAccount"] = found
    return []


def _check_taxes(books: Books, lines: list[Row], row: Row) -> list[str]:
    """The tax of a line must be the one Xero works out: it cannot be corrected here (xero-node issue 768)."""
    problems = []
    for line, made in zip(lines, row["LineItems"], strict=False):
        if "TaxAmount" not in line or row["LineAmountTypes"] == NO_TAX:
            continue
        kind = made.get("TaxType", "NONE")
        right, stated = (
            tax_of(made["LineAmount"], tax_percent(books, kind), row["LineAmountTypes"]),
            cents(line["TaxAmount"]),
        )
        if stated != right:
            problems.append(f"Tax amount {stated} is incorrect for {kind} tax type, should be {right}")
    return problems


def _save(books: Books, sent: Row, existing: Row | None, problems: list[str], *, places: int) -> Saved:
    before: Row = existing or {}
    contact = one_named_contact(books, sent.get("Contact"), existing=before.get("Contact"))
    problems = problems + contact.problems
    if problems or contact.nested or contact.row is None:
        raise Invalid(problems, contact=contact.nested, existing=existing)
    stated = {name: sent.pop(name) for name in TOTALS if name in sent}
    row = bank_transaction_row(books, {**sent, "Contact": contact.row}, existing, places=places)
    problems = _check_taxes(books, sent.get("LineItems", []), row) + shortages(books, row)
    if row["Status"] == "AUTHORISED":
        problems += check_totals(stated, row)
    if problems:
        raise Invalid(problems, existing=existing)
    if row["Total"] <= 0 and (existing is None or "LineItems" in sent):
        raise Invalid(["The bank transaction total must be greater than zero"], existing=existing)
    if contact.changed:
        row["Contact"] = books["Contacts"].put(contact.row)
    kept = books["BankTransactions"].put(row)
    if existing is None:
        add_credit(books, kept)
    return Saved(kept, warnings_of(books, sent, row))
