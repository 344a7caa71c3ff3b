"""The tracking of lines: by ids or by names to the letter; what Xero does not know it drops without a word.

Source: xero-node issues 86 and 516 (dropped), xero-mcp-server issue 192 (a wrong category id beside right names is
ignored). That an archived option is dropped too, and that a line keeps one that it has, is not verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row

_MOST: Final = 2


def known(books: Books, sent: list[Row], before: list[Row]) -> list[Row]:
    """What of the tracking of a line Xero keeps: two options at most, each of another category."""
    found: dict[str, Row] = {}
    kept = {each.get("TrackingOptionID") for each in before}
    for each in sent:
        row = next((option for option in _options(books, kept) if _is_named(option, each)), None)
        if row is not None:
            found.setdefault(row["TrackingCategoryID"], row)
    return list(found.values())[:_MOST]


def _options(books: Books, kept: set[str | None]) -> Iterator[Row]:
    for category in books["TrackingCategories"].rows.values():
        for option in category["Options"]:
            usable = category["Status"] == "ACTIVE" and option["Status"] == "ACTIVE"
            if usable or option["TrackingOptionID"] in kept:
                yield {
                    "TrackingCategoryID": category["TrackingCategoryID"],
                    "TrackingOptionID": option["TrackingOptionID"],
                    "Name": category["Name"],
                    "Option": option["Name"],
                }


def _is_named(option: Row, sent: Row) -> bool:
    if sent.get("TrackingOptionID"):
        return bool(option["TrackingOptionID"] == sent["TrackingOptionID"])
    return bool((option["Name"], option["Option"]) == (sent.get("Name"), sent.get("Option")))
