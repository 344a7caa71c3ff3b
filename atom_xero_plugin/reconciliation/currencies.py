"""The currencies that are recognised beside amounts and in headings."""

from __future__ import annotations

from typing import Final

CODES: Final = frozenset({
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "FJD", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY",
    "KRW", "MXN", "MYR", "NOK", "NZD", "PGK", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TOP", "TRY", "TWD", "USD",
    "VND", "VUV", "WST", "XPF", "ZAR",
})  # fmt: skip
"""Codes; any other three letters beside a number are a word, as in INV-0123."""
SHARED_SIGNS: Final = {
    "$": frozenset({"AUD", "NZD", "USD", "CAD", "HKD", "SGD", "FJD", "TWD", "MXN", "BRL"}),
    "¥": frozenset({"JPY", "CNY"}),
}  # fmt: skip
"""Signs that several currencies use: they only exclude others."""
OWN_SIGNS: Final = {
    "£": "GBP", "€": "EUR", "₹": "INR", "NZ$": "NZD", "A$": "AUD", "AU$": "AUD", "US$": "USD", "C$": "CAD",
    "CA$": "CAD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "R": "ZAR",
}  # fmt: skip
"""Signs of one currency only."""
