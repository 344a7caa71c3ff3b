"""Rows and cells as Xero prints them, and the parameters that reports share."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.table import Row

MONTHS_OF: Final = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
MOST_PERIODS: Final = 11
Span = tuple[date, date]


def cell(value: object, **attributes: str) -> Row:
    """A cell; amounts with two decimals, nothing for nothing."""
    text = f"{value:.2f}" if isinstance(value, Decimal) else "" if value is None else str(value)
    shown: Row = {"Value": text}
    if attributes:
        shown["Attributes"] = [{"Value": given, "Id": name} for name, given in attributes.items()]
    return shown


def header(*titles: str) -> Row:
    """The column titles."""
    return {"RowType": "Header", "Cells": [cell(title) for title in titles]}


def row(title: str, amounts: Iterable[object], account_id: str | None = None, *, kind: str = "Row") -> Row:
    """A line; with an account id every cell carries it."""
    attributes = {"account": account_id} if account_id else {}
    return {"RowType": kind, "Cells": [cell(value, **attributes) for value in (title, *amounts)]}


def section(title: str, rows: Iterable[Row]) -> Row:
    """A titled group of lines."""
    return {"RowType": "Section", "Title": title, "Rows": list(rows)}


def printed(call: Call, books: Books, identity: str, name: str, subtitle: str, rows: Sequence[Row]) -> Result:
    """The whole answer of one report."""
    report: Row = {
        "ReportID": identity,
        "ReportName": name,
        "ReportType": identity,
        "ReportTitles": [name, books.organisation["Name"], subtitle],
        "ReportDate": long_day(books.today()),
        "UpdatedDateUTC": call.now,
        "Fields": [],
        "Rows": list(rows),
    }
    return Result(wire.envelope("Reports", [json_values.encode(report)], now=call.now, provider=call.provider))


def long_day(day: date) -> str:
    """`31 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """`31 Mar 26`, as column titles have it."""
    return f"{day.day} {day:%b %y}"


def day_of(call: Call, name: str, otherwise: date) -> date:
    """A date parameter; 400 for one that does not exist."""
    text = call.query.get(name.lower())
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise bad_argument(f"The {name} parameter is not a valid date") from None


def periods_of(call: Call) -> int:
    """How many earlier periods stand next to the first: 0 to 11."""
    text = call.query.get("periods", "0")
    if not text.isdigit() or int(text) > MOST_PERIODS:
        raise bad_argument(f"The periods parameter must be a whole number from 1 to {MOST_PERIODS}")
    return int(text)


def months_of(call: Call) -> int:
    """Months between the periods."""
    word = call.query.get("timeframe", "MONTH").upper()
    if word not in MONTHS_OF:
        raise bad_argument("The timeframe parameter must be MONTH, QUARTER or YEAR")
    return MONTHS_OF[word]


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def same_day_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last if it is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the end of a month stays the end."""
    same = same_day_before(day, months)
    at_end = day.day == monthrange(day.year, day.month)[1]
    return same.replace(day=monthrange(same.year, same.month)[1]) if at_end else same


def year_start(books: Books, day: date) -> date:
    """The first day of the financial year that a day lies in."""
    organisation: dict[str, Any] = books.organisation
    month = organisation["FinancialYearEndMonth"] % 12 + 1
    start = date(day.year, month, 1)
    return start if start <= day else date(day.year - 1, month, 1)


def sums(books: Books, first: date | None, last: date, *, cash: bool = False) -> dict[str, Decimal]:
    """What each account came to between two days, debits positive."""
    found: dict[str, Decimal] = {}
    postings = cash_postings(books) if cash else books.ledger.postings()
    for posting in postings:
        if posting[0] <= last and (first is None or posting[0] >= first):
            found[posting[1]] = found.get(posting[1], Decimal(0)) + posting[2]
    return {account: amount for account, amount in found.items() if amount}


def cash_postings(books: Books) -> list[tuple[date, str, Decimal]]:
    """When, on which account and how much, on a cash basis."""
    return [(posting.date, posting.account_id, posting.amount) for posting in cash_postings_of(books)]


def cash_postings_of(books: Books) -> list[Posting]:
    """On a cash basis an invoice or bill counts when it is paid, as much of each line as was paid of the whole."""
    by_document: dict[str, list[Posting]] = {}
    found: list[Posting] = []
    for posting in books.ledger.postings():
        if posting.source_kind in {"ACCREC", "ACCPAY"}:
            by_document.setdefault(posting.source_id, []).append(posting)
        elif posting.source_kind != "ACCRUALJOURNAL":
            found.append(posting)
    paid: dict[str, Decimal] = {}
    for payment in sorted(books["Payments"].rows.values(), key=lambda each: each["Date"]):
        invoice = payment["Invoice"]
        identity, total = invoice["InvoiceID"], invoice["Total"]
        postings = by_document.get(identity, [])
        if payment["Status"] != "AUTHORISED" or not total or not postings:
            continue
        before = paid.get(identity, Decimal(0))
        paid[identity] = before + payment["Amount"]
        lines = [(posting.account_id, posting.amount) for posting in postings]
        earlier, now = _shares(lines, before / total), _shares(lines, paid[identity] / total)
        for posting, old, new in zip(postings, earlier, now, strict=True):
            found.append(posting._replace(date=payment["Date"], amount=new - old))
    return found


def _shares(lines: Sequence[tuple[str, Decimal]], share: Decimal) -> list[Decimal]:
    """A part of each line in whole cents, together zero as the lines are; the largest takes what rounding leaves.

    The first line is the control account's, whose share is what was paid: it takes nothing.
    """
    shares = [(amount * share).quantize(Decimal("0.01")) for _, amount in lines]
    largest = max(range(1, len(lines)), key=lambda number: abs(lines[number][1]), default=0)
    shares[largest] -= sum(shares)
    return shares
