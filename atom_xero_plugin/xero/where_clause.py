"""Xero's `where` language: terms joined by AND, with every value written so that it cannot become anything else.

Only what Xero calls optimised is written (`==` on names and ids, ranges on dates and AmountDue): on big books the rest
is refused as high volume. Source: developer.xero.com, "Efficient data retrieval".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.quoting import CONTROL

MOST_IDS: Final = 40
"""Ids in one request; about 52 make an address that Xero answers with 404. Source: Xero's own advice."""
MOST_LIST_CHARACTERS: Final = 1600
"""Room for lists in an address: 40 GUIDs with their commas percent-encoded."""
LONGEST_TEXT: Final = 255
"""The longest name, number or reference Xero keeps."""

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_WORD: Final = re.compile(r"[A-Z][A-Z0-9/_-]{0,39}")
_ORDER: Final = re.compile(r"[A-Za-z][A-Za-z.]{0,39}( (ASC|DESC))?(, ?[A-Za-z][A-Za-z.]{0,39}( (ASC|DESC))?){0,3}")


def text(value: str, path: str) -> str:
    """A string literal. Raises InvalidArguments for control characters, and for text that is not `is_sayable`."""
    if not is_sayable(value):
        raise invalid(path, "must hold no quotation mark and no backslash here")
    return f'"{checked_text(value, path)}"'


def is_sayable(value: str) -> bool:
    """Whether `where` has a form for a text: an escaped quotation mark or backslash is a syntax error to Xero.

    Source: XeroAPI/Xero-Java issue 347, waynerobinson/xeroizer issue 160. Such a text goes through `searchTerm`, which
    has no grammar, and what comes is compared here.
    """
    return '"' not in value and "\\" not in value


def compared(value: str | None) -> str:
    """A text as `where` compares it: without letter case and accents. Blanks that say nothing are left out too."""
    decomposed = unicodedata.normalize("NFKD", value or "")
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def day(value: date) -> str:
    """A date literal."""
    return f"DateTime({value.year:04},{value.month:02},{value.day:02})"


def number(value: Decimal, path: str) -> str:
    """A number literal, without an exponent. Raises InvalidArguments for NaN, infinities and what is absurdly big."""
    if not value.is_finite() or abs(value.adjusted()) > 15:  # noqa: PLR2004 - the amounts Xero keeps have 15 digits at most
        raise invalid(path, "must be an ordinary amount")
    return f"{value:f}"


def guid(value: str, path: str) -> str:
    """An id literal. Raises InvalidArguments unless it is a GUID."""
    return f'guid("{checked_guid(value, path)}")'


def is_guid(value: str) -> bool:
    """Whether it is written as Xero writes its ids."""
    return _GUID.fullmatch(value) is not None


def checked_guid(value: str, path: str) -> str:
    """The id in lower case. Raises InvalidArguments unless it is a GUID."""
    if not is_guid(value):
        raise invalid(path, "must be an id of Xero's, like 5040915e-8ce7-4177-8d08-fde416232f18")
    return value.lower()


def checked_text(value: str, path: str) -> str:
    """The text. Raises InvalidArguments if it is empty, too long or has control characters."""
    if not value.strip() or len(value) > LONGEST_TEXT or CONTROL.search(value):
        raise invalid(path, f"must be 1 to {LONGEST_TEXT} characters, none of them a control character")
    return value


def checked_word(value: str, path: str) -> str:
    """A status or type in Xero's capitals. Raises InvalidArguments for anything else; which words there are is open."""
    if not _WORD.fullmatch(value):
        raise invalid(path, "must be one of Xero's words in capitals, for example AUTHORISED")
    return value


def checked_order(value: str, path: str = "/order") -> str:
    """Fields and directions, for example `Date DESC`. Raises InvalidArguments for anything else."""
    if not _ORDER.fullmatch(value):
        raise invalid(path, "must be field names, each with ASC or DESC, for example Date DESC")
    return value


def joined(terms: Iterable[str]) -> dict[str, str]:
    """The `where` parameter, or none."""
    found = list(terms)
    return {"where": " AND ".join(found)} if found else {}


def chunked(values: Sequence[str], most: int = MOST_IDS, room: int = MOST_LIST_CHARACTERS) -> list[list[str]]:
    """The values in lists that fit an address: at most `most` each and `room` characters when percent-encoded."""
    from urllib.parse import quote

    chunks: list[list[str]] = []
    left = 0
    for value in dict.fromkeys(values):
        size = len(quote(value, safe="")) + len("%2C")
        if not chunks or len(chunks[-1]) == most or size > left:
            chunks.append([])
            left = room
        chunks[-1].append(value)
        left -= size
    return chunks


def invalid(path: str, message: str) -> InvalidArguments:
    """The error for a value at `path`, a JSON Pointer; `message` goes on from its name."""
    return InvalidArguments(f"{path.removeprefix('/')} {message}.", fields=[FieldError(path, message)])
