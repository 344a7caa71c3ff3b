"""How people of an organisation write: the order of a date's parts, the mark of decimals, the currency meant by `$`."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct

from atom_xero_plugin.core.errors import FieldError


class Customs(Struct, frozen=True):
    """What an organisation's country and calendar show of what is typed for it."""

    today: date
    """In its time zone."""
    country: str
    """ISO 3166 code; empty where Xero says none."""
    currency: str
    """Its base currency, ISO 4217."""


class Question(Struct, frozen=True):
    """A text that can be meant in more than one way, or in none that is sure: what to ask, going on from the field."""

    words: str
    needs_customs: bool = False
    """Whether knowing the organisation may answer it."""

    def at(self, path: str) -> FieldError:
        """The question about a field."""
        return FieldError(path, self.words)


MONTH_FIRST: Final = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "MP", "PR", "VI"})
DAY_FIRST: Final = frozenset(
    {
        "AE", "AR", "AT", "AU", "BE", "BR", "CH", "CL", "CO", "CY", "CZ", "DE", "DK", "ES", "FI", "FJ", "FR",
        "GB", "GR", "HK", "ID", "IE", "IL", "IN", "IT", "LU", "MT", "MX", "MY", "NG", "NL", "NO", "NZ", "PG",
        "PL", "PT", "RO", "SG", "TH", "TO", "TR", "VN", "VU", "WS",
    }
)  # fmt: skip
"""Countries where 3/4/2026 is the third of April. Of all others a day below 13 is asked for, as 2026-04-03.

Canada, South Africa and Kenya write both orders; China, Japan, Korea, Hungary, Lithuania and Sweden the year first.
"""
DECIMAL_POINT: Final = frozenset(
    {
        "AU", "NZ", "GB", "US", "IE", "SG", "HK", "MY", "PH", "IN", "IL", "MX", "FJ", "PG", "TO", "WS", "VU",
        "NG", "KE", "AE", "TH", "MT", "JP", "CN", "KR",
    }
)  # fmt: skip
"""Countries where 1,000 is a thousand. Elsewhere it may be one with three decimals, and is asked."""
