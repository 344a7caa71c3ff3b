"""Tax rates: creating and changing, one a request."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    choice,
    field_of,
    flag,
    number,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import FOUR_PLACES, HUNDRED, ZERO

FIELDS: Final[Fields] = {
    "Name": text,
    "TaxType": text,
    "ReportTaxType": text,
    "Status": choice("ACTIVE", "ARCHIVED", "DELETED", "PENDING"),
    "TaxComponents": records({"Name": text, "Rate": number, "IsCompound": flag, "IsNonRecoverable": flag}),
}


def save(books: Books, sent: Row, existing: Row | None) -> Row:
    """Add a tax rate, or change `existing`.

    Raises:
        Invalid: with everything that is wrong.
    """
    problems = too_long(sent, {"Name": 50})
    name: str = field_of("Name", sent, existing, "")
    if not name.strip():
        problems.append("Tax rate name must be specified")
    elif any(fold(rate["Name"]) == fold(name) and rate is not existing for rate in books.tax_rates.rows.values()):
        problems.append("Please enter a unique Name.")
    components: list[Row] = field_of("TaxComponents", sent, existing, [])
    if not components or any("Rate" not in part or not part.get("Name") for part in components):
        problems.append("Tax rate must have at least one component with a name and a rate")
    elif any(not 0 <= part["Rate"] <= HUNDRED for part in components):
        problems.append("Tax component rate must be between 0 and 100")
    if problems:
        raise Invalid(problems, existing=existing)
    row = books.add_tax_rate(_free_type(books), name, ZERO) if existing is None else dict(existing)
    row.update({name: value for name, value in sent.items() if name != "TaxType"})
    row["TaxComponents"] = [_component(part) for part in components]
    row["DisplayTaxRate"] = row["EffectiveRate"] = _effective(row["TaxComponents"])
    return books.tax_rates.put(row)


def _free_type(books: Books) -> str:
    """Xero calls rates that people make TAX001 and on."""
    number = 1
    while f"TAX{number:03d}" in books.tax_rates.rows:
        number += 1
    return f"TAX{number:03d}"


def _component(part: Row) -> Row:
    return {
        "Name": part["Name"],
        "Rate": part["Rate"].quantize(FOUR_PLACES),
        "IsCompound": part.get("IsCompound", False),
        "IsNonRecoverable": part.get("IsNonRecoverable", False),
    }


def _effective(parts: list[Row]) -> Decimal:
    """The simple rates together, and each compound one on top of them."""
    rate = sum((part["Rate"] for part in parts if not part["IsCompound"]), ZERO)
    for part in parts:
        if part["IsCompound"]:
            rate += part["Rate"] * (HUNDRED + rate) / HUNDRED
    return rate.quantize(FOUR_PLACES)
