"""Which column holds what: as given, as the headings say, else as the cells themselves say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from atom_xero_plugin.reconciliation.csv_chosen import SINGLE, Chosen
from atom_xero_plugin.reconciliation.csv_guess import fill_in
from atom_xero_plugin.reconciliation.csv_headings import Role, plain, preference, role_of
from atom_xero_plugin.reconciliation.csv_layout import Columns, DecimalMark
from atom_xero_plugin.reconciliation.csv_signs import DIRECTIONS
from atom_xero_plugin.reconciliation.csv_table import Table, is_number
from atom_xero_plugin.reconciliation.refusals import LAYOUT, refused, shown, undecided

_CHOSEN_BETWEEN: Final = {"date", "amount", "debit", "credit", "balance"}


def choose_columns(table: Table, given: Columns | None, mark: DecimalMark | None) -> Chosen:
    """The columns of a table. Raises InvalidArguments or Ambiguous if date or amount cannot be found or told apart."""
    chosen = _as_given(table, given or Columns())
    headings = [cell.strip() for cell in table.header.cells] if table.header else []
    filled = [any(row.cell(at) for row in table.body) for at in range(_width(table))]
    for role in SINGLE:
        _choose(chosen, role, headings, filled, given=given)
    _choose_words(chosen, headings, filled)
    _settle_money(chosen, table, given=given)
    _settle_direction(chosen, table)
    fill_in(chosen, table, mark)
    if not (chosen.payee or chosen.description or chosen.reference is not None):
        chosen.description = [at for at, full in enumerate(filled) if full and at not in chosen.used]
    _tell_unused(chosen, headings, filled)
    return chosen


def named(table: Table, chosen: Chosen) -> Columns:
    """The columns as a person knows them: by heading where it is there and unlike the others, else by number."""
    headings = [cell.strip() for cell in table.header.cells] if table.header else []

    def name(at: int | None) -> str | None:
        if at is None:
            return None
        heading = headings[at] if at < len(headings) else ""
        alone = heading and sum(1 for other in headings if plain(other) == plain(heading)) == 1
        return heading if alone and not heading.isdigit() else str(at + 1)

    single = {role: name(getattr(chosen, role)) for role in SINGLE if role != "status"}
    lists = {role: [str(name(at)) for at in getattr(chosen, role)] for role in ("payee", "description")}
    return Columns(**single, **lists)  # type: ignore[arg-type]  # two dicts of one type each


def _width(table: Table) -> int:
    widths = [len(row.cells) for row in table.body] + ([len(table.header.cells)] if table.header else [])
    return max(widths)


def _as_given(table: Table, given: Columns) -> Chosen:
    chosen = Chosen()
    for role in get_args(Role):
        names = getattr(given, role, None)
        if isinstance(names, list):
            setattr(chosen, role, [_column(table, name, role) for name in names])
        elif names is not None:
            setattr(chosen, role, _column(table, names, role))
    return chosen


def _column(table: Table, name: str, role: str) -> int:
    headings = [cell.strip() for cell in table.header.cells] if table.header else []
    path = f"{LAYOUT}/columns/{role}"
    for same in (str.strip, str.casefold, plain):
        at = [at for at, heading in enumerate(headings) if heading and same(heading) == same(name.strip())]
        if len(at) == 1:
            return at[0]
        if at:
            raise undecided(f"Several columns are headed {shown(name)}.", choose=path, hint="Give the column's number.")
    if name.isascii() and name.strip().isdigit() and 0 < int(name) <= _width(table):
        return int(name) - 1
    known = ", ".join(shown(heading) for heading in headings if heading) or f"columns 1 to {_width(table)}"
    raise refused(f"There is no column {shown(name)}.", path=path, hint=f"There are {known}.")


def _choose(
    chosen: Chosen, role: Role, headings: Sequence[str], filled: Sequence[bool], *, given: Columns | None
) -> None:
    """The column of a role by its heading, if none was given; of several the one that banks mean."""
    if getattr(chosen, role) is not None or _settled_by_given(role, given):
        return
    at = [
        at for at, heading in enumerate(headings) if filled[at] and role_of(heading) == role and at not in chosen.used
    ]
    if not at:
        return
    at.sort(key=lambda each: preference(role, headings[each]))
    same = [other for other in at[1:] if plain(headings[other]) == plain(headings[at[0]])]
    if same and role in _CHOSEN_BETWEEN:
        numbers = " and ".join(str(each + 1) for each in [at[0], *same])
        raise undecided(
            f"Columns {numbers} are both headed {shown(headings[at[0]])}.",
            choose=f"{LAYOUT}/columns/{role}",
            hint=f"Give layout.columns.{role} as a number.",
        )
    setattr(chosen, role, at[0])
    if len(at) > 1 and role in _CHOSEN_BETWEEN:
        others = ", ".join(shown(headings[other]) for other in at[1:])
        chosen.evidence.append(f"As {role}, {shown(headings[at[0]])} is read and not {others}.")


def _settled_by_given(role: Role, given: Columns | None) -> bool:
    """Whether what was given of the money columns says that there is none of this role."""
    if given is None:
        return False
    if role == "amount":
        return given.debit is not None or given.credit is not None
    return role in {"debit", "credit"} and (
        given.amount is not None or given.debit is not None or given.credit is not None
    )


def _choose_words(chosen: Chosen, headings: Sequence[str], filled: Sequence[bool]) -> None:
    """Payee columns in order of preference; a second reference is a description like all other words."""

    def headed(role: Role) -> list[int]:
        at = [at for at, heading in enumerate(headings) if filled[at] and role_of(heading) == role]
        return [each for each in at if each not in chosen.used]

    if not chosen.payee:
        chosen.payee = sorted(headed("payee"), key=lambda at: preference("payee", headings[at]))
    if not chosen.description:
        chosen.description = sorted([*headed("description"), *headed("reference")])


def _settle_money(chosen: Chosen, table: Table, *, given: Columns | None) -> None:
    """One amount, or debit and credit: where a file has both, the amount, if it is there on every line."""
    if chosen.amount is None or (chosen.debit is None and chosen.credit is None) or (given and given.amount):
        return
    whole = all(row.cell(chosen.amount) for row in table.body if any(row.cell(at) for at in chosen.money))
    if whole:
        chosen.debit = chosen.credit = None
    else:
        chosen.amount = None


def _settle_direction(chosen: Chosen, table: Table) -> None:
    """A column of direction is one in which every word says in or out, whatever its heading."""

    def words(at: int) -> set[str]:
        return {row.cell(at).upper() for row in table.body if row.cell(at)}

    if chosen.direction is not None and chosen.amount is None and not chosen.money:
        if all(is_number(word) for word in words(chosen.direction)):
            chosen.amount, chosen.direction = chosen.direction, None
        return
    if chosen.direction is None and chosen.amount is not None and chosen.kind is not None:
        said = words(chosen.kind)
        if said and all(word in DIRECTIONS for word in said):
            chosen.direction = chosen.kind


def _tell_unused(chosen: Chosen, headings: Sequence[str], filled: Sequence[bool]) -> None:
    unused = [
        heading
        for at, heading in enumerate(headings)
        if heading and at < len(filled) and filled[at] and at not in chosen.used
    ]
    if unused:
        chosen.evidence.append(f"Not read: {', '.join(shown(heading) for heading in unused)}.")
