"""Words with which banks print a balance among the lines: such a row moves no money, whatever amount stands in it."""

from __future__ import annotations

import re
from typing import Final

_BALANCE: Final = re.compile(
    r"(opening|closing|open|close|beginning|ending|starting|previous|brought forward|carried forward|statement)"
    r" balance( (as )?(of|at|on)\b.*)?"
    r"|balance ((brought|carried) forward|b/?f|c/?f)"
    r"|balance as (of|at)\b.*"
    r"|saldo (anterior|inicial|final|do dia|atual|dispon[ií]vel)|anfangssaldo|schlusssaldo|endsaldo|beginsaldo",
    re.IGNORECASE,
)


def is_balance(text: str) -> bool:
    """Whether a cell says that its row tells a balance, and says nothing else: `Balance Finance Ltd` is a payee."""
    return _BALANCE.fullmatch(" ".join(text.split()).strip("'\" :.")) is not None
