"""Which rows of a CSV body are lines of the account, and which are something else: totals, remarks, balances."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.balance_words import are_balances, is_balance
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.table import CsvTable, Row, column, is_amount, is_day, is_number
from atom_xero_plugin.bank_statements.errors import line_list, refused
from atom_xero_plugin.core.errors import XeroPluginError

_BALANCE: Final = re.compile(r"\b(balance|brought forward|carried forward|b/?f|c/?f)\b", re.IGNORECASE)
_SUM: Final = re.compile(
    r"((transactions?|grand|net|page|overall|period|debits?|credits?|sub-?) ?)?totals?[ :]*|"
    r"(sub-?)?totals? (of |amount|balance|credits?|debits?|deposits?|money|paid|transactions?|withdrawals?).*|"
    r"((opening|closing|beginning|ending|available|current|ledger|account) )?balance\b.*|"
    r"(zwischen|end|gesamt)?summe\b.*|gesamt(umsatz)?[ :]*|totaal\b.*|total(e|es|i|t|es? g[eé]n[eé]ra(l|ux)|"
    r" general)?[ :]*|"
    r"(suma|somme|soma|summa|sammanlagt|yhteens[aä]|razem|celkem|[oö]sszesen|toplam|итого)\b.*|"
    r"(alter|neuer|old|new) (kontostand|saldo|balance)\b.*|kontostand\b.*",
    re.IGNORECASE,
)
"""Words with which banks print a row of sums."""
_DIGIT: Final = re.compile(r"[0-9]")
_LETTER: Final = re.compile(r"[^\W\d_]{3}")


class Lines(NamedTuple):
    """The rows that move money or state a balance, in the order of the file."""

    rows: list[Row]
    balance_only: list[bool]
    """For each row, whether it states a balance and moves no money."""
    notes: list[str]


def select(table: CsvTable, chosen: ChosenColumns, *, whole: bool) -> Lines:
    """The rows of the account. `whole` says that the file ends with a line break.

    Raises InvalidArguments for a row of another width or without an amount, where the headings stand again, and if the
    bank has booked no line.
    """
    rows, remarks = _without_remarks(_continued(table, chosen), table, chosen)
    unfinished = [row for row in rows if not_done(row, chosen)]
    rows = [row for row in rows if not not_done(row, chosen)]
    if not any(row.cell(chosen.date) or moves(row, chosen) for row in rows):
        raise _no_lines(table, unfinished)
    rows, ragged = _fitted(table, rows, chosen, whole=whole)
    undated = [row for row in rows if not row.cell(chosen.date)]
    undated = [row for row, alone in zip(undated, _balances_only(undated, chosen), strict=True) if alone]
    rows = [row for row in rows if row.cell(chosen.date) or moves(row, chosen)]
    remarks = sorted([*remarks, *undated])
    balance_only = _balances_only(rows, chosen)
    notes = list(chosen.notes)
    if ragged:
        notes.append(f"Cells beyond the last heading were read as words ({line_list(ragged)}).")
    if remarks:
        notes.append(f"Remarks and sums were left out ({line_list([row.line for row in remarks])}).")
    if unfinished:
        notes.append(f"Lines that the bank has not booked were left out ({line_list([r.line for r in unfinished])}).")
    balances = [row for row, alone in zip(rows, balance_only, strict=True) if alone]
    reported = [row.line for row in balances if not moves(row, chosen)]
    if reported:
        notes.append(f"Balances without an amount were left out ({line_list(reported)}).")
    return Lines(rows, balance_only, notes)


def _no_lines(table: CsvTable, unfinished: Sequence[Row]) -> XeroPluginError:
    if unfinished:
        return refused("the bank has not booked this line, nor any other of the file.", line=unfinished[0].line)
    return refused("There are no lines below the headings.", line=table.body[0].line)


def not_done(row: Row, chosen: ChosenColumns) -> bool:
    """Whether the bank says that it has not booked the line."""
    return row.line in chosen.not_done


def is_sum(row: Row) -> bool:
    """Whether a row holds words with which banks print a sum or a balance, in a cell of their own."""
    filled = [cell for cell in row.cells if cell]
    return any(is_balance(cell) or _SUM.fullmatch(cell) for cell in filled)


def _continued(table: CsvTable, chosen: ChosenColumns) -> list[Row]:
    """The rows, each with the words that go on in the rows below it, as OCBC writes them."""
    if table.header is None:
        return table.body
    worded = {*chosen.payee, *chosen.description, *([] if chosen.reference is None else [chosen.reference])}
    rows: list[Row] = []
    for row in table.body:
        above = rows[-1] if rows else None
        filled = [] if row.cells[0] else [at for at, cell in enumerate(row.cells) if cell]
        if above is None or not filled or not worded.issuperset(filled) or not is_day(above.cell(chosen.date)):
            rows.append(row)
            continue
        cells = [*above.cells, *[""] * (len(row.cells) - len(above.cells))]
        for at in filled:
            cells[at] = f"{cells[at]} {row.cells[at]}"
        rows[-1] = Row(above.line, cells)
    return rows


def _without_remarks(body: Sequence[Row], table: CsvTable, chosen: ChosenColumns) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    remarks: list[Row] = []
    headings = table.header.cells if table.header else []
    for row in body:
        if headings and row.cells[: len(headings)] == headings:
            raise refused(
                "the headings stand here again; what follows may be of another account.",
                line=row.line,
                hint="Give each part as a file of its own.",
            )
        (remarks if _is_remark(row, chosen) else rows).append(row)
    if not rows:
        raise _no_lines(table, ())
    return rows, remarks


def _is_remark(row: Row, chosen: ChosenColumns) -> bool:
    """A sentence of the bank, or a row of sums: it has no date, and words that say so."""
    if is_day(row.cell(chosen.date)):
        return _is_sum_of_both(row, chosen)
    filled = [cell for cell in row.cells if cell]
    if any(is_balance(cell) for cell in filled):
        return True
    if _DIGIT.search(row.cell(chosen.date)):
        return False
    if len(filled) == 1:
        return _LETTER.search(filled[0]) is not None and not is_number(filled[0]) and filled[0][0] not in "=@+-"
    return is_sum(row)


def _is_sum_of_both(row: Row, chosen: ChosenColumns) -> bool:
    """A row of sums that has a day, but money out as well as money in, as no movement has."""
    both = chosen.debit is not None and row.cell(chosen.debit) and row.cell(chosen.credit)
    return bool(both) and is_sum(row)


def _fitted(table: CsvTable, rows: Sequence[Row], chosen: ChosenColumns, *, whole: bool) -> tuple[list[Row], list[int]]:
    """The rows as wide as the headings, and the lines of those that were wider.

    A row may lack columns that nobody reads, or end with empty ones, or with words beyond the headings where all else
    stands in its place; else a text holds an unquoted delimiter. Where most rows are short, the bank leaves out what is
    empty at their ends.
    """
    width = len(table.header.cells) if table.header else _usual_width(rows)
    extra = {row.line for row in rows if any(row.cells[width:])}
    short = sum(1 for row in rows if len(row.cells) < width)
    usual = table.delimiter != "comma" or len(extra) * 2 > len(rows)
    fitted: list[Row] = []
    for row in rows:
        missing = len(row.cells) < width and (max(chosen.used) >= len(row.cells) or (row is rows[-1] and not whole))
        if missing and (whole or row is not rows[-1]) and short * 2 > len(rows) and table.header:
            missing = not (is_day(row.cell(chosen.date)) and any(is_amount(row.cell(at)) for at in chosen.moving))
        if missing or (row.line in extra and not (usual and table.header and _in_place(row, table, chosen, width))):
            raise refused(f"there are {len(row.cells)} columns where there should be {width}.", line=row.line)
        fitted.append(_joined(row, chosen, width) if row.line in extra else row)
    return fitted, sorted(extra)


def _in_place(row: Row, table: CsvTable, chosen: ChosenColumns, width: int) -> bool:
    """Whether the columns of a row with too many cells stand where the headings say: what is more is words only.

    A delimiter inside a text would have moved a word into a column of money, and an amount beyond the last heading;
    between columns that commas part, an amount with a decimal comma would fall into two.
    """
    money = [cell for at in chosen.moving if (cell := row.cell(at))]
    whole = table.delimiter != "comma" or all("." in cell for cell in money)
    return (
        whole
        and is_day(row.cell(chosen.date))
        and any(is_amount(cell) for cell in money)
        and all(is_number(cell) for cell in money)
        and not any(is_amount(cell) for cell in row.cells[width:])
    )


def _joined(row: Row, chosen: ChosenColumns, width: int) -> Row:
    """The row with its cells beyond the headings put to the last column of words."""
    more = " ".join(cell for cell in row.cells[width:] if cell)
    cells = row.cells[:width]
    at = max(chosen.description, default=None)
    if at is not None:
        cells[at] = f"{cells[at]} {more}"
    return Row(row.line, cells)


def _usual_width(rows: Sequence[Row]) -> int:
    widths = [len(row.cells) for row in rows]
    return max(set(widths), key=lambda width: (widths.count(width), width))


def _balances_only(rows: Sequence[Row], chosen: ChosenColumns) -> list[bool]:
    """Of each row whether it states an opening or closing balance.

    Raises InvalidArguments for a row that lacks an amount for no reason.
    """
    worded = are_balances(column(rows, at) for at in (*chosen.payee, *chosen.description))
    moving = map(any, zip(*(column(rows, at) for at in chosen.moving), strict=True))
    return [
        at in worded or (not moves and _states_a_balance(row, chosen))
        for at, (row, moves) in enumerate(zip(rows, moving, strict=True))
    ]


def _states_a_balance(row: Row, chosen: ChosenColumns) -> bool:
    """Whether a row without an amount says a balance. Raises InvalidArguments if not: it lacks an amount."""
    if _BALANCE.search(" ".join(row.cell(at) for at in sorted(chosen.used - {chosen.date}))):
        return True
    raise refused("there is no amount.", line=row.line)


def moves(row: Row, chosen: ChosenColumns) -> bool:
    """Whether a row holds an amount."""
    return any(row.cell(at) for at in chosen.moving)
