"""Which account the lines of a CSV statement are of, where a column says it: one, or the one that a person named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from atom_xero_plugin.bank_statements.csv.balance import follows, moved_by, values_of
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.headings import plain, role_of
from atom_xero_plugin.bank_statements.csv.table import CsvTable, Row, is_day
from atom_xero_plugin.bank_statements.errors import LAYOUT, example, line_list, refused, shown, undecided

_MARKS: Final = re.compile(r"[\W_]+")
_NAMED: Final = 20
"""Accounts that a message names."""
_AN_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,32}")
_IBAN: Final = "iban"
_OWN: Final = frozenset(
    {
        "auftragskonto", "iban auftragskonto", "iban kontoinhaber", "this party account", "own account", "my account",
        "source account", "posted account", "eigene iban", "first bank card", "sajat szamlaszam", "account iban",
    }
)  # fmt: skip
"""Headings that say whose account it is."""
_BANK_CODES: Final = frozenset(
    {
        "bic",
        "bic swift code",
        "swift",
        "blz",
        "bank code",
        "bankleitzahl",
        "sort code",
        "bank",
        "kod banky",
        "bankcode",
        "banka",
        "kod banku",
        "clearing",
        "banque",
        "banco",
        "banca",
    }
)
_COUNTER: Final = re.compile(
    r"\b(counter|other part|partner|tegen|gegen|contre|contra|beneficiar|protistran|protiuct|ellen|zahlungsbeteilig|"
    r"payee|"
    r"recipient|empfang|mottak|motpart|modpart|saaja|kontrahent|odbiorc)"
)
_ACCOUNT: Final = re.compile(
    r"account|iban|rekening|konto|compte|cuenta|conta\b|szamla|ucet|uctu|rachun|tili|number|nummer"
)
"""Together, words of a column of the other parties' accounts; the account next to it is the own."""
_TWO: Final = 2


def of_other_parties(table: CsvTable, headings: Sequence[str], at: int) -> bool:
    """Whether a column of account numbers is of the other parties, as at Deutsche Bank, VR, DKB and Keytrade.

    Shown by the account's own IBAN above the headings; by lines without a number, as own numbers stand on every line;
    by another number on each of several lines; by the heading of a payee before it or a bank's code behind it; by one
    balance that runs through all its accounts.
    """
    others = [plain(each) for number, each in enumerate(headings) if number != at and role_of(each) != "payee"]
    if plain(headings[at]) in _OWN or any(_COUNTER.search(other) and _ACCOUNT.search(other) for other in others):
        return False
    iban = plain(headings[at]) == _IBAN
    above = [cell for row in table.skipped for cell in row.cells if _AN_IBAN.fullmatch(cell)]
    if iban and above and not any(alike(row.cell(at), own) for row in table.body for own in above):
        return True
    lines = [row for row in table.body if any(is_day(cell) for cell in row.cells)]
    numbers = {_MARKS.sub("", row.cell(at)) for row in lines}
    several = len(numbers - {""}) >= _TWO
    if not several and not iban:
        return False
    every_line_another = len(lines) > _TWO and len(numbers) == len(lines)
    if "" in numbers or every_line_another or _next_to_a_party(headings, at):
        return True
    return several and _one_balance(headings, lines)


def _next_to_a_party(headings: Sequence[str], at: int) -> bool:
    before = [role_of(heading) for heading in headings[max(0, at - _TWO) : at]]
    behind = plain(headings[at + 1]) if at + 1 < len(headings) else ""
    return "payee" in before or behind in _BANK_CODES


def _one_balance(headings: Sequence[str], lines: Sequence[Row]) -> bool:
    chosen = ChosenColumns()
    for number, heading in enumerate(headings):
        role = role_of(heading)
        if role in {"amount", "debit", "credit", "balance"} and getattr(chosen, role) is None:
            setattr(chosen, role, number)
    if chosen.balance is None:
        return False
    balances = values_of(lines, chosen.balance)
    return any(follows(moved, balances) for moved in moved_by(chosen, lines))


def of_account(table: CsvTable, chosen: ChosenColumns, requested: str | None) -> CsvTable:
    """The table with the lines of one account only. Raises Ambiguous if there are several and none is named.

    What the other columns hold is judged after this: RBC has a column of amounts for each currency.
    """
    column = chosen.account
    if column is None:
        return table
    lines = [row for row in table.body if any(is_day(cell) for cell in row.cells)]
    accounts = list(dict.fromkeys(number for row in lines if (number := row.cell(column))))
    if len(accounts) <= 1 and requested is None:
        return table
    reported = f"The file holds {', '.join(shown(number) for number in accounts[:_NAMED])}."
    if requested is None:
        first = [next(row for row in lines if row.cell(column) == number) for number in accounts[:_NAMED]]
        raise undecided(
            f"The file holds lines of {len(accounts)} accounts.",
            choose=f"{LAYOUT}/account",
            hint=f"Give layout.account; or, if these are accounts of the other parties, layout.columns.account as an "
            f"empty text. {reported}",
            allowed=accounts[:_NAMED],
            examples=[example(row.line, row.cells) for row in first],
        )
    stored: list[Row] = [row for row in table.body if alike(row.cell(column), requested)]
    if not stored:
        raise refused(f"There is no account {shown(requested)}.", path=f"{LAYOUT}/account", hint=reported)
    left_out = [row.line for row in lines if not alike(row.cell(column), requested)]
    if left_out:
        chosen.notes.append(f"Lines of other accounts than {shown(requested)} were left out ({line_list(left_out)}).")
    return table._replace(body=stored)


def alike(number: str, requested: str) -> bool:
    """Whether two account numbers are the same but for spaces and hyphens."""
    return _MARKS.sub("", number).casefold() == _MARKS.sub("", requested).casefold()
