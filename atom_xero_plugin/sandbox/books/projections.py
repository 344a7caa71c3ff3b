"""What the kinds share in printing a record in each of Xero's forms.

Forms: `single` (asked by id), `full` (a page), `list` (an invoice or contact list without paging: no lines, no people),
`summary` (`summaryOnly=true`). A trailing `4` (`full4`) asks for unit prices with 4 decimals, `unitdp=4`.
Source: the examples of Xero's OpenAPI description 16.1.0; developer.xero.com, Invoices, Contacts.
"""

from __future__ import annotations

from decimal import Decimal

from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import cents, four


def some(row: Row, names: tuple[str, ...]) -> Row:
    """Those of the named fields that have a value."""
    return {name: row[name] for name in names if row.get(name) is not None}


def split_form(form: str) -> tuple[str, str]:
    """A form and its ending: `full4` is `("full", "4")`."""
    return (form[:-1], "4") if form.endswith("4") else (form, "")


def price(amount: Decimal, places: str) -> Decimal:
    """A unit price with 2 decimals, or 4 when `places` is "4"."""
    return four(amount) if places == "4" else cents(amount)


def line(row: Row, places: str) -> Row:
    """A line item; unit prices with 2 decimals, or 4 when `places` is "4"."""
    shown: Row = {name: value for name, value in row.items() if value is not None}
    if "UnitAmount" in shown:
        shown["UnitAmount"] = price(shown["UnitAmount"], places)
        shown["Quantity"] = four(shown["Quantity"])
    elif not shown.get("LineAmount"):  # words only
        for name in ("LineAmount", "TaxAmount", "TaxType"):
            shown.pop(name, None)
    shown.setdefault("Tracking", [])
    return shown


def add_dates(row: Row, shown: Row, *names: str) -> None:
    """Print dates and their duplicates, `Date` and `DateString`."""
    for name in names:
        day = row.get(name)
        if day is not None:
            shown[f"{name}String"] = json_values.day_string(day)
            shown[name] = day


def add_updated(row: Row, shown: Row) -> None:
    """Print when a row was changed last, and its duplicate."""
    instant = row["UpdatedDateUTC"]
    shown["UpdatedDateUTC"] = instant
    shown["UpdatedDateUTCString"] = json_values.instant_string(instant)
