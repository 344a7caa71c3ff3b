"""Words with which banks print a balance among the lines: such a row moves no money, whatever amount stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_BALANCE: Final = re.compile(
    r"(opening|closing|open|close|beginning|ending|starting|previous|brought forward|carried forward|statement|final|"
    r"initial|new|old|current|available|ledger|account) balance( (as )?(of|at|on)\b.*)?"
    r"|balance ((brought|carried) forward|b/?f|c/?f)"
    r"|balance as (of|at)\b.*"
    r"|saldo (anterior|inicial|final|do dia|atual|dispon[ií]vel|iniziale|finale|precedente|ko[nń]cowe|pocz[aą]tkowe)"
    r"|anfangssaldo|schlusssaldo|endsaldo|beginsaldo|eindsaldo|saldovortrag|solde (initial|final|pr[eé]c[eé]dent|"
    r"d[e']ouverture"
    r"|de cl[oô]ture)|(ing[aå]ende|utg[aå]ende|inng[aå]ende) saldo|(nyit[oó]|z[aá]r[oó]) egyenleg",
    re.IGNORECASE,
)


_TOTAL: Final = re.compile(
    r"(grand |sub-?|net )?totals?( (turnover|debits?|credits?|withdrawals?|deposits?))?|(debit |credit )?turnover|"
    r"k[aä]ive|"
    r"apgroz[iī]jums|apyvarta|obroty?|obrat|umsatzsumme|summe|gesamtumsatz|totaal|totale|total g[eé]n[eé]ral|suma|"
    r"summa|"
    r"razem|celkem|[oö]sszesen|toplam|yhteens[aä]",
    re.IGNORECASE,
)


_ROOTS_OF_TOTALS: Final = (
    "tota", "turnover", "kaive", "käive", "apgroz", "apyvarta", "obrot", "obrat", "summ", "umsatz", "suma", "razem",
    "celkem", "sszesen", "toplam", "yhteens",
)  # fmt: skip
"""One of them is in every word of a sum: that most columns hold none is reported at once for all their cells."""


def is_total(text: str) -> bool:
    """Whether a cell says that its row states a sum, and says nothing else."""
    return _TOTAL.fullmatch(text.strip("'\" :.")) is not None


def are_totals(columns: Iterable[Sequence[str]]) -> set[int]:
    """Which rows of these columns say in one of them that they state a sum."""
    worded = [cells for cells in columns if _holds_one_of(_ROOTS_OF_TOTALS, "\n".join(cells).casefold())]
    return {at for cells in worded for at, cell in enumerate(cells) if is_total(cell)}


def _holds_one_of(roots: Sequence[str], lowered: str) -> bool:
    return any(root in lowered for root in roots)


_ROOTS: Final = ("balan", "sald", "solde", "egyenleg")
"""One of them is in every word of a balance."""
_STATEMENT: Final = re.compile(r"(statement|current|new|account|final) balance\b.*", re.IGNORECASE)


def of_statement(text: str) -> bool:
    """Whether the words may as well be those of a payment: `Statement balance` is what issuers call a card paid."""
    return _STATEMENT.fullmatch(" ".join(text.split()).strip("'\" :.")) is not None


_END: Final = re.compile(
    r"(closing|close|ending|final) balance\b.*|schlusssaldo|endsaldo|eindsaldo|saldo final", re.IGNORECASE
)


def of_end(text: str) -> bool:
    """Whether the words are those of the balance at the end, which a file that shows it elsewhere would repeat."""
    return _END.fullmatch(" ".join(text.split()).strip("'\" :.")) is not None


def is_balance(text: str) -> bool:
    """Whether a cell says that its row states a balance, and says nothing else: `Balance Finance Ltd` is a payee."""
    if not _holds_one_of(_ROOTS, text.lower()):
        return False
    return _BALANCE.fullmatch(" ".join(text.split()).strip("'\" :.")) is not None


def are_balances(columns: Iterable[Sequence[str]]) -> set[int]:
    """Which rows of these columns say in one of them that they state a balance."""
    worded = [cells for cells in columns if _holds_one_of(_ROOTS, "\n".join(cells).lower())]
    return {at for cells in worded for at, cell in enumerate(cells) if is_balance(cell)}
