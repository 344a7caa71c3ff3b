"""GET Reports/AgedReceivablesByContact and AgedPayablesByContact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.api.listing import guids_of
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.json_values import day_string
from atom_xero_plugin.sandbox.books.postings import LIVE
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import cell, day_of, header, long_day, printed, row, section
from atom_xero_plugin.sandbox.resources.invoices_rows import credits_of

ZERO = Decimal("0.00")
_LISTS: Final = {
    "ACCREC": (("Invoices", "ACCREC"), ("CreditNotes", "ACCRECCREDIT"), ("Overpayments", "RECEIVE-OVERPAYMENT")),
    "ACCPAY": (("Invoices", "ACCPAY"), ("CreditNotes", "ACCPAYCREDIT"), ("Overpayments", "SPEND-OVERPAYMENT")),
}
"""By the type of the invoices, what is owed: the list, and the type in it. A prepayment is none of it until it is used.

Source: help.xero.com, Customer statements and prepayments. That an overpayment stands among them is inferred from it.
"""


def aged_receivables(books: Books, call: Call) -> Result:
    """What a customer owes, document by document."""
    return _aged(books, call, "ACCREC", "AgedReceivablesByContact", "Aged Receivables By Contact")


def aged_payables(books: Books, call: Call) -> Result:
    """What a supplier is owed, document by document."""
    return _aged(books, call, "ACCPAY", "AgedPayablesByContact", "Aged Payables By Contact")


def _aged(books: Books, call: Call, kind: str, identity: str, name: str) -> Result:
    ids = guids_of("contactId", call.query.get("contactid", ""))
    contact = books["Contacts"].get(next(iter(ids))) if len(ids) == 1 else None
    if contact is None:
        raise bad_argument("The contactId parameter is missing or names no contact")
    day = day_of(call, "date", books.today())
    first, last = day_of(call, "fromDate", date.min), day_of(call, "toDate", date.max)
    mine = contact["ContactID"]
    open_ones = [
        document
        for plural, about in _LISTS[kind]
        for document in (
            books[plural].find_all("contact", mine)
            if plural != "Overpayments"
            else [each for each in books[plural].rows.values() if each["Contact"]["ContactID"] == mine]
        )
        if document["Type"] == about and document["Status"] in LIVE and first <= document["Date"] <= min(last, day)
    ]
    lines = [_line(each, day) for each in sorted(open_ones, key=_place)]
    shown = [line for line in lines if line is not None]
    totals = [sum((Decimal(line["Cells"][n]["Value"]) for line in shown), ZERO) for n in (4, 5, 6, 7)]
    due_today = sum((Decimal(line["Cells"][7]["Value"]) for line in shown), ZERO)
    rows = [
        header("Date", "Number", "Due Date", "", "Total", "Paid", "Credited", "Due"),
        section("", [*shown, row("Total", ("", "", "", *totals), kind="SummaryRow")]),
        section("", [row("Percentage of total", ("", "", "", "", "", "", "100.00%" if due_today else "0.00%"))]),
    ]
    subtitle = f"{contact['Name']}: as at {long_day(day)}"
    return printed(call, books, identity, name, subtitle, rows)


def _place(document: Row) -> tuple[date, str]:
    return document["DueDate"] or document["Date"], document["InvoiceNumber"]


def _line(document: Row, day: date) -> Row | None:
    """A document that was still owed on the day; payments after it do not count yet.

    A credit note or overpayment is below zero. That it stands among the invoices is not verified.
    """
    paid = sum((mark["Amount"] for mark in document["Payments"] if mark["Date"] <= day), ZERO)
    credited = sum((amount for on, amount in _set_off(document) if on <= day), ZERO)
    due = document["Total"] - paid - credited
    if not due:
        return None
    sign = -1 if "Allocations" in document else 1
    values = (
        day_string(document["Date"]), document["InvoiceNumber"], day_string(document["DueDate"] or document["Date"]),
        "", *(amount * sign for amount in (document["Total"], paid, credited, due)),
    )  # fmt: skip
    return {"RowType": "Row", "Cells": [cell(value, invoiceID=document["InvoiceID"]) for value in values]}


def _set_off(document: Row) -> list[tuple[date, Decimal]]:
    """By day, what credits settled of an invoice, or what of a credit note was allocated."""
    if "Allocations" in document:
        return [(each["Date"], each["Amount"]) for each in document["Allocations"]]
    return [(each["Date"], each["AppliedAmount"]) for each in credits_of(document)]
