"""Words of bank lines and of documents, made alike: `INV-0042`, `inv 42` and `Inv#42` are one number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

MOST_PIECES = 5
"""How many pieces in a row may make up one number: INV / 2026 / 0042."""
SHORTEST_DIGITS = 4
"""Digits that count by themselves, without the letters of a number, as a payer often writes them."""
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_OTHER_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_LATIN_PAIRS = re.compile("ae|oe|ue|ss")
"""What banks write for ä, ö, ü and ß; both sides of a comparison lose the second letter."""
LEGAL_FORMS = frozenset(
    re.split(
        " ",
        "ltd limited inc incorporated llc llp lp plc pty gmbh ag bv nv sa sarl co company corp corporation the and und "
        "et kg ohg ug eg ev srl spa oy ab as aps",
    )
)


def casefolded(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def letters(text: str) -> str:
    """Small letters in which `Müller`, `Mueller` and `Muller` are one, as banks write names that hold others."""
    every = text.lower() if text.isascii() else casefolded(text.casefold().translate(_OTHER_LETTERS))
    return _LATIN_PAIRS.sub(lambda pair: pair[0][0], every)


def pieces(text: str) -> list[str]:
    """Runs of letters and runs of digits, in their order: `INV-0042/a` is inv, 0042, a."""
    return list(_pieces(text))


@lru_cache(maxsize=65_536)
def _pieces(text: str) -> tuple[str, ...]:
    return tuple(_PIECE.findall(casefolded(text)))


def normal(parts: Iterable[str]) -> str:
    """One text of pieces, digits without leading zeros."""
    return "".join(part.lstrip("0") or "0" if part[0].isdigit() else part for part in parts)


@lru_cache(maxsize=65_536)
def number(text: str | None) -> str:
    """A number or reference as it is compared; empty if nothing of it can be."""
    return normal(pieces(text or ""))


@lru_cache(maxsize=65_536)
def digits(text: str | None) -> str | None:
    """The last run of digits, if it is long enough to be searched for by itself."""
    runs = [part for part in pieces(text or "") if part[0].isdigit()]
    return runs[-1].lstrip("0") if runs and len(runs[-1]) >= SHORTEST_DIGITS and runs[-1].strip("0") else None


def runs_of(parts: Sequence[str]) -> dict[str, int]:
    """Every number that the pieces of a line may spell, and how many characters of the line spell it."""
    found: dict[str, int] = {}
    bare = [normal((part,)) for part in parts]
    for start in range(len(parts)):
        run, length = "", 0
        for place in range(start, min(len(parts), start + MOST_PIECES)):
            run += bare[place]
            length += len(parts[place])
            found.setdefault(run, length)
    return found


@lru_cache(maxsize=65_536)
def name(text: str | None) -> str:
    """A contact's name as it is compared: words without punctuation and legal form."""
    every = pieces(letters(text or ""))
    return " ".join(part for part in every if part not in LEGAL_FORMS) or " ".join(every)
