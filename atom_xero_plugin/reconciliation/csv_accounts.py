"""Which account the lines of a CSV statement are of, where a column says it: one, or the one that a person named."""

from __future__ import annotations

import re
from typing import Final

from atom_xero_plugin.reconciliation.csv_table import Row, Table, is_day
from atom_xero_plugin.reconciliation.refusals import LAYOUT, refused, shown, undecided

_MARKS: Final = re.compile(r"[\W_]+")
_NAMED: Final = 20
"""Accounts that a message names."""


def of_account(table: Table, column: int | None, wanted: str | None) -> Table:
    """The table with the lines of one account only. Raises Ambiguous if there are several and none is named.

    What the other columns hold is judged after this: RBC has a column of amounts for each currency.
    """
    if column is None:
        return table
    lines = [row for row in table.body if any(is_day(cell) for cell in row.cells)]
    accounts = list(dict.fromkeys(number for row in lines if (number := row.cell(column))))
    if len(accounts) <= 1 and wanted is None:
        return table
    told = f"The file holds {', '.join(shown(number) for number in accounts[:_NAMED])}."
    if wanted is None:
        raise undecided(
            f"The file holds lines of {len(accounts)} accounts.",
            choose=f"{LAYOUT}/account",
            hint=f"Give layout.account. {told}",
        )
    kept: list[Row] = [row for row in table.body if alike(row.cell(column), wanted)]
    if not kept:
        raise refused(f"There is no account {shown(wanted)}.", path=f"{LAYOUT}/account", hint=told)
    return table._replace(body=kept)


def alike(number: str, wanted: str) -> bool:
    """Whether two account numbers are the same but for spaces and hyphens."""
    return _MARKS.sub("", number).casefold() == _MARKS.sub("", wanted).casefold()
