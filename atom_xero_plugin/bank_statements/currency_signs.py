"""The signs of currencies that are recognised next to amounts and in headings; their codes are in money.py."""

from __future__ import annotations

from typing import Final

SHARED_SIGNS: Final = {
    "$": frozenset({"AUD", "NZD", "USD", "CAD", "HKD", "SGD", "FJD", "TWD", "MXN", "BRL"}),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"DKK", "NOK", "SEK"}),
}  # fmt: skip
"""Signs that several currencies use: they only exclude others."""
OWN_SIGNS: Final = {
    "£": "GBP", "€": "EUR", "₹": "INR", "NZ$": "NZD", "A$": "AUD", "AU$": "AUD", "US$": "USD", "C$": "CAD",
    "CA$": "CAD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "R": "ZAR", "zł": "PLN", "Ft": "HUF", "Kč": "CZK",
}  # fmt: skip
"""Signs of one currency only."""
