"""Debit and credit columns next to one of amounts: the pair where it says the same on every row: it needs no sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.headings import plain
from atom_xero_plugin.bank_statements.csv.layout import DecimalMark
from atom_xero_plugin.bank_statements.csv.table import Row
from atom_xero_plugin.core.errors import AskAgain

_NEEDS_ITS_LIKE: Final = "payments"
"""Next to deposits they are money out; on a card's statement they are money in."""


def settle_pair(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row], mark: DecimalMark | None) -> None:
    """One amount, or debit and credit, where a file has both."""
    if chosen.debit is not None and chosen.credit is None and chosen.debit < len(headings):
        others = {plain(heading) for heading in headings}
        if plain(headings[chosen.debit]) == _NEEDS_ITS_LIKE and "deposits" not in others:
            chosen.debit = None
    if chosen.amount is None or (chosen.debit is None and chosen.credit is None):
        return
    if _whole(chosen, chosen.amount, rows) and not _say_the_same(chosen, chosen.amount, rows, mark):
        chosen.debit = chosen.credit = None
    else:
        chosen.amount = None


def _whole(chosen: ChosenColumns, amount: int, rows: Sequence[Row]) -> bool:
    return all(row.cell(amount) for row in rows if any(row.cell(at) for at in chosen.money))


def _say_the_same(chosen: ChosenColumns, amount: int, rows: Sequence[Row], mark: DecimalMark | None) -> bool:
    """Whether on each row the one of the pair that is filled is the amount, sign apart."""
    columns = [amount, *(at for at in (chosen.debit, chosen.credit) if at is not None)]
    stored = [row for row in rows if row.cell(amount)]
    cells = [[amounts.take_apart(row.cell(at)) for at in columns] for row in stored]
    try:
        found, _ = amounts.decimal_mark(
            [(row.line, parts) for row, line in zip(stored, cells, strict=True) for parts in line if parts], mark
        )
    except AskAgain:
        return False
    for line in cells:
        whole, *sides = [amounts.value(parts, found) if parts else None for parts in line]
        filled = [side for side in sides if side]
        if whole is None or (filled if not whole else filled != [whole]):
            return False
    return True
