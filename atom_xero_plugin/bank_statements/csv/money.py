"""The cells of amounts and balances of a CSV statement, read to exact decimals, and their one currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.headings import currency_in
from atom_xero_plugin.bank_statements.csv.layout import DecimalMark
from atom_xero_plugin.bank_statements.csv.table import Row, column
from atom_xero_plugin.bank_statements.currency_signs import SHARED_SIGNS
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, shown
from atom_xero_plugin.core.errors import AskAgain, XeroPluginError

ZERO: Final = Decimal(0)
_CODE: Final = re.compile(r"[A-Z]{3}")
_DESCRIPTION_ONLY: Final = re.compile(r"[^\W\d_][^0-9=@+]*")

_Cells = list[amounts.ParsedCell | None]


class AmountColumns(NamedTuple):
    """Amounts by column and row, as printed: whether they are money in or out is not settled here."""

    mark: DecimalMark
    evidence: str | None
    amounts: dict[int, list[Decimal]]
    """By column, that of the fee among them, signed as printed; zero where the cell is empty."""
    words: list[int]
    """For the amount column: 1 where CR stands next to the amount, -1 for DR, 0 for neither."""
    signs: list[bool]
    """For the amount column: whether a minus, plus or brackets are printed."""
    balances: list[Decimal | None]
    currency: str | None


def read_money(
    rows: Sequence[Row],
    chosen: ChosenColumns,
    headings: Sequence[str],
    *,
    mark: DecimalMark | None,
    currency: str | None,
) -> AmountColumns:
    """The money of these rows.

    Raises InvalidArguments with the line of a cell that is no amount or of another currency, Ambiguous if the decimal
    mark cannot be determined.
    """
    printed = {at: _take_apart(rows, at) for at in chosen.moving}
    balances = _balances(rows, chosen.balance)
    cells, balance_cells = _lined(rows, printed.values()), _lined(rows, [balances])
    marks = _marks(cells, balance_cells, mark)
    found, evidence = marks.amounts, marks.evidence
    single = printed.get(chosen.amount) if chosen.amount is not None else None
    return AmountColumns(
        found,
        evidence,
        {
            at: [_unworded(row, at, cell, found) for row, cell in zip(rows, cells_, strict=True)]
            for at, cells_ in printed.items()
        },
        [0 if cell is None or cell.word is None else 1 if cell.word == "in" else -1 for cell in single or ()],
        [cell is not None and bool(cell.sign) for cell in single or ()],
        [_signed(row, chosen.balance, cell, marks.balances) for row, cell in zip(rows, balances, strict=True)],
        _currency(rows, chosen, headings, [*cells, *balance_cells], currency),
    )


class _Marks(NamedTuple):
    amounts: DecimalMark
    balances: DecimalMark
    evidence: str | None


def _lined(rows: Sequence[Row], columns: Iterable[_Cells]) -> list[tuple[int, amounts.ParsedCell]]:
    return [(row.line, parts) for cells in columns for row, parts in zip(rows, cells, strict=True) if parts is not None]


def _marks(
    cells: Sequence[tuple[int, amounts.ParsedCell]], balances: Sequence[tuple[int, amounts.ParsedCell]],
    given: DecimalMark | None,
) -> _Marks:  # fmt: skip
    """One decimal mark for amounts and balances; two where each column is sure of its own (Boursorama)."""
    try:
        found, evidence = amounts.decimal_mark([*cells, *balances], given)
    except AskAgain:
        own, other = amounts.proven_mark(cells), amounts.proven_mark(balances)
        if own is None or other is None or own == other or given not in {None, own}:
            raise
        return _Marks(own, other, f"The amounts have a decimal {own}, the balances a decimal {other}.")
    return _Marks(found, found, evidence)


def _take_apart(rows: Sequence[Row], at: int) -> _Cells:
    cells: _Cells = []
    for row, text in zip(rows, column(rows, at), strict=True):
        parts = amounts.take_apart(text) if text else None
        if text and parts is None:
            raise _no_amount(row, text)
        cells.append(parts)
    return cells


def _balances(rows: Sequence[Row], at: int | None) -> _Cells:
    """As amounts; but a word in place of a balance (pending, n/a) only means that there is none."""
    cells: _Cells = []
    for row, text in zip(rows, column(rows, at), strict=True):
        parts = amounts.take_apart(text) if text else None
        if text and parts is None and not _DESCRIPTION_ONLY.fullmatch(text):
            raise _no_amount(row, text)
        cells.append(parts)
    return cells


def _no_amount(row: Row, text: str) -> XeroPluginError:
    if amounts.looks_like_formula(text):
        return refused(f"the amount cell holds a formula: {shown(text)}.", line=row.line)
    return refused(f"{shown(text)} is not an amount.", line=row.line)


def _unworded(row: Row, at: int, cell: amounts.ParsedCell | None, mark: DecimalMark) -> Decimal:
    """The amount with its printed sign; CR and DR are distinguished from it."""
    if cell is None:
        return ZERO
    value = amounts.value(cell, mark)
    if value is None:
        raise refused(f"{shown(row.cell(at))} is not an amount of money with a decimal {mark}.", line=row.line)
    return -value if cell.sign == "-" else value


def _signed(row: Row, at: int | None, cell: amounts.ParsedCell | None, mark: DecimalMark) -> Decimal | None:
    if cell is None:
        return None
    value = _unworded(row, at if at is not None else 0, cell, mark)
    return -value if cell.word == "out" else value


def _currency(
    rows: Sequence[Row],
    chosen: ChosenColumns,
    headings: Sequence[str],
    cells: Sequence[tuple[int, amounts.ParsedCell]],
    given: str | None,
) -> str | None:
    """The one currency of all amounts. Raises InvalidArguments with the line of another."""
    found: dict[str, int] = {}
    for at in [*chosen.moving, *([] if chosen.balance is None else [chosen.balance])]:
        code = currency_in(headings[at]) if at < len(headings) else None
        if code:
            found.setdefault(code, rows[0].line)
    for line, parts in cells:
        if parts.currency:
            found.setdefault(parts.currency, line)
    if chosen.currency is not None:
        for row in rows:
            if text := row.cell(chosen.currency).upper():
                found.setdefault(_code(row, text), row.line)
    codes = [code for code in found if code not in SHARED_SIGNS]
    signs = [sign for sign in found if sign in SHARED_SIGNS]
    if len(codes) > 1 or len(signs) > 1 or any(code not in SHARED_SIGNS[sign] for sign in signs for code in codes):
        first, other = list(found)[:2]
        raise refused(
            f"there is an amount in {other}, but others are in {first}; a statement has one currency.",
            line=found[other],
            hint="Export the statement of one account in one currency.",
        )
    return _with_given(codes[0] if codes else None, signs, given)


def _code(row: Row, text: str) -> str:
    if not _CODE.fullmatch(text):
        raise refused(f"{shown(text)} is not the code of a currency.", line=row.line)
    return text


def _with_given(code: str | None, signs: Sequence[str], given: str | None) -> str | None:
    if given is None:
        return code
    requested = given.strip().upper()
    contradicted = code is not None and code != requested
    if not _CODE.fullmatch(requested) or contradicted or any(requested not in SHARED_SIGNS[sign] for sign in signs):
        raise refused(
            f"The amounts are in {code or signs[0]}, not in {requested}."
            if code or signs
            else "This is no currency code.",
            path=f"{LAYOUT}/currency",
            hint="Leave layout.currency out, or give the ISO code, for example NZD.",
        )
    return requested
