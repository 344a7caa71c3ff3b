"""A CSV bank statement, from its text to its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.balance_rows import settle_balances
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.columns import choose_columns, named
from atom_xero_plugin.bank_statements.csv.layout import CsvLayout, CsvLayoutInput, LineOrder
from atom_xero_plugin.bank_statements.csv.money import AmountColumns, read_money
from atom_xero_plugin.bank_statements.csv.movements import Movement, read_movement
from atom_xero_plugin.bank_statements.csv.rows import Lines, select
from atom_xero_plugin.bank_statements.csv.table import CsvTable, Row, column, read_table
from atom_xero_plugin.bank_statements.date_columns import Days
from atom_xero_plugin.bank_statements.encoding import Text
from atom_xero_plugin.bank_statements.errors import line_list
from atom_xero_plugin.bank_statements.line_ids import Content, line_ids, usable
from atom_xero_plugin.bank_statements.statement import Statement, StatementLine

_ORDERS: Final[dict[str, LineOrder]] = {"forward": "oldest_first", "backward": "newest_first"}


class _Read(NamedTuple):
    """All that was found out about a file."""

    text: Text
    table: CsvTable
    chosen: ChosenColumns
    lines: Lines
    money: AmountColumns
    movement: Movement


def read_csv(text: Text, given: CsvLayoutInput, today: date | None, *, card: bool | None = None) -> Statement:
    """The statement in a CSV text. Raises InvalidArguments or Ambiguous with the line and the reason.

    `card` says whether Xero has the account as a credit card, None if that is not known.
    """
    table = read_table(text.text, given)
    chosen, table = choose_columns(table, given)
    lines = select(table, chosen, whole=text.text.endswith(("\n", "\r")))
    headings = table.header.cells if table.header else []
    money = read_money(lines.rows, chosen, headings, mark=given.decimal_mark, currency=given.currency)
    lines = settle_balances(lines, chosen, money)
    movement = read_movement(
        lines, chosen, money, headings, given=given, today=today, card=card, elsewhere=lambda: _elsewhere(table, chosen)
    )
    return _statement(_Read(text, table, chosen, lines, money, movement))


def _elsewhere(table: CsvTable, chosen: ChosenColumns) -> list[str]:
    """Cells in which the bank may print days too: of other columns, and of the rows above the headings."""
    below = (cell for row in table.body for at, cell in enumerate(row.cells) if at != chosen.date or chosen.not_done)
    above = (piece for row in table.skipped for cell in row.cells for piece in cell.split())
    return [cell for cell in dict.fromkeys((*above, *below)) if cell]


def _statement(read: _Read) -> Statement:
    contents, moved = _contents(read)
    zeros = [
        row.line
        for row, alone, amount in zip(read.lines.rows, read.lines.balance_only, read.movement.amounts, strict=True)
        if not alone and amount == 0
    ]
    notes = [*read.lines.notes, *read.movement.notes]
    if zeros:
        rows = "1 row" if len(zeros) == 1 else f"{len(zeros)} rows"
        notes.append(f"{rows} of zero left out ({line_list(zeros)}).")
    bank_ids = [content.bank_id or "" for content in contents]
    if read.chosen.line_id is not None and not usable(bank_ids):
        contents = [content._replace(bank_id=None) for content in contents]
        notes.append("The bank's ids are not one for each line, so lines are known by day, amount and words.")
    ids = line_ids(contents)
    days = [content.day for content in contents]
    return Statement(
        format="csv",
        lines=[_line(read, at, line_id, content) for at, line_id, content in zip(moved, ids, contents, strict=True)],
        account=next((cell for row in read.lines.rows if (cell := row.cell(read.chosen.account))), None),
        currency=read.money.currency,
        first=min(days, default=None),
        last=max(days, default=None),
        closing_balance=_closing(read),
        layout=_layout(read),
        notes=notes,
        unproven=read.movement.unproven,
    )


def _contents(read: _Read) -> tuple[list[Content], list[int]]:
    """What identifies each line that moves money, and which row it is."""
    movement, rows = read.movement, read.lines.rows
    moved = [at for at, amount in enumerate(movement.amounts) if amount != 0 and not read.lines.balance_only[at]]
    words = _words(rows, read.chosen)
    bank_ids = column(rows, read.chosen.line_id)
    contents = [Content(movement.days.days[at], movement.amounts[at], words[at], bank_ids[at] or None) for at in moved]
    return contents, moved


def _words(rows: Sequence[Row], chosen: ChosenColumns) -> list[tuple[str | None, str | None, str | None]]:
    """Payee, reference and description: each cell once, text as it stands, whatever a spreadsheet would make of it."""
    payees = [next(filter(None, texts), None) for texts in _texts(rows, chosen.payee)]
    descriptions = [" ".join(dict.fromkeys(filter(None, texts))) or None for texts in _texts(rows, chosen.description)]
    references = [text or None for text in _tidied(rows, chosen.reference)]
    return list(zip(payees, references, descriptions, strict=True))


def _texts(rows: Sequence[Row], columns: Sequence[int]) -> Iterable[tuple[str, ...]]:
    """Of each row the texts in these columns."""
    return zip(*(_tidied(rows, at) for at in columns), strict=True) if columns else [()] * len(rows)


def _tidied(rows: Sequence[Row], at: int | None) -> list[str]:
    return [" ".join(cell.split()) for cell in column(rows, at)]


def _line(read: _Read, at: int, line_id: str, content: Content) -> StatementLine:
    row = read.lines.rows[at]
    payee, reference, description = content.words
    return StatementLine(
        line_id=line_id,
        row=row.line,
        day=content.day,
        amount=content.amount,
        currency=read.money.currency,
        payee=payee,
        reference=reference,
        description=description,
        balance=read.movement.balances[at],
        kind=" ".join(row.cell(read.chosen.kind).split()) or None,
    )


def _order(read: _Read) -> LineOrder:
    direction = read.movement.direction
    return _ORDERS[direction] if direction else "mixed"


def _closing(read: _Read) -> Decimal | None:
    """The balance after the last line in time, when the lines follow a direction."""
    order = _order(read)
    balances: Sequence[Decimal | None] = read.movement.balances
    if order == "mixed":
        return None
    in_time = reversed(balances) if order == "oldest_first" else iter(balances)
    return next((balance for balance in in_time if balance is not None), None)


def _layout(read: _Read) -> CsvLayout:
    days: Days = read.movement.days
    found = [read.text.evidence, *read.chosen.evidence, read.money.evidence, days.evidence, *read.movement.evidence]
    evidence = [sentence for sentence in found if sentence]
    if read.table.header is None:
        evidence.append("There are no headings: the columns were found by what they hold.")
    if read.table.skipped:
        evidence.append(f"Not read above the table: {line_list([row.line for row in read.table.skipped])}.")
    return CsvLayout(
        encoding=read.text.encoding,
        delimiter=read.table.delimiter,
        header_row=read.table.header.line if read.table.header else 0,
        date_order=days.order,
        decimal_mark=read.money.mark,
        sign=read.movement.sign,
        columns=named(read.table, read.chosen),
        order=_order(read),
        evidence=evidence,
    )
