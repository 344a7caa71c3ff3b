"""GET Reports/BankSummary."""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from decimal import Decimal

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.reports.layout import day_of, header, long_day, printed, row, section, sums

ZERO = Decimal("0.00")


def bank_summary(books: Books, call: Call) -> Result:
    """What each bank account held, received, paid and holds."""
    today = books.today()
    first = day_of(call, "fromDate", today.replace(day=1))
    last = day_of(call, "toDate", today.replace(day=monthrange(today.year, today.month)[1]))
    if first > last:
        raise bad_argument("The fromDate parameter must be before the toDate parameter")
    opening = sums(books, None, first - timedelta(days=1))
    rows, totals = [], [ZERO] * 4
    for account in sorted(books["Accounts"].rows.values(), key=lambda each: each["Name"]):
        if account["Type"] != "BANK":
            continue
        identity = account["AccountID"]
        moved = [p.amount for p in books.ledger.postings() if p.account_id == identity and first <= p.date <= last]
        received = sum((amount for amount in moved if amount > 0), ZERO)
        spent = -sum((amount for amount in moved if amount < 0), ZERO)
        begin = opening.get(identity, ZERO)
        amounts = [begin, received, spent, begin + received - spent]
        totals = [a + b for a, b in zip(totals, amounts, strict=True)]
        rows.append(row(account["Name"], amounts, identity))
    titles = header("Bank Accounts", "Opening Balance", "Cash Received", "Cash Spent", "Closing Balance")
    body = section("", [*rows, row("Total", totals, kind="SummaryRow")])
    subtitle = f"From {long_day(first)} to {long_day(last)}"
    return printed(call, books, "BankSummary", "Bank Summary", subtitle, [titles, body])
