"""Letters made alike, those that have no accent to lose among them."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.bank_statements.text import casefolded

_OF_THEIR_OWN: Final = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "\u0131": "i", "đ": "d", "œ": "oe"})


def plain_letters(text: str) -> str:
    """Small letters without accents and strokes: `Bokført` is bokfort."""
    lowered = casefolded(text)
    return lowered if lowered.isascii() else lowered.translate(_OF_THEIR_OWN)
