"""Which column holds what: as given, as the headings say, else as the cells themselves say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from atom_xero_plugin.bank_statements.csv.accounts import of_account, of_other_parties
from atom_xero_plugin.bank_statements.csv.chosen_columns import SINGLE, ChosenColumns
from atom_xero_plugin.bank_statements.csv.debit_credit import settle_pair
from atom_xero_plugin.bank_statements.csv.direction import settle_direction
from atom_xero_plugin.bank_statements.csv.heading_words import Role
from atom_xero_plugin.bank_statements.csv.headings import headed_by_currency, plain, preference, role_of
from atom_xero_plugin.bank_statements.csv.inferred_columns import fill_in
from atom_xero_plugin.bank_statements.csv.layout import Columns, CsvLayoutInput
from atom_xero_plugin.bank_statements.csv.net_of_fees import settle_net
from atom_xero_plugin.bank_statements.csv.rows import is_sum, not_done
from atom_xero_plugin.bank_statements.csv.status import settle_status
from atom_xero_plugin.bank_statements.csv.status_words import is_done
from atom_xero_plugin.bank_statements.csv.table import CsvTable, Row, is_day
from atom_xero_plugin.bank_statements.csv.text_columns import choose_words, other_words
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, shown, undecided

_CHOSEN_BETWEEN: Final = {"date", "amount", "debit", "credit", "balance"}
_MONEY: Final = ("amount", "debit", "credit")
_HUNDREDTHS: Final = frozenset({"cent", "cents", "pence", "minor", "minorunits", "centimes", "centavos", "centesimi"})
"""Words of headings under which whole numbers are hundredths."""


def choose_columns(table: CsvTable, given: CsvLayoutInput) -> tuple[ChosenColumns, CsvTable]:
    """The columns of a table, and the table with one account's rows only.

    Raises InvalidArguments or Ambiguous if the account, the date or the amount cannot be found or distinguished.
    """
    columns = given.columns or Columns()
    chosen = _as_given(table, columns)
    headings = table.header.cells if table.header else []
    if columns.account is None:
        _choose(chosen, "account", headings, table.body, columns)
        if chosen.account is not None and of_other_parties(table, headings, chosen.account):
            chosen.evidence.append(f"{shown(headings[chosen.account])} was taken as the other parties' accounts.")
            chosen.account = None
    table = of_account(table, chosen, given.account)
    for role in SINGLE[1:]:
        _choose(chosen, role, headings, table.body, columns)
    settle_status(chosen, headings, table.body, given)
    choose_words(chosen, headings, table.body)
    rows = [row for row in table.body if not not_done(row, chosen)] if chosen.not_done else table.body
    if columns.amount is None:
        settle_pair(chosen, headings, rows, given.decimal_mark)
    settle_net(chosen, rows, given.decimal_mark)
    settle_direction(chosen, headings, rows, given)
    fill_in(chosen, table, given)
    if not (chosen.payee or chosen.description or chosen.reference is not None):
        chosen.description = other_words(chosen, table.body)
    _note_unused(chosen, headings, table.body)
    _refuse_hundredths(chosen, headings, rows)
    return chosen, table


def _refuse_hundredths(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row]) -> None:
    """Raises InvalidArguments for whole numbers under a heading of cents, which would be read as a hundred times."""
    for at in sorted(chosen.moving):
        heading = headings[at] if at < len(headings) else ""
        whole = all(cell.lstrip("+-").isdigit() for row in rows if (cell := row.cell(at)))
        if whole and _HUNDREDTHS & set(plain(heading).split()):
            raise refused(
                f"The column {shown(heading)} holds hundredths, and no whole amounts.",
                hint="Export the statement with amounts in the whole currency, for example 45.10.",
            )


def named(table: CsvTable, chosen: ChosenColumns) -> Columns:
    """The columns as a person knows them: by heading where it is there and unlike the others, else by number."""
    headings = table.header.cells if table.header else []

    def name(at: int | None) -> str | None:
        if at is None:
            return None
        heading = headings[at] if at < len(headings) else ""
        alone = heading and sum(1 for other in headings if plain(other) == plain(heading)) == 1
        return heading if alone and not heading.isdigit() else str(at + 1)

    single = {role: name(getattr(chosen, role)) for role in SINGLE if role != "net"}
    lists = {role: [str(name(at)) for at in getattr(chosen, role)] for role in ("payee", "description")}
    return Columns(**single, **lists)  # type: ignore[arg-type]  # two dicts of one type each


def _width(table: CsvTable) -> int:
    widths = [len(row.cells) for row in table.body] + ([len(table.header.cells)] if table.header else [])
    return max(widths)


def _as_given(table: CsvTable, given: Columns) -> ChosenColumns:
    chosen = ChosenColumns()
    for role in get_args(Role):
        names = getattr(given, role, None)
        if isinstance(names, list):
            setattr(chosen, role, [_column(table, name, role) for name in names])
        elif names:
            setattr(chosen, role, _column(table, names, role))
    return chosen


def _column(table: CsvTable, name: str, role: str) -> int:
    headings = table.header.cells if table.header else []
    path = f"{LAYOUT}/columns/{role}"
    for same in (str.strip, str.casefold, plain):
        at = [at for at, heading in enumerate(headings) if heading and same(heading) == same(name.strip())]
        if len(at) == 1:
            return at[0]
        if at:
            numbers = [str(each + 1) for each in at]
            reason = f"Several columns are headed {shown(name)}."
            raise undecided(reason, choose=path, hint="Give the column's number.", allowed=numbers)
    if name.isascii() and name.strip().isdigit() and 0 < int(name) <= _width(table):
        return int(name) - 1
    known = ", ".join(shown(heading) for heading in headings if heading) or f"columns 1 to {_width(table)}"
    raise refused(f"There is no column {shown(name)}.", path=path, hint=f"There are {known}.")


def _choose(chosen: ChosenColumns, role: Role, headings: Sequence[str], rows: Sequence[Row], given: Columns) -> None:
    """The column of a role by its heading, if none was given; of several the one that banks mean."""
    if getattr(chosen, role) is not None or _settled_by_given(role, given):
        return
    at = [
        at
        for at, heading in enumerate(headings)
        if role_of(heading) == role and at not in chosen.used and any(row.cell(at) for row in rows)
    ]
    if not at:
        return
    at.sort(key=lambda each: preference(headings[each]))
    if role == "date" and len(at) > 1:
        at = _on_every_row(at, [row for row in rows if is_done(row.cell(chosen.status)) is not False])
    same = [other for other in at[1:] if _alike(headings[other], headings[at[0]])]
    if same and role in _CHOSEN_BETWEEN:
        numbers = " and ".join(str(each + 1) for each in [at[0], *same])
        raise undecided(
            f"Columns {numbers} are both headed {shown(headings[at[0]])}."
            if plain(headings[same[0]]) == plain(headings[at[0]])
            else f"Columns {numbers} hold amounts in two currencies.",
            choose=f"{LAYOUT}/columns/{role}",
            hint=f"Give layout.columns.{role} as a number.",
            allowed=[str(each + 1) for each in [at[0], *same]],
        )
    setattr(chosen, role, at[0])
    if len(at) > 1 and role in _CHOSEN_BETWEEN:
        others = ", ".join(shown(headings[other]) for other in at[1:])
        chosen.evidence.append(f"As {role}, {shown(headings[at[0]])} is read and not {others}.")


def _alike(one: str, other: str) -> bool:
    return plain(one) == plain(other) or (headed_by_currency(one) and headed_by_currency(other))


def _on_every_row(columns: list[int], rows: Sequence[Row]) -> list[int]:
    """Columns of days, those first that have one wherever any has: a day of effect is often not there yet."""
    dated = [row for row in rows if any(is_day(row.cell(at)) for at in columns) and not is_sum(row)]
    return sorted(columns, key=lambda at: not all(is_day(row.cell(at)) for row in dated))


def _settled_by_given(role: Role, given: Columns) -> bool:
    """Whether what was given of the money columns says that there is none of this role."""
    some = any(getattr(given, money) is not None for money in _MONEY)
    if role == "amount":
        return given.debit is not None or given.credit is not None
    return (role in {"debit", "credit", "fee", "net"} and some) or (role == "net" and given.fee is not None)


def _note_unused(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row]) -> None:
    unused = [
        heading
        for at, heading in enumerate(headings)
        if heading and at not in chosen.used and any(row.cell(at) for row in rows)
    ]
    if unused:
        chosen.evidence.append(f"Not read: {', '.join(shown(heading) for heading in unused)}.")
