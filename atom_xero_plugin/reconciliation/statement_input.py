"""The statement that a person hands over, and the bank account in Xero that it is of."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from datetime import date
from typing import Final

import msgspec
from msgspec.structs import replace

from atom_xero_plugin.accounting.files import Files
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kinds.accounts import is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import is_card
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import AskAgain, Conflict, FieldError
from atom_xero_plugin.reconciliation.layout_store import StatementLayouts, answered, over, worth_keeping
from atom_xero_plugin.store.stored_files import HANDLE
from atom_xero_plugin.xero.records.accounts import Account

_BASE64: Final = "base64:"
_SHOWN: Final = 300
"""Characters of a remembered answer that a note repeats."""
_TAIL: Final = 4
"""Last digits by which a number of an account is compared where a bank masks the others."""


async def read(ctx: Context, given: str, layout: CsvLayoutInput | None, account: Account) -> Statement:
    """The statement in what was given for an account: a file's text, `base64:` and its bytes, or an uploaded one's id.

    What was answered for files of this layout and account before counts where `layout` leaves it open, and is reported;
    what is answered now is remembered. Raises InvalidArguments or Ambiguous with the line and the reason.
    """
    from atom_xero_plugin.bank_statements.fingerprints import fingerprint  # late: only a file that is given is read

    requested = layout or CsvLayoutInput()
    if given.startswith(_BASE64):
        content = _decoded(given.removeprefix(_BASE64))
    elif HANDLE.fullmatch(given):
        content = await ctx.services.get(Files).content(given)
    else:
        content = _encoded(given)
        requested = replace(requested, encoding="utf-8")  # whatever the file was in, its text came as text
    card = is_card(account)
    mark = await asyncio.to_thread(fingerprint, content, requested)
    place = (ctx.organisation.id, account.account_id, mark or "")
    remembered = await ctx.services.get(StatementLayouts).find(*place) if mark else None
    statement = await _with_answers(content, requested, remembered, today=ctx.today, card=card)
    answer = worth_keeping(layout or CsvLayoutInput())
    if mark and answered(answer):
        await ctx.services.get(StatementLayouts).keep(*place, over(remembered, answer) if remembered else answer)
    return statement


async def _with_answers(
    content: bytes, requested: CsvLayoutInput, remembered: CsvLayoutInput | None, *, today: date, card: bool | None
) -> Statement:
    """The statement as the answers of before read it; where they do not fit this file, without them."""
    from atom_xero_plugin.bank_statements.read import read_statement

    together = over(remembered, requested) if remembered is not None else requested
    if remembered is not None and together != requested:
        try:
            statement = await asyncio.to_thread(read_statement, content, layout=together, today=today, card=card)
        except AskAgain:
            pass
        else:
            reported = _still_open(remembered, requested)
            return replace(statement, remembered=reported, notes=[_as_remembered(reported), *statement.notes])
    return await asyncio.to_thread(read_statement, content, layout=requested, today=today, card=card)


def _still_open(remembered: CsvLayoutInput, requested: CsvLayoutInput) -> dict[str, object]:
    """What of the answers of before was used, because nothing was said of it now."""
    now, before = answered(requested), answered(remembered)
    reported = {name: value for name, value in before.items() if name not in now}
    columns, others = before.get("columns"), now.get("columns")
    if isinstance(columns, dict) and isinstance(others, dict):
        left = {name: at for name, at in columns.items() if name not in others}
        return {**reported, "columns": left} if left else reported
    return reported


def _as_remembered(reported: dict[str, object]) -> str:
    shown = msgspec.json.encode(reported).decode()
    return f"Read as answered for this account before: {shown[:_SHOWN]}. Give layout to answer again."


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise invalid_argument(
            "/statement", "is no base64 after base64:; give the file's text as it is instead"
        ) from None


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise invalid_argument("/statement", "holds characters that are no text") from None


async def bank_account(ctx: Context, named: str) -> Account:
    """The bank account that is meant. Raises NotFound, Ambiguous, or Conflict for one that is none."""
    account = (await chart_of(ctx)).bank_account(named)
    if is_archived(account):
        label = f"{account.code or ''} {account.name}".strip()
        raise Conflict(
            f"The account {label} is archived, so it has no statement to match.",
            fields=[FieldError("/account", "is archived")],
            hint="find_accounts with bank_only lists those that can be used.",
        )
    return account


def currency_of_account(ctx: Context, account: Account) -> str:
    """The currency it is kept in."""
    return account.currency_code or ctx.organisation.base_currency


def check_currency(statement: Statement, account: Account, currency: str) -> None:
    """Raises Conflict for a statement in another currency than the account's."""
    reported = {line.currency for line in statement.lines if line.currency} | {statement.currency} - {None}
    other = sorted(each for each in reported if each and each != currency)
    if other:
        raise Conflict(
            f"The statement is in {', '.join(other)}, but the account {account.name} is in {currency}.",
            fields=[FieldError("/account", f"is in {currency}")],
            hint="Name the account in Xero that the statement is of.",
        )


def other_account(statement: Statement, account: Account) -> str | None:
    """A sentence if the file names another account number than Xero has; None if they agree or one is mute."""
    theirs, ours = _digits(statement.account), _digits(account.bank_account_number)
    if len(theirs) < _TAIL or len(ours) < _TAIL or theirs in ours or ours in theirs:
        return None
    if theirs[-_TAIL:] == ours[-_TAIL:] and len(theirs) <= _TAIL + 2:
        return None
    return (
        f"The file is of account {statement.account}, while {account.name} has {account.bank_account_number} in Xero."
    )


def _digits(number: str | None) -> str:
    return re.sub(r"\D", "", number or "")
