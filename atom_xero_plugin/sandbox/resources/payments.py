"""`/Payments`: paying invoices, and taking payments back."""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    NoSuchRecord,
    choice,
    day,
    flag,
    guid,
    number,
    record,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import PAR, ZERO, cents
from atom_xero_plugin.sandbox.resources import payments_rows
from atom_xero_plugin.sandbox.resources.accounts_rules import TYPE as ACCOUNT_TYPE
from atom_xero_plugin.sandbox.resources.invoices_rules import TYPE as INVOICE_TYPE
from atom_xero_plugin.sandbox.resources.lines import check_lock, warnings_of
from atom_xero_plugin.sandbox.resources.outcomes import Saved, one, saved_all, saved_one

FIELDS: Final[Fields] = {
    "PaymentID": guid,
    "Invoice": record({"InvoiceID": guid, "InvoiceNumber": text}),
    "CreditNote": record({"CreditNoteID": guid, "CreditNoteNumber": text}),
    "Prepayment": record({"PrepaymentID": guid}),
    "Overpayment": record({"OverpaymentID": guid}),
    "InvoiceNumber": text,
    "CreditNoteNumber": text,
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
CREDITS: Final = {"CreditNote": "CreditNotes", "Prepayment": "Prepayments", "Overpayment": "Overpayments"}
"""What a payment may refund, and the list that it is in."""
_SHORT: Final = ("InvoiceNumber", "CreditNoteNumber", "Code")
"""Short for the document and the account; no payment has them."""
EXCEEDS: Final = "Payment amount exceeds the amount outstanding on this document"
NOT_AUTHORISED: Final = "Payments can only be made against Authorised documents"
MORE_THAN_ONE: Final = "A payment can only be made against one document"
"""These words are not verified."""
IN_BATCH: Final = "Payments that are part of a batch payment cannot be deleted individually"
"""That Xero refuses it is documented (Payments); the words are not verified."""
NOT_EDITABLE: Final = "Only Status accepted for updates"
"""Source: xero-node issues 115 and 178, xero-php issue 250."""


def create(books: Books, sent: Row) -> Saved:
    """Pay an invoice, in whole or in part.

    Raises:
        Invalid: with everything that is wrong.
    """
    if sent.get("Status", "AUTHORISED") != "AUTHORISED":
        raise Invalid(["Payment not of valid status for creation"])
    if len([name for name in ("Invoice", "InvoiceNumber", *CREDITS, "CreditNoteNumber") if name in sent]) > 1:
        raise Invalid([MORE_THAN_ONE])
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
    fields = {name: value for name, value in sent.items() if name not in {"PaymentID", *_SHORT, *CREDITS}}
    fields.pop("BankAmount", None)
    if invoice["CurrencyCode"] == books.organisation["BaseCurrency"]:
        fields.pop("CurrencyRate", None)
    elif sent.get("BankAmount"):
        fields["CurrencyRate"] = (sent["Amount"] / sent["BankAmount"]).quantize(PAR)
    elif "CurrencyRate" not in sent:
        fields["CurrencyRate"] = books.rate(invoice["CurrencyCode"], sent.get("Date") or books.today())
    made = payments_rows.add_payment(books, {**fields, "Invoice": invoice, "Account": account})
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
    if invoice is not None and amount > (
        invoice["AmountDue"] if "AmountDue" in invoice else invoice["RemainingCredit"]
    ):
        problems.append(EXCEEDS)
    if sent.get("CurrencyRate", PAR).quantize(PAR) <= 0:
        problems.append("Currency rate must be greater than zero")
    return problems


def _invoice(books: Books, sent: Row) -> Row | None:
    """What is paid, or the credit that is refunded."""
    for name, plural in CREDITS.items():
        about: Row = sent.get(name, {})
        if f"{name}ID" in about:
            return books[plural].get(about[f"{name}ID"])
        label = about.get(f"{name}Number") or sent.get(f"{name}Number")
        if label:
            return books[plural].find("number", fold(label))
    named: Row = sent.get("Invoice", {})
    if "InvoiceID" in named:
        return books["Invoices"].get(named["InvoiceID"])
    called = named.get("InvoiceNumber") or sent.get("InvoiceNumber")
    return books["Invoices"].find("number", fold(called)) if called else None


def _account(books: Books, sent: Row) -> Row | None:
    named: Row = sent.get("Account", {})
    if "AccountID" in named:
        return books["Accounts"].get(named["AccountID"])
    code = named.get("Code") or sent.get("Code")
    return books["Accounts"].find("code", fold(code)) if code else None


def delete(books: Books, sent: Row, payment: Row) -> Row:
    """Take a payment back; one that is deleted already stays so.

    Raises:
        Invalid: something else than `Status: DELETED` was asked, or the period is locked.
    """
    if set(sent) - {"Status", "PaymentID"} or sent.get("Status") != "DELETED":
        raise Invalid([NOT_EDITABLE], existing=payment)
    if payment["Status"] == "DELETED":
        return payment
    if payment.get("BatchPayment"):
        raise Invalid([IN_BATCH], existing=payment)
    problems = check_lock(books, payment["Date"])
    if problems:
        raise Invalid(problems, existing=payment)
    return payments_rows.delete_payment(books, payment)


def _found(books: Books, call: Call) -> Row:
    row = books["Payments"].get(call.identity or "")
    if row is None or call.rest:
        raise NoSuchRecord(call.identity)
    return row


def get(books: Books, call: Call) -> Result:
    """A list or one payment."""
    if call.identity is None:
        return listing.answer(books, call, KIND)
    return one(books, call, KIND, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create, as POST does."""
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_all(books, call, KIND, partial(create, books))


def post(books: Books, call: Call) -> Result:
    """Create; `/Payments/{id}` with `Status: DELETED` takes that payment back."""
    if call.identity is None:
        return put(books, call)
    row = _found(books, call)
    return saved_one(books, call, KIND, lambda sent: delete(books, sent, row))


KIND: Final = Kind(
    plural="Payments",
    id_field="PaymentID",
    type=record_type(
        "Payment",
        {name: reader for name, reader in FIELDS.items() if name not in _SHORT},
        {"Invoice": INVOICE_TYPE, "Account": ACCOUNT_TYPE},
        String="PaymentType",
        DateTime="UpdatedDateUTC",
        Boolean="HasAccount HasValidationErrors",
    ),
    fields=FIELDS,
    show=payments_rows.show,
    indexes={"invoice": payments_rows.invoice_of},
    shows=payments_rows.shows,
    postings=payments_rows.postings,
    lists=ListRules(paged=True),
    error_flag="HasValidationErrors",
)
ROUTES: Final = [
    Resource(
        path="Payments",
        read_scopes=("accounting.payments.read", "accounting.transactions.read"),
        write_scopes=("accounting.payments", "accounting.transactions"),
        get=get,
        put=put,
        post=post,
    )
]
