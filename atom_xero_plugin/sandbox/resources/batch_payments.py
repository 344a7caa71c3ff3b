"""`/BatchPayments`: several bills paid, or sales invoices received, as one movement on a bank account.

Source: developer.xero.com, Batch Payments; OpenAPI 16.1.0. The words of refusals that payments do not share, and that a
reconciled batch is not deleted, are not verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Final
from uuid import UUID

from atom_xero_plugin.sandbox.api import request_body as read
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import NOT_FOUND, Fields, Invalid, too_long
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.projections import add_dates, some
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import ZERO, cents
from atom_xero_plugin.sandbox.resources import payments_rows
from atom_xero_plugin.sandbox.resources.accounts_rules import TYPE as ACCOUNT_TYPE
from atom_xero_plugin.sandbox.resources.lines import check_lock
from atom_xero_plugin.sandbox.resources.payments import EXCEEDS, NOT_AUTHORISED
from atom_xero_plugin.sandbox.resources.records import Records

_INVOICE: Final = read.record({"InvoiceID": read.guid, "InvoiceNumber": read.text})
_CREDIT: Final = read.record({})
_PAYMENT: Final[Fields] = {
    "Invoice": _INVOICE, "CreditNote": _CREDIT, "Prepayment": _CREDIT, "Overpayment": _CREDIT, "Amount": read.number,
    "BankAccountNumber": read.text, "Particulars": read.text, "Code": read.text, "Reference": read.text,
    "Details": read.text,
}  # fmt: skip
FIELDS: Final[Fields] = {
    "BatchPaymentID": read.guid, "Account": read.record({"AccountID": read.guid, "Code": read.text}),
    "Date": read.day, "Payments": read.records(_PAYMENT), "Status": read.choice("AUTHORISED", "DELETED"),
    "Reference": read.text, "Particulars": read.text, "Code": read.text, "Details": read.text, "Narrative": read.text,
}  # fmt: skip
_IN_NEW_ZEALAND: Final = {"Reference": 12, "Particulars": 12, "Code": 12}
_ELSEWHERE: Final = {"Reference": 255, "Details": 18, "Narrative": 18}
NO_PAYMENTS: Final = "At least one payment must be specified"
NO_CREDITS: Final = "Batch payments can only be made against invoices"
MIXED: Final = "Batch payments cannot contain both sales invoices and bills"
BASE_ONLY: Final = "Batch payments can only be made in the organisation's base currency"
TWICE: Final = "An invoice can only be paid once in a batch payment"
NO_AMOUNT: Final = "Payment amount must be greater than zero"
NO_ACCOUNT: Final = "Account could not be found"
ONLY_DELETED: Final = "Only Status accepted for updates"
RECONCILED: Final = "This batch payment cannot be deleted as it has been reconciled with a Bank Statement."


def _save(books: Books, sent: Row, existing: Row | None, _places: int) -> Row:
    return create(books, sent) if existing is None else delete(books, sent, existing)


def create(books: Books, sent: Row) -> Row:
    """Pay each invoice of a batch. Raises Invalid with everything that is wrong; nothing is paid then."""
    parts: list[Row] = sent.get("Payments", [])
    found = [_invoice(books, part.get("Invoice", {})) for part in parts]
    invoices = [each for each in found if each is not None]
    account = _account(books, sent.get("Account", {}))
    local = books.organisation.get("CountryCode", "NZ") == "NZ"
    problems = too_long(sent, _IN_NEW_ZEALAND if local else _ELSEWHERE)
    problems += check_lock(books, sent.get("Date", books.today()))
    if account is None or account["Type"] != "BANK" or account["Status"] != "ACTIVE":
        problems.append(NO_ACCOUNT)
    problems += _check_parts(books, parts, found, invoices)
    if problems or account is None:
        raise Invalid(list(dict.fromkeys(problems)))
    amounts = [(invoice, part) for invoice, part in zip(invoices, parts, strict=True)]
    batch: Row = {
        **{name: sent[name] for name in ("Reference", "Particulars", "Code", "Details", "Narrative") if name in sent},
        "BatchPaymentID": books.new_id(), "Account": account, "Date": sent.get("Date") or books.today(),
        "Type": "RECBATCH" if invoices[0]["Type"] == "ACCREC" else "PAYBATCH", "Status": "AUTHORISED",
        "IsReconciled": False, "TotalAmount": sum((cents(part["Amount"]) for part in parts), ZERO), "Payments": [],
    }  # fmt: skip
    batch = books["BatchPayments"].put(batch)
    for invoice, part in amounts:
        payment = {"Invoice": invoice, "Account": account, "Date": batch["Date"], "Amount": part["Amount"],
                   "Reference": part.get("Reference") or sent.get("Reference")}  # fmt: skip
        bind(books, batch, payments_rows.add_payment(books, payment))
    return books["BatchPayments"].put(batch)


def bind(books: Books, batch: Row, payment: Row, *, at: datetime | None = None) -> None:
    """Make a payment part of a batch."""
    payment["BatchPayment"] = batch
    batch["Payments"].append(payment)
    books["Payments"].put(payment, at=at)


def _check_parts(books: Books, parts: list[Row], found: list[Row | None], invoices: list[Row]) -> list[str]:
    problems = [] if parts else [NO_PAYMENTS]
    if any({"CreditNote", "Prepayment", "Overpayment"} & set(part) for part in parts):
        problems.append(NO_CREDITS)
    elif len(invoices) < len(found):
        problems.append("Invoice could not be found")
    if len({each["Type"] for each in invoices}) > 1:
        problems.append(MIXED)
    if len({each["InvoiceID"] for each in invoices}) < len(invoices):
        problems.append(TWICE)
    if any(each["CurrencyCode"] != books.organisation["BaseCurrency"] for each in invoices):
        problems.append(BASE_ONLY)
    for invoice, part in zip(found, parts, strict=True):
        amount = cents(part.get("Amount", ZERO))
        problems += [] if amount > ZERO else [NO_AMOUNT]
        if invoice is not None:
            problems += [NOT_AUTHORISED] if invoice["Status"] != "AUTHORISED" else []
            problems += [EXCEEDS] if amount > invoice["AmountDue"] else []
    return problems


def delete(books: Books, sent: Row, existing: Row) -> Row:
    """Delete a batch with all its payments; one that is deleted stays so."""
    if set(sent) - {"BatchPaymentID", "Status"} or sent.get("Status") != "DELETED":
        raise Invalid([ONLY_DELETED], existing=existing)
    if existing["Status"] == "DELETED":
        return existing
    problems = check_lock(books, existing["Date"]) + ([RECONCILED] if existing["IsReconciled"] else [])
    if problems:
        raise Invalid(problems, existing=existing)
    for payment in existing["Payments"]:
        payments_rows.delete_payment(books, payment)
    existing.update(Status="DELETED", Payments=[])
    return books["BatchPayments"].put(existing)


def _invoice(books: Books, named: Row) -> Row | None:
    if "InvoiceID" in named:
        return books["Invoices"].get(named["InvoiceID"])
    number = named.get("InvoiceNumber")
    return books["Invoices"].find("number", fold(number)) if number else None


def _account(books: Books, named: Row) -> Row | None:
    if "AccountID" in named:
        return books["Accounts"].get(named["AccountID"])
    return books["Accounts"].find("code", fold(named["Code"])) if named.get("Code") else None


def _existing(books: Books, sent: Row) -> Row:
    """A POST to the list deletes: it creates nothing. Raises Invalid for an id that names none, or no id."""
    found = books["BatchPayments"].get(sent.get("BatchPaymentID", ""))
    if found is None:
        raise Invalid([NOT_FOUND])
    return found


def show(_books: Books, row: Row, _form: str) -> Row:
    """A batch; of its account and its invoices it shows little more than their ids."""
    names = ("BatchPaymentID", "Reference", "Particulars", "Code", "Details", "Narrative", "Type", "Status",
             "TotalAmount", "UpdatedDateUTC", "IsReconciled")  # fmt: skip
    shown = some(row, names)
    shown["Account"] = some(row["Account"], ("AccountID", "CurrencyCode"))
    shown["Payments"] = [
        {
            "Invoice": {
                **some(payment["Invoice"], ("InvoiceID", "CurrencyCode")),
                "Payments": [], "CreditNotes": [], "Prepayments": [], "Overpayments": [], "HasErrors": False,
                "IsDiscounted": False, "LineItems": [],
            },
            **some(payment, ("PaymentID", "Amount", "BankAmount")),
        }
        for payment in row["Payments"]
    ]  # fmt: skip
    add_dates(row, shown, "Date")
    return shown


def shows(row: Row) -> Iterable[str]:
    """The ids of the records that a batch shows."""
    return (row["Account"]["AccountID"], *(each["PaymentID"] for each in row["Payments"]))


def _demo(books: Books, random: Random) -> None:
    """The bills that were paid together last: their payments become one batch."""
    paid = [each for each in books["Payments"].rows.values() if each["PaymentType"] == "ACCPAYPAYMENT"]
    days = groupby(sorted(paid, key=lambda each: each["Date"], reverse=True), key=lambda each: each["Date"])
    together = next((group for _, each in days if len(group := list(each)) > 1), [])
    if not together:
        return
    batch: Row = {
        "BatchPaymentID": str(UUID(int=random.getrandbits(128), version=4)), "Account": together[0]["Account"],
        "Date": together[0]["Date"], "Type": "PAYBATCH", "Status": "AUTHORISED", "Reference": "Bills",
        "IsReconciled": False, "TotalAmount": sum((each["Amount"] for each in together), Decimal(0)), "Payments": [],
    }  # fmt: skip
    at = datetime.combine(batch["Date"], time(1), UTC)
    batch = books["BatchPayments"].put(batch, at=at)
    for each in together:
        bind(books, batch, each, at=each["UpdatedDateUTC"])
    books["BatchPayments"].put(batch, at=at)


KIND: Final = Kind(
    plural="BatchPayments",
    id_field="BatchPaymentID",
    type=record_type(
        "BatchPayment",
        FIELDS,
        {"Account": ACCOUNT_TYPE},
        String="Type",
        Decimal="TotalAmount",
        DateTime="UpdatedDateUTC",
        Boolean="IsReconciled",
    ),
    fields=FIELDS,
    show=show,
    shows=shows,
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, _save, existing=_existing).resource(
        read_scopes=("accounting.payments.read", "accounting.transactions.read"),
        write_scopes=("accounting.payments", "accounting.transactions"),
    )
]
