"""What a bank statement says, whatever its file was: its lines, each with an id that stays the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from atom_xero_plugin.bank_statements.csv.layout import CsvLayout

StatementFormat = Literal["ofx", "csv", "mt940", "camt053", "qif", "xlsx", "imported"]
"""Of a file; `imported` of lines that were kept of several."""


class StatementLine(Struct, frozen=True, gc=False):
    """One movement on the bank account."""

    line_id: str
    """At most 64 characters, and stable: the bank's own id when there is a usable one, else a hash of day, amount,
    words and ordinal among equal lines of that day. A file given twice, or two that overlap, agree on their lines."""
    row: int
    """Line in the file (CSV, MT940, QIF), row of the sheet (XLSX), or number of the transaction counted from 1 (OFX,
    CAMT.053): for messages."""
    day: date
    amount: Decimal
    """Signed: positive is money in. Never zero."""
    currency: str | None
    payee: str | None
    reference: str | None
    description: str | None
    balance: Decimal | None = None
    """After this line, as the file gives it."""
    kind: str | None = None
    """The bank's word: DEBIT, FEE, TRANSFER …"""


class Statement(Struct, frozen=True):
    """One account's lines, in the order of the file."""

    format: StatementFormat
    lines: list[StatementLine]
    account: str | None
    """The bank's account number as the file gives it."""
    currency: str | None
    first: date | None
    """The earliest day of a line."""
    last: date | None
    closing_balance: Decimal | None
    layout: CsvLayout | None
    """How a table was read (CSV, QIF, XLSX); None for the formats that leave nothing to find out."""
    notes: list[str]
    """What a person should know, for example "2 rows of zero left out"."""
    remembered: dict[str, object] = {}
    """What was answered for files of this layout before, and was used again."""
    unproven: list[str] = []
    """What was read as banks usually write it, though nothing in the file proves it: a person must be warned of it."""
