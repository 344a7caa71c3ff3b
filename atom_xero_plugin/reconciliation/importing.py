"""Importing a statement: which of its lines are new to an account, and keeping those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.bank_statements.line_ids import repeated_id
from atom_xero_plugin.bank_statements.statement import Statement, StatementLine
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.reconciliation.imported_lines import ImportedLine, ImportedLines, ImportedStatement, new_id
from atom_xero_plugin.reconciliation.line_identity import identified
from atom_xero_plugin.reconciliation.review import Judged
from atom_xero_plugin.reconciliation.statement_input import other_account
from atom_xero_plugin.xero.records.accounts import Account

Newness = Literal["new", "known", "alike"]
"""Whether a line is new; imported before; or of the day and amount of one of another file, perhaps the same."""
_SHOWN_FOR: Final = timedelta(days=62)
"""How long a line that Xero has as reconciled is still listed, counted back from the newest."""


class FreshLine(Struct, frozen=True):
    """A line of a file, and whether the account has it already."""

    line: StatementLine
    newness: Newness


def require_write(ctx: Context, what: str) -> None:
    """Raises NotAllowed for who may not write: others work with what is kept here."""
    if not ctx.caller.may("write"):
        raise NotAllowed(f"{what} needs the right to write.", hint="Ask without it; nothing was kept.")


async def compared(ctx: Context, account: Account, statement: Statement) -> tuple[list[FreshLine], list[str]]:
    """Each line of a file that holds at least one, in the file's order, and what a person should know of their ids."""
    kept, about = ctx.services.get(ImportedLines), (ctx.organisation.id, account.account_id)
    lines, _, notes = await identified(ctx, account.account_id, statement.lines)
    by_id = {each.line.line_id: each.line for each in await kept.with_ids(*about, [line.line_id for line in lines])}
    lines = [_own(line, by_id.get(line.line_id)) for line in lines]
    first, last = min(line.day for line in lines), max(line.day for line in lines)
    known = await kept.known(*about, first, last)
    other = other_account(statement, account)
    return _fresh(lines, known), [*notes, *([other] if other else [])]


def _own(line: StatementLine, known: StatementLine | None) -> StatementLine:
    """A line whose bank gave it the id of another one gets an id of its own."""
    if known is None or (known.day, known.amount) == (line.day, line.amount):
        return line
    return replace(line, line_id=repeated_id(line.line_id, line.day, line.amount))


def _fresh(lines: Sequence[StatementLine], known: Sequence[ImportedLine]) -> list[FreshLine]:
    ids = {each.line.line_id for each in known}
    mine = {line.line_id for line in lines}
    others: defaultdict[tuple[date, Decimal], int] = defaultdict(int)
    for each in known:
        if each.line.line_id not in mine:
            others[each.line.day, each.line.amount] += 1
    found = []
    for line in lines:
        newness: Newness = "known" if line.line_id in ids else "new"
        if newness == "new" and others[line.day, line.amount]:
            others[line.day, line.amount] -= 1
            newness = "alike"
        found.append(FreshLine(line, newness))
    return found


async def keep(
    ctx: Context, account: Account, statement: Statement, lines: Sequence[FreshLine], *, name: str, alike_too: bool
) -> ImportedStatement:
    """Keep what is new of a file, also what looks like a line of another one with `alike_too`. Raises NotAllowed."""
    require_write(ctx, "Keeping a statement")
    wanted = {"new", "alike"} if alike_too else {"new"}
    new = [each.line for each in lines if each.newness in wanted]
    days = [each.line.day for each in lines]
    made = ImportedStatement(
        id=new_id(),
        account_id=account.account_id,
        name=name[:255],
        format=statement.format,
        first_day=min(days).isoformat(),
        last_day=max(days).isoformat(),
        lines=len(new),
        closing_balance=statement.closing_balance,
        imported_by=ctx.caller.actor[:255],
        imported_at=ctx.clock.now(),
    )
    count = await ctx.services.get(ImportedLines).keep(ctx.organisation.id, made, new)
    return replace(made, lines=count)


async def note_judged(ctx: Context, account: Account, judged: Sequence[Judged]) -> None:
    """Remember where imported lines stand, so that lists need not compare them again.

    One that Xero has as reconciled is done with once it is old.
    """
    newest = max(each.line.day for each in judged)
    states: Mapping[str, str] = {each.line.line_id: each.state for each in judged}
    done = [each.line.line_id for each in judged if _is_done(each) and each.line.day < newest - _SHOWN_FOR]
    await ctx.services.get(ImportedLines).judged(ctx.organisation.id, account.account_id, states, done)


def _is_done(judged: Judged) -> bool:
    best = judged.match.best
    recorded = judged.state in {"in_books", "applied"}
    return recorded and best is not None and bool(best.booked) and all(each.reconciled for each in best.booked)
