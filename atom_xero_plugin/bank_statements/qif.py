"""A QIF file as the table that it is: one row a transaction, each on the line of the file where it begins.

QIF says neither the order of day and month nor the decimal mark, so its dates and amounts are read as those of a CSV.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.errors import refused, shown

_BEGINS: Final = re.compile(r"\s*!(Type|Account|Option|Clear)", re.IGNORECASE)
_BARE: Final = re.compile(r"\s*D[0-9 /.'-]{6,12}\s*\n(?:[A-Z$].*\n)*?T-?[0-9.,]+\s*\n")
_HEAD: Final = 4_096
_STATEMENTS: Final = frozenset({"bank", "ccard", "cash", "oth a", "oth l"})
_SHORT: Final = re.compile(r"'\s*([0-9]{2})$")
_HEADINGS: Final = ("Date", "Amount", "Payee", "Reference", "Description")
_END: Final = "^"


class _Transaction(NamedTuple):
    line: int
    fields: dict[str, str]


def is_qif(text: str) -> bool:
    """Whether a text is QIF, with its heading or without."""
    head = text[:_HEAD]
    return _BEGINS.match(head) is not None or _BARE.match(head) is not None


def table_of_qif(text: str) -> str:
    """The transactions as CSV, each on its line; the first line holds the headings.

    Raises InvalidArguments for a file of something else than a bank account or card, of several, or cut off.
    """
    rows = {each.line: _row(each) for each in _transactions(text)}
    if not rows:
        raise refused("The QIF file holds no transactions.")
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(_HEADINGS)
    at = 1
    for line, cells in rows.items():
        made.write("\n" * (line - at - 1))
        writer.writerow(cells)
        at = max(line, at + 1)
    return made.getvalue()


def _row(each: _Transaction) -> tuple[str, ...]:
    said = {name: " ".join(text.split()) for name, text in each.fields.items()}
    return (_day(said.get("D", "")), said.get("T") or said.get("U", ""), *(said.get(name, "") for name in "PNM"))


def _transactions(text: str) -> Iterator[_Transaction]:
    kinds: list[str] = []
    wanted = True
    current: _Transaction | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("!"):
            wanted = _heading(number, line, kinds)
        elif line.strip() == _END:
            if current is not None:
                yield current
            current = None
        elif line.strip() and wanted:
            current = current or _Transaction(number, {})
            current.fields.setdefault(line[0].upper(), line[1:])
    if current is not None:
        raise refused("the file ends in the middle of a transaction.", line=current.line)


def _heading(number: int, line: str, kinds: list[str]) -> bool:
    """Whether what follows is transactions of an account. Raises InvalidArguments for what is no statement."""
    name, _, kind = line[1:].strip().partition(":")
    if name.casefold() != "type":
        return False
    if kind.strip().casefold() not in _STATEMENTS:
        raise refused(f"{shown(kind)} is no bank account or card.", line=number)
    kinds.append(kind)
    if len(kinds) > 1:
        raise refused("another account begins here; export each by itself.", line=number)
    return True


def _day(printed: str) -> str:
    """`1/25'26` and `1/ 5' 6` as other dates are printed: the apostrophe stands before years from 2000 on."""
    tidy = printed.replace(" ", "")
    return _SHORT.sub(r"/20\1", re.sub(r"'([0-9])$", r"'0\1", tidy))
