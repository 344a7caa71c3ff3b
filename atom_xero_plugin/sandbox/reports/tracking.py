"""Profit and loss by tracking: a column an option, or the lines of one option alone.

Source: developer.xero.com, Reports, Profit And Loss. The words of the first refusal are those of Xero-Java issue 100.
That columns end with Unassigned and Total, and how those of two categories are headed, is not verified.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import product
from typing import Final, NamedTuple

from atom_xero_plugin.sandbox.api.call import Call
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import cash_postings_of, sums

ZERO: Final = Decimal(0)
CENT: Final = Decimal("0.01")
Amounts = dict[str, Decimal]


class Choice(NamedTuple):
    """A column: its head, and the options that a line must have."""

    head: str
    options: tuple[str, ...]


class Tracked(NamedTuple):
    """What was asked of tracking."""

    choices: list[Choice]
    whole: bool
    """Whether the columns are all of one category, so that what has no option and the total follow."""


def tracked(books: Books, call: Call) -> Tracked | None:
    """The columns that the parameters ask for; None without any."""
    categories = [each for ending in ("", "2") if (each := _chosen(books, call, ending)) is not None]
    if not categories:
        return None
    combined = [
        Choice(", ".join(each["Name"] for each in options), tuple(each["TrackingOptionID"] for each in options))
        for options in product(*(options for options, _ in categories))
    ]
    return Tracked(combined, len(categories) == 1 and not categories[0][1])


def _chosen(books: Books, call: Call, ending: str) -> tuple[list[Row], bool] | None:
    """The options of one category that are asked for, and whether one of them was named."""
    number = ending or "1"
    category_id = call.query.get(f"trackingcategoryid{ending}", "").lower()
    option_id = call.query.get(f"trackingoptionid{ending}", "").lower()
    if not category_id:
        if option_id:
            raise bad_argument(
                f"TrackingCategoryID{number} must be provided if a TrackingOptionID{number} is provided."
            )
        return None
    category = books["TrackingCategories"].get(category_id)
    if category is None:
        raise bad_argument(f"The trackingCategoryID{ending} parameter names no tracking category")
    options = [each for each in category["Options"] if each["Status"] != "DELETED"]
    if not option_id:
        return [each for each in options if each["Status"] == "ACTIVE"], False
    named = [each for each in options if each["TrackingOptionID"] == option_id]
    if not named:
        raise bad_argument(f"The trackingOptionID{ending} parameter names no option of the tracking category")
    return named, True


def columns_of(books: Books, asked: Tracked, first: date, last: date, *, cash: bool) -> tuple[list[str], list[Amounts]]:
    """The heads and the amounts of each column."""
    found = [_sums(books, each, first, last, cash=cash) for each in asked.choices]
    heads = [each.head for each in asked.choices]
    if not asked.whole:
        return heads, found
    total = sums(books, first, last, cash=cash)
    rest = {
        account: amount - sum((column.get(account, ZERO) for column in found), ZERO)
        for account, amount in total.items()
    }
    return [*heads, "Unassigned", "Total"], [*found, {each: left for each, left in rest.items() if left}, total]


def _has(options: tuple[str, ...], line: Row) -> bool:
    return set(options) <= {each.get("TrackingOptionID") for each in line.get("Tracking") or ()}


def _sums(books: Books, choice: Choice, first: date, last: date, *, cash: bool) -> Amounts:
    """By account, what the lines with the options came to; by cash, as much of it as was paid of the document."""
    lines = books.ledger.of_lines(partial(_has, choice.options))
    found: Amounts = defaultdict(lambda: ZERO)
    if not cash:
        for each in lines:
            if first <= each.date <= last:
                found[each.account_id] += each.amount
        return {account: amount for account, amount in found.items() if amount}
    of_options, of_all = (defaultdict[tuple[str, str], Decimal](lambda: ZERO) for _ in range(2))
    for each in lines:
        of_options[each.source_id, each.account_id] += each.amount
    for each in books.ledger.postings():
        of_all[each.source_id, each.account_id] += each.amount
    for each in cash_postings_of(books):
        key = each.source_id, each.account_id
        if first <= each.date <= last and key in of_options and of_all[key]:
            found[each.account_id] += (each.amount * of_options[key] / of_all[key]).quantize(CENT)
    return {account: amount for account, amount in found.items() if amount}
