"""Which columns of a CSV statement hold words: who the other party is, and what is said of the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.heading_words import Role
from atom_xero_plugin.bank_statements.csv.headings import preference, role_of
from atom_xero_plugin.bank_statements.csv.table import Row, width_of

_KINDS: Final = frozenset({"DEBIT", "CREDIT", "DR", "CR", "CHECK", "DSLIP"})
"""Words that only say what sort of line it is, where a column holds nothing else."""
_ACCOUNT_NUMBER: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9 ]{6,}|[0-9 .\-]{6,}")


def choose_words(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row]) -> None:
    """Payee columns in order of preference; a second reference is a description like all other words."""

    def headed(role: Role) -> list[int]:
        return [at for at, heading in enumerate(headings) if role_of(heading) == role and at not in chosen.used]

    if not chosen.payee:
        payees = sorted(_with_words(headed("payee"), rows), key=lambda at: preference(headings[at]))
        chosen.payee = [at for at in payees if not _all(at, rows, _ACCOUNT_NUMBER.fullmatch)]
    if not chosen.description:
        words = _with_words(sorted([*headed("description"), *headed("reference")]), rows)
        kinds = [at for at in words if _all(at, rows, lambda cell: cell.upper() in _KINDS)]
        if chosen.kind is None and kinds:
            chosen.kind = kinds[0]
        chosen.description = [at for at in words if at not in kinds]


def other_words(chosen: ChosenColumns, rows: Sequence[Row]) -> list[int]:
    """Every column that is read as nothing else, where no heading says which of them are words."""
    width = width_of(rows)
    return _with_words([at for at in range(width) if at not in chosen.used], rows)


def _with_words(columns: Iterable[int], rows: Sequence[Row]) -> list[int]:
    return [at for at in columns if any(letter.isalnum() for row in rows for letter in row.cell(at))]


def _all(at: int, rows: Sequence[Row], fits: Callable[[str], object]) -> bool:
    return all(fits(cell) for row in rows if (cell := row.cell(at)))
