"""CSV that a spreadsheet opens as data: no cell of it is run as a formula, whatever a record holds.

Source of the characters: OWASP, "CSV Injection". A figure keeps its sign; all else that begins like a formula gets an
apostrophe before it, which spreadsheets take for "this is text".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import msgspec

_FIGURE: Final = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
_BEGINS_A_FORMULA: Final = re.compile(r"\s*[=+\-@|%\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Also behind spaces, which some programs leave out, and in full width."""
_encoder = msgspec.json.Encoder(order="deterministic")


def csv_row(values: Iterable[Any]) -> bytes:
    """One row, UTF-8, ended by CR LF: nothing for None, JSON for lists and objects, ISO 8601 for times."""
    text = io.StringIO()
    csv.writer(text).writerow([csv_cell(value) for value in values])
    return text.getvalue().encode()


def csv_cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (dict, list, tuple)):
        return _as_text(_encoder.encode(value).decode())
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return _as_text(str(value))


def _as_text(text: str) -> str:
    if not _BEGINS_A_FORMULA.match(text) or _FIGURE.fullmatch(text):
        return text
    return f"'{text}"
