"""How a payment's row is made, what it changes of its invoice, what it posts, and what is printed of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import control_account, in_base, postings_of
from atom_xero_plugin.sandbox.books.projections import add_dates, some
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import PAR, cents
from atom_xero_plugin.sandbox.resources import allocations, contacts_rows, invoices_rows
from atom_xero_plugin.sandbox.resources.accounts_rules import stub

_PAYMENT: Final = (
    "PaymentID", "Date", "BankAmount", "Amount", "Reference", "CurrencyRate", "PaymentType", "Status",
    "UpdatedDateUTC", "HasAccount", "IsReconciled", "HasValidationErrors",
)  # fmt: skip

CREDITS: Final = {"CreditNotes": "CreditNoteID", "Prepayments": "PrepaymentID", "Overpayments": "OverpaymentID"}
"""What a payment refunds: the list, and the field of its id."""
TYPES: Final = {
    "ACCREC": "ACCRECPAYMENT", "ACCPAY": "ACCPAYPAYMENT",
    "ACCRECCREDIT": "ARCREDITPAYMENT", "ACCPAYCREDIT": "APCREDITPAYMENT",
    "RECEIVE-PREPAYMENT": "ARPREPAYMENTPAYMENT", "SPEND-PREPAYMENT": "APPREPAYMENTPAYMENT",
    "RECEIVE-OVERPAYMENT": "AROVERPAYMENTPAYMENT", "SPEND-OVERPAYMENT": "APOVERPAYMENTPAYMENT",
}  # fmt: skip
"""The type of a payment, by that of what it pays or refunds. Source: developer.xero.com, Types, "Payment types"."""


def add_payment(books: Books, sent: Row, *, at: datetime | None = None) -> Row:
    """Pay an invoice, in whole or in part; its due amount and status follow. Returns the payment's row."""
    payment = books["Payments"].put(payment_row(books, sent), at=at)
    _settle(books, payment, [*payment["Invoice"]["Payments"], payment_mark(payment)], at=at)
    return payment


def delete_payment(books: Books, payment: Row, *, at: datetime | None = None) -> Row:
    """Take a payment back: it stays, as DELETED, and the invoice owes again."""
    payment["Status"] = "DELETED"
    left = [mark for mark in payment["Invoice"]["Payments"] if mark["PaymentID"] != payment["PaymentID"]]
    _settle(books, payment, left, at=at)
    return books["Payments"].put(payment, at=at)


def _settle(books: Books, payment: Row, marks: list[Row], *, at: datetime | None) -> None:
    paid: Row = payment["Invoice"]
    paid["Payments"] = marks
    plural = plural_of(paid)
    (invoices_rows.settle if plural == "Invoices" else allocations.settle)(paid)
    books[plural].put(paid, at=at)


def plural_of(paid: Row) -> str:
    """The list that holds what a payment pays, or refunds: that of a credit names it as an invoice."""
    return next((plural for plural, name in CREDITS.items() if name in paid), "Invoices")


def _paid(books: Books, identity: str) -> Row:
    tables = (books[plural].rows for plural in ("Invoices", *CREDITS))
    return next(rows[identity] for rows in tables if identity in rows)


def payment_row(books: Books, sent: Row) -> Row:
    """A payment of an invoice; not yet in the books. `Invoice` and `Account` are rows or name their ids."""
    invoice = _paid(books, sent["Invoice"]["InvoiceID"])
    amount = cents(sent["Amount"])
    rate: Decimal = (sent if "CurrencyRate" in sent else invoice)["CurrencyRate"]
    account = books["Accounts"].rows[sent["Account"]["AccountID"]]
    base = books.organisation["BaseCurrency"]
    in_base = invoice["CurrencyCode"] != base and account.get("CurrencyCode", base) == base
    return {
        "PaymentID": sent.get("PaymentID") or books.new_id(),
        "Date": sent.get("Date") or books.today(),
        "BankAmount": cents(amount / rate) if in_base else amount,
        "Amount": amount,
        "Reference": sent.get("Reference"),
        "CurrencyRate": rate.quantize(PAR),
        "PaymentType": TYPES[invoice["Type"]],
        "Status": sent.get("Status", "AUTHORISED"),
        "HasAccount": True,
        "IsReconciled": sent.get("IsReconciled", False),
        "HasValidationErrors": False,
        "Account": account,
        "Invoice": invoice,
    }


def payment_mark(payment: Row) -> Row:
    """How an invoice lists a payment of it."""
    return {
        "PaymentID": payment["PaymentID"],
        "Date": payment["Date"],
        "Amount": payment["Amount"],
        "Reference": payment["Reference"],
        "CurrencyRate": payment["CurrencyRate"],
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def invoice_of(payment: Row) -> str | None:
    """The id of the invoice that a payment pays."""
    identity: str = payment["Invoice"]["InvoiceID"]
    return identity


def shows(row: Row) -> Iterable[str]:
    """The ids of the records that a payment shows."""
    invoice: Row = row["Invoice"]
    batch = [row["BatchPayment"]["BatchPaymentID"]] if row.get("BatchPayment") else []
    return (invoice["InvoiceID"], invoice["Contact"]["ContactID"], row["Account"]["AccountID"], *batch)


def show(_books: Books, row: Row, form: str) -> Row:
    """A payment, with the invoice it pays and the account it came into or went out of."""
    paid: Row = row["Invoice"]
    shown = some(row, _PAYMENT)
    shown["UpdatedDateUTCString"] = json_values.instant_string(row["UpdatedDateUTC"])
    shown["Account"] = stub(row["Account"])
    if row.get("BatchPayment"):
        shown |= _batch(row["BatchPayment"])
    about = some(paid, ("Type", "InvoiceID", "InvoiceNumber", "Reference"))
    about.update(Payments=[], CreditNotes=[], Prepayments=[], Overpayments=[], IsDiscounted=False, HasErrors=False)
    about["Contact"] = contacts_rows.stub(paid["Contact"])
    about["LineItems"] = []
    about["CurrencyCode"] = paid["CurrencyCode"]
    if form.startswith("single"):
        add_dates(paid, about, "Date", "DueDate")
        sums = (*invoices_rows.SUMS, "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total")
        about.update(some(paid, sums))
    shown["Invoice"] = about
    return shown


def _batch(batch: Row) -> Row:
    """The batch of a payment, as Xero prints it there: with its amount and flag as text."""
    inside = some(batch, ("BatchPaymentID", "Date", "Type", "Status", "UpdatedDateUTC"))
    inside["Account"] = {"AccountID": batch["Account"]["AccountID"]}
    inside |= {"TotalAmount": f"{batch['TotalAmount']:.2f}", "IsReconciled": str(batch["IsReconciled"]).lower()}
    return {"BatchPaymentID": batch["BatchPaymentID"], "BatchPayment": inside}


def postings(books: Books, row: Row) -> list[Posting]:
    """Money into the bank account and off what is owed, or the other way round."""
    if row["Status"] != "AUTHORISED":
        return []
    invoice: Row = row["Invoice"]
    sale = invoice["Type"].startswith(("ACCREC", "RECEIVE"))
    control = control_account(books, sale=sale)
    sign = 1 if sale == (plural_of(invoice) == "Invoices") else -1  # a refund goes the other way
    came = in_base(row, row["Amount"]) * sign
    owed = in_base(invoice, row["Amount"]) * sign
    lines = [(row["Account"]["AccountID"], came), (control, -owed)]
    contact: str = invoice["Contact"]["ContactID"]
    return postings_of(books, row, row["PaymentType"], row["PaymentID"], contact, lines)
