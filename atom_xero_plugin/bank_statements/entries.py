"""Statements of formats that say which way money went and what the account held: proven by their own balances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.accounts import alike
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, shown, undecided
from atom_xero_plugin.bank_statements.line_ids import Content, line_ids, usable
from atom_xero_plugin.bank_statements.statement import Statement, StatementFormat, StatementLine

MOST_ENTRIES: Final = 50_000
_ACCOUNTS: Final = 20
"""Accounts that a question names."""


class Entry(NamedTuple):
    """One booked movement."""

    row: int
    day: date
    amount: Decimal
    """Signed: positive is money in."""
    payee: str | None
    reference: str | None
    description: str | None
    kind: str | None
    bank_id: str | None


class AccountPart(NamedTuple):
    """A statement, or a page of one, as the file holds it."""

    account: str | None
    currency: str | None
    opening: Decimal | None
    closing: Decimal | None
    closing_day: date | None
    entries: list[Entry]


def statement_of(
    file_format: StatementFormat, parts: Sequence[AccountPart], given: CsvLayoutInput, notes: Sequence[str]
) -> Statement:
    """The statement of one account. Raises InvalidArguments, or Ambiguous for a file of several accounts.

    A part whose movements do not lead from its opening to its closing balance is refused: a line is missing or wrong.
    """
    mine = _of_one_account(parts, given.account)
    currency = _currency(mine, given.currency)
    for part in mine:
        _prove(part)
    entries = [each for part in mine for each in part.entries]
    if len(entries) > MOST_ENTRIES:
        raise refused(f"The file holds more than {MOST_ENTRIES:,} movements.", hint="Give it in parts.")
    moved = [each for each in entries if each.amount != 0]
    found = list(notes)
    if len(moved) < len(entries):
        found.append(f"{len(entries) - len(moved)} of zero left out.")
    if any(part.opening is None or part.closing is None for part in mine):
        found.append("The file does not state both balances, so nothing proves that no line is missing.")
    stating = [part for part in mine if part.closing is not None]
    days = [each.day for each in moved]
    return Statement(
        format=file_format,
        lines=_lines(moved, currency),
        account=mine[0].account,
        currency=currency,
        first=min(days, default=None),
        last=max(days, default=None),
        closing_balance=max(reversed(stating), key=_at).closing if stating else None,
        layout=None,
        notes=found if moved else [*found, "The statement has no lines."],
    )


def _at(part: AccountPart) -> date:
    return part.closing_day or date.min


def _of_one_account(parts: Sequence[AccountPart], requested: str | None) -> list[AccountPart]:
    numbers = list(dict.fromkeys(part.account for part in parts))
    named = ", ".join(shown(each or "") for each in numbers[:_ACCOUNTS])
    if requested is not None:
        mine = [part for part in parts if part.account is not None and alike(part.account, requested)]
        if not mine:
            reported = f"The file holds {named}."
            raise refused(f"There is no account {shown(requested)}.", path=f"{LAYOUT}/account", hint=reported)
        return mine
    if len(numbers) > 1:
        raise undecided(
            f"The file holds statements of {len(numbers)} accounts.",
            choose=f"{LAYOUT}/account",
            hint=f"Give layout.account. The file holds {named}.",
            allowed=[each for each in numbers[:_ACCOUNTS] if each],
        )
    return list(parts)


def _currency(parts: Sequence[AccountPart], given: str | None) -> str | None:
    codes = sorted({part.currency for part in parts if part.currency})
    if len(codes) > 1:
        raise refused(f"The account has amounts in {' and '.join(codes)}; a statement has one currency.")
    requested = given.strip().upper() if given else None
    if codes and requested not in {None, codes[0]}:
        raise refused(f"The amounts are in {codes[0]}, not in {shown(given or '')}.", path=f"{LAYOUT}/currency")
    return codes[0] if codes else requested


def _prove(part: AccountPart) -> None:
    if part.opening is None or part.closing is None:
        return
    reached = part.opening + sum((each.amount for each in part.entries), Decimal(0))
    if reached != part.closing:
        raise refused(
            f"The movements lead from {part.opening:f} to {reached:f}, but the file states {part.closing:f}: a line is "
            "missing, or one is too many."
        )


def _lines(entries: Sequence[Entry], currency: str | None) -> list[StatementLine]:
    own = usable([each.bank_id or "" for each in entries])
    contents = [
        Content(each.day, each.amount, (each.payee, each.reference, each.description), each.bank_id if own else None)
        for each in entries
    ]
    return [
        StatementLine(
            line_id=line_id,
            row=each.row,
            day=each.day,
            amount=each.amount,
            currency=currency,
            payee=each.payee,
            reference=each.reference,
            description=each.description,
            kind=each.kind,
        )
        for each, line_id in zip(entries, line_ids(contents), strict=True)
    ]
