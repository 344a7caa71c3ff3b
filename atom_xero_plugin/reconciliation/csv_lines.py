"""Which rows of a CSV body are lines of the account, and which are something else: totals, remarks, balances alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_xero_plugin.reconciliation.csv_chosen import Chosen
from atom_xero_plugin.reconciliation.csv_table import Row, Table, is_day, is_number
from atom_xero_plugin.reconciliation.refusals import LAYOUT, lines_named, refused, shown, undecided

_BALANCE: Final = re.compile(r"\b(balance|brought forward|carried forward|b/?f|c/?f)\b", re.IGNORECASE)
_SUM: Final = re.compile(
    r"(sub-?)?totals?[ :]*|(sub-?)?totals? (of |amount|balance|credits?|debits?|deposits?|money|paid|transactions?|"
    r"withdrawals?).*|((opening|closing|beginning|ending|available|current|ledger|account) )?balance\b.*",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"[0-9]")
_NOT_DONE: Final = frozenset(
    {"pending", "reverted", "declined", "failed", "cancelled", "canceled", "reversed", "rejected"}
)
_LETTER: Final = re.compile(r"[^\W\d_]{3}")
_MARKS: Final = re.compile(r"[\W_]+")
_SEVERAL: Final = 2


class Lines(NamedTuple):
    """The rows that move money or tell a balance, in the order of the file."""

    rows: list[Row]
    balance_only: list[bool]
    """For each row, whether it tells a balance and moves no money."""
    notes: list[str]


def select(table: Table, chosen: Chosen, *, account: str | None, whole: bool) -> Lines:
    """The rows of one account. `whole` says that the file ends with a line break.

    Raises InvalidArguments for a row of another width or without an amount, Ambiguous if there are several accounts.
    """
    rows, remarks = _without_remarks(table, chosen)
    _refuse_widths(table, rows, chosen, whole=whole)
    rows = _of_account(rows, chosen, account)
    not_done = [row for row in rows if row.cell(chosen.status).lower() in _NOT_DONE]
    rows = [row for row in rows if row.cell(chosen.status).lower() not in _NOT_DONE]
    undated = [row for row in rows if not row.cell(chosen.date) and _balance_only(row, chosen)]
    rows = [row for row in rows if row.cell(chosen.date) or _moves(row, chosen)]
    remarks = sorted([*remarks, *undated])
    balance_only = [_balance_only(row, chosen) for row in rows]
    notes = []
    if remarks:
        notes.append(f"Remarks and sums were left out ({lines_named([row.line for row in remarks])}).")
    if not_done:
        notes.append(
            f"Lines that the bank has not carried out were left out ({lines_named([r.line for r in not_done])})."
        )
    balances = [row.line for row, alone in zip(rows, balance_only, strict=True) if alone]
    if balances:
        notes.append(f"Balances without an amount were left out ({lines_named(balances)}).")
    return Lines(rows, balance_only, notes)


def _without_remarks(table: Table, chosen: Chosen) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    remarks: list[Row] = []
    for row in table.body:
        (remarks if _is_remark(row, chosen) else rows).append(row)
    if not rows:
        raise refused("There are no lines below the headings.", line=table.body[0].line)
    return rows, remarks


def _is_remark(row: Row, chosen: Chosen) -> bool:
    """A sentence of the bank, or a row of sums: it has no date, and words that say so."""
    if is_day(row.cell(chosen.date)) or _DIGIT.search(row.cell(chosen.date)):
        return False
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) == 1:
        return _LETTER.search(filled[0]) is not None and not is_number(filled[0]) and filled[0][0] not in "=@+-"
    return _SUM.fullmatch(filled[0]) is not None


def _refuse_widths(table: Table, rows: Sequence[Row], chosen: Chosen, *, whole: bool) -> None:
    """A row may lack columns that nobody reads, or end with empty ones; else a text holds an unquoted delimiter."""
    width = len(table.header.cells) if table.header else _usual_width(rows)
    for row in rows:
        extra = any(cell.strip() for cell in row.cells[width:])
        missing = len(row.cells) < width and (max(chosen.used) >= len(row.cells) or (row is rows[-1] and not whole))
        if extra or missing:
            raise refused(f"there are {len(row.cells)} columns where there should be {width}.", line=row.line)


def _usual_width(rows: Sequence[Row]) -> int:
    widths = [len(row.cells) for row in rows]
    return max(set(widths), key=lambda width: (widths.count(width), width))


def _of_account(rows: list[Row], chosen: Chosen, wanted: str | None) -> list[Row]:
    accounts = list(dict.fromkeys(number for row in rows if (number := row.cell(chosen.account))))
    if len(accounts) < _SEVERAL and wanted is None:
        return rows
    if chosen.account is None:
        return rows
    told = f"The file holds {', '.join(shown(number) for number in accounts[:20])}."
    if wanted is None:
        raise undecided(
            f"The file holds lines of {len(accounts)} accounts.",
            choose=f"{LAYOUT}/account",
            hint=f"Give layout.account. {told}",
        )
    kept = [row for row in rows if alike(row.cell(chosen.account), wanted)]
    if not kept:
        raise refused(f"There is no account {shown(wanted)}.", path=f"{LAYOUT}/account", hint=told)
    return kept


def alike(number: str, wanted: str) -> bool:
    """Whether two account numbers are the same but for spaces and hyphens."""
    return _MARKS.sub("", number).casefold() == _MARKS.sub("", wanted).casefold()


def _balance_only(row: Row, chosen: Chosen) -> bool:
    """A row without an amount that tells an opening or closing balance. Raises InvalidArguments if it has no reason."""
    if _moves(row, chosen):
        return False
    words = " ".join(row.cell(at) for at in sorted(chosen.used - {chosen.date}))
    if _BALANCE.search(words):
        return True
    raise refused("there is no amount.", line=row.line)


def _moves(row: Row, chosen: Chosen) -> bool:
    return any(row.cell(at) for at in chosen.money)
