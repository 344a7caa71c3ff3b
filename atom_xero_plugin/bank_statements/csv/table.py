"""From a CSV text to its rows: what stands between the columns, and where the headings are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements import amounts, date_formats
from atom_xero_plugin.bank_statements.balance_words import is_balance
from atom_xero_plugin.bank_statements.csv.headings import role_of
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput, Delimiter
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, shown, undecided
from atom_xero_plugin.core.errors import XeroPluginError

CHARACTERS: Final[dict[Delimiter, str]] = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
MOST_LINES: Final = 50_000
_MOST_COLUMNS: Final = 200
_SAMPLE: Final = 200
"""Rows by which the delimiter is judged."""
_PREAMBLE: Final = 60
"""Rows among which the headings are searched for."""
_A_NAME_AND_ITS_VALUE: Final = 2
"""Cells of a row like `Account,12345678` above the body; a row with more that holds a number is a broken line."""
_OF_AN_ACCOUNT: Final = 7
"""Digits in a row that no longer look like an amount."""


class Row(NamedTuple):
    """One record; `line` is where it begins in the file, counted from 1."""

    line: int
    cells: list[str]
    """Each without the spaces around it."""

    def cell(self, column: int | None) -> str:
        """The text in a column counted from 0; empty if there is none."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return len(self.cells) - self.cells.count("")


def column(rows: Sequence[Row], at: int | None) -> list[str]:
    """The cells of a column counted from 0, one for each row; empty where a row has none."""
    if at is None:
        return [""] * len(rows)
    return [cells[at] if at < len(cells) else "" for _, cells in rows]


def width_of(rows: Sequence[Row]) -> int:
    """How many cells the widest row has."""
    return max((len(cells) for _, cells in rows), default=0)


class CsvTable(NamedTuple):
    """The rows of a file, parted into headings and body."""

    delimiter: Delimiter
    header: Row | None
    body: list[Row]
    skipped: list[Row]
    """What stands before the headings, or before the first row with a date and an amount."""


def read_table(text: str, given: CsvLayoutInput) -> CsvTable:
    """The rows of a CSV text. Raises InvalidArguments or Ambiguous if there is no one way to read it as a table."""
    text, said = _without_hint(text)
    requested = given.delimiter or said
    if requested is not None:
        return _parted(_rows(text, requested), requested, given)
    ranks = {delimiter: _rank(text, delimiter, given) for delimiter in CHARACTERS}
    fitting = [delimiter for delimiter, rank in ranks.items() if rank and rank == max(ranks.values())]
    if len(fitting) > 1:
        raise undecided(
            f"The columns may be parted by {' or '.join(fitting)}.",
            choose=f"{LAYOUT}/delimiter",
            hint="Give layout.delimiter.",
            allowed=fitting,
        )
    if fitting:
        return _parted(_rows(text, fitting[0]), fitting[0], given)
    raise _no_table(text) if not given.header_row else _no_headings(given.header_row)


def is_day(cell: str) -> bool:
    """Whether a cell prints a day."""
    return date_formats.take_apart(cell) is not None


def is_amount(cell: str) -> bool:
    """Whether a cell prints an amount, and not just a number or a day."""
    printed = amounts.take_apart(cell)
    if printed is None or (is_day(cell) and not printed.sign):
        return False
    return bool(printed.sign or printed.word or printed.currency) or not printed.number.isdigit()


def is_number(cell: str) -> bool:
    """Whether a cell prints a number that could be an amount."""
    return amounts.take_apart(cell) is not None


def _counts(cell: str) -> bool:
    """Whether a cell prints a number that could be an amount and is neither nothing nor as long as an account's."""
    digits = cell.strip()
    return is_number(cell) and not (digits.isdigit() and (not int(digits) or len(digits) >= _OF_AN_ACCOUNT))


def _without_hint(text: str) -> tuple[str, Delimiter | None]:
    """Excel's first line `sep=;` names the delimiter; it is emptied, so that the lines keep their numbers."""
    first, newline, rest = text.partition("\n")
    mark = first.strip().strip('"').lower()
    for delimiter, character in CHARACTERS.items():
        if first.strip(" \r").lower() == f"sep={character}" or mark == f"sep={character}":
            return newline + rest, delimiter
    return text, None


def _rows(text: str, delimiter: Delimiter) -> list[Row]:
    """Every record that holds something. Raises InvalidArguments with the line at which the quotes break."""
    rows: list[Row] = []
    try:
        for row in _records(text, delimiter):
            rows.append(row)
            if len(rows) > MOST_LINES + _PREAMBLE:
                raise refused(f"The file has more than {MOST_LINES:,} lines.", hint="Give it in parts.")
    except _BrokenError as broken:
        raise refused(f"the record that begins here is broken: {broken}.", line=broken.line) from None
    return rows


class _BrokenError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _records(text: str, delimiter: Delimiter) -> Iterable[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=CHARACTERS[delimiter], strict=True, skipinitialspace=True
    )
    line = 1
    while True:
        try:
            cells = list(map(str.strip, next(reader)))
        except StopIteration:
            return
        except csv.Error:
            lines = islice(io.StringIO(text, newline=""), line - 1, reader.line_num)
            raise _BrokenError(line, _why("".join(lines))) from None
        if len(cells) > _MOST_COLUMNS:
            raise _BrokenError(line, f"it has more than {_MOST_COLUMNS} columns")
        if any(cells):
            yield Row(line, cells)
        line = reader.line_num + 1


def _why(record: str) -> str:
    """What is wrong with a record: the csv module has no code for it, and its words may change."""
    if len(record) <= csv.field_size_limit():
        return "a quotation mark is missing or too many"
    return "a quotation mark is missing, or a cell is too long" if '"' in record else "a cell is too long"


def _rank(text: str, delimiter: Delimiter, given: CsvLayoutInput) -> int:
    """How well the text reads with this delimiter: 2 known headings, 1 rows with a day and an amount, 0 not at all."""
    sample: list[Row] = []
    try:
        for row in _records(text, delimiter):
            sample.append(row)
            if len(sample) >= _SAMPLE:
                break
    except _BrokenError:  # the part before it is judged; the whole is refused when it is read
        pass
    if given.header_row:
        return 2 * any(row.line == given.header_row and len(row.cells) > 1 for row in sample)
    if given.header_row is None and _header_at(sample[:_PREAMBLE]) is not None:
        return 2
    return int(any(_is_line(row) for row in sample))


def _no_table(text: str) -> XeroPluginError:
    """What to say of a text that is no statement with any delimiter."""
    counts = {delimiter: text.count(character) for delimiter, character in CHARACTERS.items()}
    likely = max(counts, key=lambda delimiter: counts[delimiter])
    rows = _rows(text, likely)
    if not rows:
        return refused("The file holds no rows.")
    first = rows[0]
    return refused(
        f"No row holds both a date and an amount; the first row is {shown(CHARACTERS[likely].join(first.cells))}.",
        line=first.line,
        hint="Give layout.columns with date and amount, or export the statement again as OFX or CSV.",
    )


def _no_headings(line: int) -> XeroPluginError:
    return refused(
        f"There are no headings on line {line}.",
        path=f"{LAYOUT}/header_row",
        hint="Give the line of the headings, or 0 if there are none.",
    )


def _is_line(row: Row) -> bool:
    days = [cell for cell in row.cells if is_day(cell)]
    if not days:
        return False
    return any(is_amount(cell) for cell in row.cells) or sum(1 for cell in row.cells if is_number(cell)) > len(days)


def _header_at(rows: Sequence[Row]) -> int | None:
    """The first row that names a date and an amount column, and holds neither: `DATA` and `DR` may be in a line."""
    for at, row in enumerate(rows):
        roles = {role_of(cell) for cell in row.cells}
        named = "date" in roles and roles & {"amount", "debit", "credit", "net"}
        if named and not any(is_day(cell) or is_amount(cell) for cell in row.cells):
            return at
    return None


def _parted(rows: list[Row], delimiter: Delimiter, given: CsvLayoutInput) -> CsvTable:
    if not rows:
        raise refused("The file holds no rows.")
    if given.header_row:
        at = next((at for at, row in enumerate(rows) if row.line == given.header_row), None)
        if at is None:
            raise _no_headings(given.header_row)
    else:
        at = None if given.header_row == 0 else _header_at(rows[:_PREAMBLE])
    table = _headed(rows, at, delimiter) if at is not None else _headless(rows, delimiter, given)
    if not table.body:
        raise refused("There are headings but no lines below them.", line=rows[-1].line)
    if len(table.body) > MOST_LINES:
        raise refused(f"The file has more than {MOST_LINES:,} lines.", hint="Give it in parts.")
    return table


def _headed(rows: list[Row], at: int, delimiter: Delimiter) -> CsvTable:
    header = rows[at]
    below = rows[at + 1 :][:_SAMPLE]
    while len(header.cells) > 1 and not header.cells[-1] and not any(row.cell(len(header.cells) - 1) for row in below):
        header.cells.pop()
    return CsvTable(delimiter, header, rows[at + 1 :], rows[:at])


def _headless(rows: list[Row], delimiter: Delimiter, given: CsvLayoutInput) -> CsvTable:
    """Without known headings the body begins with the first row that holds a day and an amount."""
    start = next((at for at, row in enumerate(rows) if _is_line(row)), None)
    if start is None:
        row = rows[0]
        raise refused(f"there is no date with an amount in {shown(' '.join(row.cells))}, nor below.", line=row.line)
    for row in rows[:start]:
        number = is_number if len(row.cells) == len(rows[start].cells) else _counts
        numbers = any(number(cell) for cell in row.cells) and row.filled > _A_NAME_AND_ITS_VALUE
        if any(is_balance(cell) for cell in row.cells):
            continue
        if row.filled > 1 and (numbers or any(is_amount(cell) for cell in row.cells)):
            raise refused(f"there is an amount but no date in {shown(' '.join(row.cells))}.", line=row.line)
    above = rows[start - 1] if start else None
    if (
        given.header_row is None
        and above is not None
        and len(above.cells) == len(rows[start].cells)
        and above.filled > 1
        and not any(is_amount(cell) or is_balance(cell) for cell in above.cells)
    ):
        return CsvTable(delimiter, above, rows[start:], rows[: start - 1])
    return CsvTable(delimiter, None, rows[start:], rows[:start])
