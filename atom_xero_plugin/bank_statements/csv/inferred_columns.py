"""What columns hold when no heading says it: dates look like dates, and a balance follows from its amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.direction import settle_direction
from atom_xero_plugin.bank_statements.csv.direction_words import way_of
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput, DecimalMark
from atom_xero_plugin.bank_statements.csv.signs import SignReading, proofs
from atom_xero_plugin.bank_statements.csv.table import CsvTable, Row, is_amount, is_day, is_number, width_of
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, undecided
from atom_xero_plugin.core.errors import InvalidArguments, XeroPluginError
from atom_xero_plugin.core.money import amount_or

_HALF: Final = 2
_MOST_TRIED: Final = 4
"""Columns of numbers among which amount and balance are distinguished."""


def fill_in(chosen: ChosenColumns, table: CsvTable, given: CsvLayoutInput) -> None:
    """Find date and amounts by the cells, where no heading named them. Raises Ambiguous if two columns may be it."""
    if chosen.date is not None and chosen.money:
        return
    rows = [row for row in table.body if row.filled > 1 and row.line not in chosen.not_done]
    width = width_of(rows)
    if chosen.date is None:
        chosen.date = _date(rows, [at for at in range(width) if at not in chosen.used])
    if not chosen.money:
        _money(chosen, rows, [at for at in range(width) if at not in chosen.used], given.decimal_mark)
        settle_direction(chosen, table.header.cells if table.header else [], rows, given)


def _date(rows: Sequence[Row], free: Sequence[int]) -> int:
    dated = [at for at in free if _mostly(rows, at, days=True)]
    if len(dated) == 1:
        return dated[0]
    if not dated:
        raise refused(
            "No column holds dates with day, month and year.",
            path=f"{LAYOUT}/columns/date",
            hint="Give layout.columns.date, or export the statement again as OFX or CSV.",
        )
    if all(row.cell(at) == row.cell(dated[0]) for at in dated for row in rows):
        return dated[0]
    raise _undecided(dated, "dates", "date")


def _mostly(rows: Sequence[Row], at: int, *, days: bool) -> bool:
    cells = [cell for row in rows if (cell := row.cell(at))]
    fits = sum(1 for cell in cells if (is_day(cell) if days else is_number(cell)))
    return fits * _HALF > len(cells)


def _money(chosen: ChosenColumns, rows: Sequence[Row], free: Sequence[int], mark: DecimalMark | None) -> None:
    numbers = [at for at in free if _mostly(rows, at, days=False)]
    exact = [at for at in numbers if any(is_amount(row.cell(at)) for row in rows)] or numbers
    if not exact:
        raise refused(
            "No column holds amounts.",
            path=f"{LAYOUT}/columns/amount",
            hint="Give layout.columns.amount, or debit and credit.",
        )
    words = _direction(rows, [at for at in free if at not in exact])
    if len(exact) == 1:
        chosen.amount = exact[0]
    elif len(exact) > _MOST_TRIED:
        raise _undecided(exact, "amounts", "amount")
    else:
        _distinguish(chosen, rows, exact, mark, words)


def _direction(rows: Sequence[Row], free: Sequence[int]) -> int | None:
    """The column that says in or out on every row, if there is one."""
    saying = [at for at in free if all(way_of(row.cell(at), headed=False) for row in rows)]
    return saying[0] if len(saying) == 1 else None


def _unsigned(rows: Sequence[Row], at: int) -> bool:
    printed = [amounts.take_apart(row.cell(at)) for row in rows]
    return not any(parts and (parts.sign or parts.word) for parts in printed)


def _distinguish(
    chosen: ChosenColumns, rows: Sequence[Row], columns: Sequence[int], mark: DecimalMark | None, words: int | None
) -> None:
    """The one choice of columns with which every balance follows from the balance before and the amount."""
    values = _values(rows, columns, mark)
    ways = None if words is None else [way_of(row.cell(words)) or 1 for row in rows]
    fitting: list[tuple[int, ...]] = []
    for amount, balance in permutations(columns, 2):
        said = ways if _unsigned(rows, amount) else None
        if None not in values[amount] and _borne_out(_signed(values[amount], said), values[balance]):
            fitting.append((amount, balance))
    for debit, credit, balance in permutations(columns, 3):
        less = _less(values[credit], values[debit])
        if less is not None and _borne_out([SignReading("unsigned", less)], values[balance]):
            fitting.append((debit, credit, balance))
    if len(fitting) != 1:
        raise _undecided(columns, "amounts", "amount")
    *money, chosen.balance = fitting[0]
    if len(money) == 1:
        chosen.amount = money[0]
    else:
        chosen.debit, chosen.credit = money
    names = "amount" if len(money) == 1 else "debit and credit"
    reported = ", ".join(str(at + 1) for at in money)
    chosen.evidence.append(f"The balances in column {chosen.balance + 1} follow from column {reported} as {names}.")


def _values(rows: Sequence[Row], columns: Sequence[int], given: DecimalMark | None) -> dict[int, list[Decimal | None]]:
    """The signed numbers of each column; None where a cell is empty or none."""
    printed = {at: [amounts.take_apart(row.cell(at)) for row in rows] for at in columns}
    cells = [(row.line, parts) for column in printed.values() for row, parts in zip(rows, column, strict=True) if parts]
    try:
        mark, _ = amounts.decimal_mark(cells, given)
    except InvalidArguments:  # one of the columns is none of amounts, but nothing says which
        raise _undecided(columns, "amounts", "amount") from None
    return {at: [amounts.signed(parts, mark) if parts else None for parts in column] for at, column in printed.items()}


def _signed(values: Sequence[Decimal | None], ways: Sequence[int] | None) -> list[SignReading]:
    """The one reading if words say the way of each amount, else both conventions."""
    whole = [value for value in values if value is not None]
    if ways is not None:
        return [SignReading("unsigned", [value * way for value, way in zip(whole, ways, strict=True)])]
    return [SignReading("in_positive", whole), SignReading("out_positive", [-value for value in whole])]


def _less(credits_: Sequence[Decimal | None], debits: Sequence[Decimal | None]) -> list[Decimal] | None:
    """Credit less debit, if each row moves money in one of them only and the debits have no sign."""
    pairs = list(zip(credits_, debits, strict=True))
    if any((credit and debit) or (credit is None and debit is None) or (debit or 0) < 0 for credit, debit in pairs):
        return None
    return [amount_or(credit) - amount_or(debit) for credit, debit in pairs]


def _borne_out(readings: Sequence[SignReading], balances: Sequence[Decimal | None]) -> bool:
    """Every balance is there and follows, and not only because nothing moved."""
    if None in balances or all(amount == 0 for amount in readings[0].amounts):
        return False
    return any(not proof.broken for proof in proofs(readings, balances))


def _undecided(columns: Sequence[int], what: str, role: str) -> XeroPluginError:
    numbers = ", ".join(str(at + 1) for at in columns)
    return undecided(
        f"Columns {numbers} hold {what}, and nothing shows which is which.",
        choose=f"{LAYOUT}/columns/{role}",
        hint=f"Give layout.columns, for example {role} by its number.",
        allowed=[str(at + 1) for at in columns],
    )
