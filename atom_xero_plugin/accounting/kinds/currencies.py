"""Currencies that an organisation uses."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.xero.records.currencies import CURRENCIES, Currency

CURRENCY: Final = RecordKind[Currency](
    name="currency", endpoint=CURRENCIES, sample={"Code": "NZD", "Description": "New Zealand Dollar"}
)
