"""What the files of one bank and kind of account have in common: so an answer is found again."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.headings import plain
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.csv.table import is_day, read_table
from atom_xero_plugin.bank_statements.ofx.markup import is_ofx
from atom_xero_plugin.bank_statements.tables import table_of
from atom_xero_plugin.core.errors import AskAgain

_HEAD: Final = 65_536
"""Characters by which a file's layout is known."""
_LINES: Final = 100
_OFX_MARKS: Final = re.compile(rb"<(ORG|FID|INTU\.BID|ACCTTYPE|CCSTMTRS|STMTRS)>\s*([^<\r\n]*)", re.IGNORECASE)


def fingerprint(content: bytes, given: CsvLayoutInput) -> str | None:
    """A short text that is the same for files of one layout; None for a file whose layout cannot be determined."""
    if is_ofx(content):
        found = _OFX_MARKS.findall(content[:_HEAD].replace(b"\x00", b""))
        marks = sorted({b"=".join(part.strip().upper() for part in mark) for mark in found})
        return _hashed("ofx", *(mark.decode("latin-1") for mark in marks))
    try:
        text = table_of(content, given.encoding).text.text
        table = read_table("\n".join(text[:_HEAD].splitlines()[:_LINES]), given)
    except AskAgain:
        return None
    if table.header is not None:
        return _hashed("csv", table.delimiter, *(plain(cell) for cell in table.header.cells))
    return _hashed("csv", table.delimiter, *map(_sort, table.body[0].cells))


def _sort(cell: str) -> str:
    """What a column without a heading holds, as far as one line shows it."""
    if is_day(cell):
        return "day"
    return "number" if amounts.take_apart(cell) else "words" if cell.strip() else ""


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
