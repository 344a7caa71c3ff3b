"""Tables as CSV, so written that no spreadsheet runs what stands in a cell.

A text that begins as a formula does gets an apostrophe before it, as OWASP advises ("CSV Injection"); figures stay
figures, also below zero. UTF-8 with a byte order mark and CRLF, which Excel takes for what it is; RFC 4180.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.reports.exports.tables import Cell, ExportDocument

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
"""What begins a formula, in half and full width; a bar and a per cent sign begin one of older programs."""
SAFE: Final = "'"


def csv_bytes(document: ExportDocument) -> bytes:
    """The first table, with its heads and its ids; a section stands in a column of its own."""
    table = document.tables[0]
    of_sections = any(line.kind == "section" for line in table.lines)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    heads = [column.head or "Name" for column in table.columns]
    writer.writerow([safe_text(head) for head in (["Section", *heads] if of_sections else heads)])
    section = ""
    for line in table.lines:
        if line.kind == "section":
            section = str(line.cells[0] or "")
            continue
        if line.kind == "total" and not of_sections:
            section = ""
        cells = [_written(cell) for cell in line.cells]
        writer.writerow([safe_text(section), *cells] if of_sections else cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe_text(text: str) -> str:
    """The text, made so that no spreadsheet takes it for a formula."""
    begins = text.lstrip(" \u00a0\u3000\u200b")
    return SAFE + text if begins.startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else safe_text(cell)
