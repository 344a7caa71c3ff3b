"""GET Reports/AgedReceivablesByContact and AgedPayablesByContact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.api.listing import guids_of
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.json_values import day_string
from atom_xero_plugin.sandbox.books.postings import LIVE
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import cell, day_of, header, long_day, printed, row, section

ZERO = Decimal("0.00")


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
    open_ones = [
        invoice
        for invoice in books["Invoices"].find_all("contact", contact["ContactID"])
        if invoice["Type"] == kind and invoice["Status"] in LIVE and first <= invoice["Date"] <= min(last, day)
    ]
    lines = [
        _line(invoice, day) for invoice in sorted(open_ones, key=lambda each: (each["DueDate"], each["InvoiceNumber"]))
    ]
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


def _line(invoice: Row, day: date) -> Row | None:
    """A document that was still owed on the day; payments after it do not count yet."""
    paid = sum((mark["Amount"] for mark in invoice["Payments"] if mark["Date"] <= day), ZERO)
    due = invoice["Total"] - paid
    if not due:
        return None
    values = (
        day_string(invoice["Date"]), invoice["InvoiceNumber"], day_string(invoice["DueDate"] or invoice["Date"]),
        "", invoice["Total"], paid, ZERO, due,
    )  # fmt: skip
    return {"RowType": "Row", "Cells": [cell(value, invoiceID=invoice["InvoiceID"]) for value in values]}
