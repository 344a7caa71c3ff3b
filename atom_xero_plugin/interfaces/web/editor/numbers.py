"""Amounts as people type and paste them, read as exact decimal text; what could mean two things is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_SIGNS: Final = "-\N{MINUS SIGN}\N{EN DASH}"
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_BEFORE: Final = re.compile(r"^(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3}\s)\s*")
_COMMA: Final = re.compile(r"[0-9]+,[0-9]+")
_EXPONENT: Final = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")
_LONGEST: Final = 40


class UnreadableAmount(ValueError):
    """What was typed is no amount; the message says what to type."""


def typed_amount(text: str) -> Decimal | None:
    """The amount that was typed; None for nothing. Raises UnreadableAmount.

    Commas stand between thousands alone, a point before decimals; a sheet's `$1,040.00` and `(40.00)` are read too.
    """
    bare = "".join(text.split()) if len(text) <= _LONGEST else text
    if not bare:
        return None
    negative = len(bare) > 1 and bare[0] == "(" and bare[-1] == ")"
    bare = bare[1:-1] if negative else bare
    if bare[:1] and bare[0] in _SIGNS and not negative:
        negative, bare = True, bare[1:]
    bare = _BEFORE.sub("", bare)
    if not _PLAIN.fullmatch(bare) and not _GROUPED.fullmatch(bare):
        raise UnreadableAmount(_what_to_type(bare))
    amount = Decimal(bare.replace(",", ""))
    return -amount if negative and amount != 0 else amount


def amount_text(amount: Decimal) -> str:
    """An amount as skills take it."""
    return f"{amount:f}"


def _what_to_type(bare: str) -> str:
    if not bare:
        return "is only a sign; type a number such as -120.50"
    if _EXPONENT.fullmatch(bare):
        return "must be written out, such as 100000"
    if _COMMA.fullmatch(bare):
        return "has a comma that could be a decimal point; type 1.5 for one and a half, 1500 or 1,500 for a thousand"
    return "is no number; type digits such as 1040.00"
