"""Whether a balance runs through lines, before it is settled which convention their amounts follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.table import Row, column
from atom_xero_plugin.core.errors import AskAgain

_ZERO: Final = Decimal(0)


def moved_by(chosen: ChosenColumns, rows: Sequence[Row]) -> Iterator[list[Decimal | None]]:
    """What each row may move the account by, in each way to read its columns."""
    for at in (chosen.amount, chosen.net):
        if at is not None:
            yield values_of(rows, at)
    if chosen.debit is not None or chosen.credit is not None:
        none: list[Decimal | None] = [_ZERO] * len(rows)
        out = values_of(rows, chosen.debit, empty=_ZERO) if chosen.debit is not None else none
        into = values_of(rows, chosen.credit, empty=_ZERO) if chosen.credit is not None else none
        yield [None if one is None or two is None else one - abs(two) for one, two in zip(into, out, strict=True)]


def values_of(rows: Sequence[Row], at: int, *, empty: Decimal | None = None) -> list[Decimal | None]:
    """The numbers of a column, `empty` where a cell has none; none at all if its decimal mark cannot be determined."""
    printed = [amounts.take_apart(cell) if cell else None for cell in column(rows, at)]
    try:
        mark, _ = amounts.decimal_mark(
            [(row.line, cell) for row, cell in zip(rows, printed, strict=True) if cell], None
        )
    except AskAgain:
        return [None] * len(rows)
    return [amounts.signed(cell, mark) if cell else empty for cell in printed]


def follows(moved: Sequence[Decimal | None], balances: Sequence[Decimal | None]) -> bool:
    """Whether every balance follows from its neighbour, in one of the ways that banks print them."""
    amounts_ = [each for each in moved if each is not None]
    reported = [each for each in balances if each is not None]
    if len(moved) < 2 or len(amounts_) < len(moved) or len(reported) < len(balances):  # noqa: PLR2004 - a step needs two
        return False
    changes = [after - before for before, after in pairwise(reported)]
    return any(
        changes == [way * each for each in (amounts_[1:] if later else amounts_[:-1])]
        for later in (True, False)
        for way in (1, -1)
    )
