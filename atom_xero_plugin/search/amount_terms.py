"""The amounts of a query and the words next to them: `NZD 207.90 blue gum` is an amount, its currency and two words."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import CODES
from atom_xero_plugin.core.words import words_of
from atom_xero_plugin.search.tokens import amount_key

_CODES: Final = CODES - {"TOP", "TRY"}
"""Those two are words that people search for."""
_COMMAS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?"
_POINTS: Final = r"\d{1,3}(?:\.\d{3})+,\d{1,2}"
_PLAIN: Final = r"\d+(?:\.\d{1,4}|,\d{1,2})?"
_TOKEN: Final = re.compile(rf"([^\d\s]{{0,4}})({_COMMAS}|{_POINTS}|{_PLAIN})([^\d\s]{{0,4}})", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r",\d{1,2}\Z", re.ASCII)
_AROUND: Final = "()[];:,.+-"


class QueryReading(NamedTuple):
    """A query, read."""

    words: tuple[str, ...]
    """All of its words."""
    amounts: tuple[str, ...] = ()
    """As `amount_key` writes them. Those that can be nothing else; only where there is none, its whole numbers."""
    currencies: tuple[str, ...] = ()
    """Codes next to the amounts."""
    others: tuple[str, ...] = ()
    """The words that are neither."""
    is_plain: bool = True
    """Whether an amount may be meant, but a number as well: it has no decimals, commas, code or sign."""


def read(query: str) -> QueryReading:
    """The amounts, currencies and words of a query."""
    tokens = query.split()
    bare = [token.strip(_AROUND) for token in tokens]
    neighbours = [_next_to(text) if text else None for text in bare]  # a dash alone is no sign
    found = {at: reported for at, token in enumerate(tokens) if (reported := _amount(token)) is not None}
    marks: dict[int, set[int]] = {at: {each for each in (at - 1, at + 1) if _is_mark(neighbours, each)} for at in found}
    sure = {at for at, (_, _, is_sure) in found.items() if is_sure or marks[at]}
    meant = sure or set(found)
    taken = meant.union(*(marks[at] for at in meant))
    codes = [neighbours[at] for at in sorted(taken - meant)] + [found[at][1] for at in sorted(meant)]
    return QueryReading(
        words=words_of(query),
        amounts=tuple(dict.fromkeys(found[at][0] for at in sorted(meant))),
        currencies=tuple(sorted({code for code in codes if code})),
        others=words_of(" ".join(token for at, token in enumerate(tokens) if at not in taken)),
        is_plain=not sure,
    )


def _amount(token: str) -> tuple[str, str | None, bool] | None:
    """The key of an amount, the code written at it, and whether it can be nothing else; None for another word."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    number = match[2]
    sides = [_next_to(side.strip(_AROUND)) for side in (match[1], match[3])]
    if None in sides:
        return None
    is_comma = _DECIMAL_COMMA.search(number) is not None
    digits = number.replace(".", "").replace(",", ".") if is_comma else number.replace(",", "")
    key = amount_key(Decimal(digits))
    marked = bool(match[1].strip(_AROUND) or match[3].strip(_AROUND))
    return None if key is None else (key, sides[0] or sides[1], marked or not number.isdigit())


def _next_to(text: str) -> str | None:
    """A currency's code; empty text for a sign or nothing; None for what is no currency."""
    if text.upper() in _CODES:
        return text.upper()
    is_sign = any(unicodedata.category(letter) == "Sc" for letter in text) and not any(map(str.isdigit, text))
    return "" if is_sign or not text else None


def _is_mark(neighbours: list[str | None], at: int) -> bool:
    return 0 <= at < len(neighbours) and neighbours[at] is not None
