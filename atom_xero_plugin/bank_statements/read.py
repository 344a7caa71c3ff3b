"""Read a bank statement file: OFX, CSV, MT940, CAMT.053, QIF or XLSX.

What is unclear is refused with the reason, never guessed in silence.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec.structs import replace

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.csv.read import read_csv
from atom_xero_plugin.bank_statements.encoding import decode
from atom_xero_plugin.bank_statements.errors import refused, shown
from atom_xero_plugin.bank_statements.iso20022.camt053 import declared_encoding, is_camt053, read_camt053
from atom_xero_plugin.bank_statements.ofx.markup import is_ofx
from atom_xero_plugin.bank_statements.ofx.read import read_ofx
from atom_xero_plugin.bank_statements.other_formats import refuse_other_text
from atom_xero_plugin.bank_statements.qif import is_qif
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.bank_statements.swift.mt940 import is_mt940, read_mt940
from atom_xero_plugin.bank_statements.tables import StatementTable, sheet_of, table_of

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a file."""
_NAMED_OFX: Final = (".ofx", ".qfx", ".qbo")


def read_statement(
    content: bytes, *, name: str | None = None, layout: CsvLayoutInput | None = None, today: date | None = None,
    card: bool | None = None,
) -> Statement:  # fmt: skip
    """The statement in a file's bytes; `name` (the file's) only serves messages.

    `today` (the organisation's) rules out readings of the dates that lie in the future. `card` says whether Xero has
    the account as a credit card, None if that is not known: on a card's statement a positive amount may be spent.
    `layout` overrides what would be found; its `account` also chooses among the accounts of an OFX file.
    Raises InvalidArguments, or Ambiguous when more than one reading fits, both kinds of AskAgain, with the line and the
    reason. Their field paths are `/statement` for the file and `/layout/…` for what would decide, so skills call their
    arguments `statement` and `layout`.
    """
    given = layout or CsvLayoutInput()
    if len(content) > LARGEST:
        raise refused(f"The file is larger than {LARGEST // 1024 // 1024} MB.", hint="Give it in parts.")
    if is_ofx(content):
        return read_ofx(content, given, today, card=card)
    if name is not None and name.lower().endswith(_NAMED_OFX):
        raise refused(f"{shown(name)} is named as OFX, but holds none.")
    sheet = sheet_of(content)
    if sheet is None:
        text = decode(content, given.encoding or declared_encoding(content))
        if is_camt053(text.text):
            return read_camt053(text.text, given, today)
        if is_mt940(text.text):
            return read_mt940(text.text, given, today)
        if not is_qif(text.text):
            refuse_other_text(text.text)
    return _as_table(sheet or table_of(content, given.encoding), given, today, card)


def _as_table(table: StatementTable, given: CsvLayoutInput, today: date | None, card: bool | None) -> Statement:
    """A table as a CSV is read. QIF says that positive is money in, except where a card's words say otherwise."""
    if table.format == "qif" and not card and given.sign is None:
        given = replace(given, sign="in_positive")
    read = read_csv(table.text, given, today, card=card)
    notes = read.notes if table.note is None else [table.note, *read.notes]
    return replace(read, format=table.format, notes=notes)
