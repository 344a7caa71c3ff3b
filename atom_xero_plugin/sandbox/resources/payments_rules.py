"""Paying an invoice and taking a payment back."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    choice,
    day,
    flag,
    guid,
    number,
    record,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.document_rows import PAR
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import ZERO, cents
from atom_xero_plugin.sandbox.resources.lines import check_lock, warnings_of
from atom_xero_plugin.sandbox.resources.outcomes import Saved

FIELDS: Final[Fields] = {
    "PaymentID": guid,
    "Invoice": record({"InvoiceID": guid, "InvoiceNumber": text}),
    "InvoiceNumber": text,
    "Account": record({"AccountID": guid, "Code": text}),
    "Code": text,
    "Date": day,
    "CurrencyRate": number,
    "Amount": number,
    "BankAmount": number,
    "Reference": text,
    "IsReconciled": flag,
    "Status": choice("AUTHORISED", "DELETED"),
}
EXCEEDS: Final = "Payment amount exceeds the amount outstanding on this document"
NOT_AUTHORISED: Final = "Payments can only be made against Authorised documents"
NOT_EDITABLE: Final = "Only Status accepted for updates"
"""Source: xero-node issues 115 and 178, xero-php issue 250."""


def create(books: Books, sent: Row) -> Saved:
    """Pay an invoice, in whole or in part.

    Raises:
        Invalid: with everything that is wrong.
    """
    if sent.get("Status", "AUTHORISED") != "AUTHORISED":
        raise Invalid(["Payment not of valid status for creation"])
    invoice, account = _invoice(books, sent), _account(books, sent)
    problems = too_long(sent, {"Reference": 255}) + check_lock(books, sent.get("Date", books.today()))
    if invoice is None:
        problems.append(_missing(sent))
    if account is None:
        problems.append("Account could not be found")
    elif account["Status"] != "ACTIVE" or not (account["Type"] == "BANK" or account["EnablePaymentsToAccount"]):
        problems.append(f"Account '{account.get('Code') or account['Name']}' is not valid for payments")
    problems += _check_amount(sent, invoice)
    if problems or invoice is None or account is None:
        raise Invalid(problems)
    fields = {name: value for name, value in sent.items() if name not in {"PaymentID", "InvoiceNumber", "Code"}}
    fields.pop("BankAmount", None)
    if invoice["CurrencyCode"] == books.organisation["BaseCurrency"]:
        fields.pop("CurrencyRate", None)
    elif sent.get("BankAmount"):
        fields["CurrencyRate"] = (sent["Amount"] / sent["BankAmount"]).quantize(PAR)
    elif "CurrencyRate" not in sent:
        fields["CurrencyRate"] = books.rate(invoice["CurrencyCode"], sent.get("Date") or books.today())
    made = books.create_payment({**fields, "Invoice": invoice, "Account": account})
    return Saved(made, warnings_of(books, sent, {**made, "CurrencyCode": invoice["CurrencyCode"]}))


def _missing(sent: Row) -> str:
    number = sent.get("Invoice", {}).get("InvoiceNumber") or sent.get("InvoiceNumber")
    if number and "InvoiceID" not in sent.get("Invoice", {}):
        return f"Invoice with invoice number {number} does not exist for this organisation"
    return "Invoice could not be found"


def _check_amount(sent: Row, invoice: Row | None) -> list[str]:
    if "Amount" not in sent:
        return ["Payment amount must be specified"]
    amount = cents(sent["Amount"])
    problems = [] if amount > ZERO else ["Payment amount must be greater than zero"]
    if invoice is not None and invoice["Status"] != "AUTHORISED":
        problems.append(NOT_AUTHORISED)
    if invoice is not None and amount > invoice["AmountDue"]:
        problems.append(EXCEEDS)
    if sent.get("CurrencyRate", PAR).quantize(PAR) <= 0:
        problems.append("Currency rate must be greater than zero")
    return problems


def _invoice(books: Books, sent: Row) -> Row | None:
    named: Row = sent.get("Invoice", {})
    if "InvoiceID" in named:
        return books.invoices.get(named["InvoiceID"])
    called = named.get("InvoiceNumber") or sent.get("InvoiceNumber")
    return books.invoices.find("number", fold(called)) if called else None


def _account(books: Books, sent: Row) -> Row | None:
    named: Row = sent.get("Account", {})
    if "AccountID" in named:
        return books.accounts.get(named["AccountID"])
    code = named.get("Code") or sent.get("Code")
    return books.accounts.find("code", fold(code)) if code else None


def delete(books: Books, sent: Row, payment: Row) -> Row:
    """Take a payment back; one that is deleted already stays so.

    Raises:
        Invalid: something else than `Status: DELETED` was asked, or the period is locked.
    """
    if set(sent) - {"Status", "PaymentID"} or sent.get("Status") != "DELETED":
        raise Invalid([NOT_EDITABLE], existing=payment)
    if payment["Status"] == "DELETED":
        return payment
    problems = check_lock(books, payment["Date"])
    if problems:
        raise Invalid(problems, existing=payment)
    return books.delete_payment(payment)
