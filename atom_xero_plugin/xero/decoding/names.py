"""Xero's field names from ours: `invoice_id` is `InvoiceID`, `updated_date_utc` is `UpdatedDateUTC`."""

from __future__ import annotations

from typing import Final

CAPITALS: Final = frozenset({"api", "cis", "cogs", "id", "pdf", "utc"})
"""Words that Xero writes in capitals. Where it writes `Id` instead, the field says so itself."""


def xero_name(attribute: str) -> str:
    """The name in Xero's JSON; a trailing underscore (`class_`) only keeps clear of Python's words."""
    words = attribute.rstrip("_").split("_")
    return "".join(word.upper() if word in CAPITALS else word[:1].upper() + word[1:] for word in words)


def camel_name(attribute: str) -> str:
    """The name in `pagination`, the one part that Xero writes in camel case."""
    first, *rest = attribute.split("_")
    return first + "".join(word.capitalize() for word in rest)
