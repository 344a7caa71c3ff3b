"""Files that are read as a table: CSV, and what is one under another name."""

from __future__ import annotations

from typing import NamedTuple

from atom_xero_plugin.bank_statements.encoding import Text, decode
from atom_xero_plugin.bank_statements.qif import is_qif, table_of_qif
from atom_xero_plugin.bank_statements.sheets.xlsx import is_workbook, read_workbook
from atom_xero_plugin.bank_statements.statement import StatementFormat

_SHEET: Text = Text("", "utf-8", None)


class StatementTable(NamedTuple):
    """A file's text as CSV, and what it was."""

    text: Text
    format: StatementFormat
    note: str | None = None


def sheet_of(content: bytes) -> StatementTable | None:
    """The first sheet of a workbook; None for another file. Raises InvalidArguments for a broken or hostile one."""
    if not is_workbook(content):
        return None
    book = read_workbook(content)
    return StatementTable(_SHEET._replace(text=book.text), "xlsx", book.note)


def table_of(content: bytes, encoding: str | None) -> StatementTable:
    """The table in a file that is of none of the other formats. Raises as `decode`, `sheet_of` and QIF's reader do."""
    sheet = sheet_of(content)
    if sheet is not None:
        return sheet
    text = decode(content, encoding)
    if is_qif(text.text):
        return StatementTable(text._replace(text=table_of_qif(text.text)), "qif")
    return StatementTable(text, "csv")
