"""A statement next to the books: each line, what it most likely is, and what is known of it from before."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.recent_reads import RecentRead, RecentReads
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.statement import Statement, StatementLine
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import FieldError, NotFound
from atom_xero_plugin.reconciliation import statement_input
from atom_xero_plugin.reconciliation.imported_lines import OPEN_STATES, ImportedLines, newest_balance
from atom_xero_plugin.reconciliation.line_identity import identified
from atom_xero_plugin.reconciliation.line_store import Held, Other, StatementLines
from atom_xero_plugin.reconciliation.matching.match import LineMatch, match_lines
from atom_xero_plugin.reconciliation.matching.scoring import SURE
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument
from atom_xero_plugin.reconciliation.open_items import OpenItems
from atom_xero_plugin.reconciliation.recent_items import recent_items
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS
from atom_xero_plugin.xero.records.bank_transfers import BANK_TRANSFERS
from atom_xero_plugin.xero.records.payments import PAYMENTS

LineState = Literal[
    "ready", "in_books", "ambiguous", "weak", "unmatched", "planned", "applied", "part_applied", "dismissed"
]
AskedState = Literal[
    "ready", "in_books", "ambiguous", "weak", "unmatched", "planned", "applied", "part_applied", "dismissed", "open",
    "recorded",
]  # fmt: skip
"""The same, and those that are asked for together."""
STATES: Final[Mapping[str, frozenset[str]]] = {
    "open": OPEN_STATES,
    "recorded": frozenset({"applied", "in_books"}),
}
"""States that are asked for together: what is to do, and what is in the books."""
_MAY_BE: Final = ("Payments", "BankTransactions", "BankTransfers")
_MOST_ASKED_FOR: Final = 20
"""Lines recorded before whose records are asked for one by one, if they are not among those of the statement's days."""


class Judged(Struct, frozen=True):
    """A line and where it stands."""

    state: LineState
    match: LineMatch
    plan_id: str | None = None

    @property
    def line(self) -> StatementLine:
        """The line itself."""
        return self.match.line


class StatementReview(Struct, frozen=True):
    """A statement next to the books, before anything is matched."""

    account: Account
    currency: str
    statement: Statement
    books: OpenItems
    read_at: datetime
    """When what is in the books was read of Xero."""
    held: Mapping[str, Held]
    gone: frozenset[str]
    """Ids of lines that were recorded before, whose records are no longer in the books."""
    notes: list[str]
    dismissed: frozenset[str] = frozenset()
    """Ids of imported lines that a person put aside."""
    ruled_out: frozenset[tuple[str, str]] = frozenset()
    """What imported lines are not, as a person said: a line's id, and the `records_key` of what it is not."""
    imported: bool = False
    """Whether the lines were imported before, rather than read from a file that was given now."""
    others: Mapping[str, Other] = {}
    """Of lines not seen before those that look like a line of another file: same day and amount, other id."""

    def is_open(self, line: StatementLine, *, but_proposed: bool = False) -> bool:
        """Whether a line may be recorded; with `but_proposed` also if a plan that nobody approved yet holds it."""
        known = self.held.get(line.line_id)
        if known is None or known.state == "open" or line.line_id in self.gone:
            return True
        return but_proposed and known.state == "planned" and not known.approved


async def review_statement(
    ctx: Context, account_named: str, given: str | None, layout: CsvLayoutInput | None
) -> StatementReview:
    """Read the statement, or the lines of the account that were imported, and what is in the books around it.

    Raises InvalidArguments or Ambiguous for the file, NotFound, Ambiguous or Conflict for the account.
    """
    if given is None:
        return await _review_imported(ctx, await statement_input.bank_account(ctx, account_named))
    account, currency, statement = await read_statement_of(ctx, account_named, given, layout)
    books, read_at = await _books(ctx, account, currency, statement.lines)
    lines, held, again = await identified(ctx, account.account_id, statement.lines)
    statement = replace(statement, lines=lines)
    gone = await _gone(ctx, held, books.records)
    other = statement_input.other_account(statement, account)
    notes = [*statement.unproven, *statement.notes, *again, *books.notes, *([other] if other else [])]
    others = await _others(ctx, account.account_id, statement.lines, held)
    return StatementReview(account, currency, statement, books, read_at, held, gone, notes, others=others)


async def read_statement_of(
    ctx: Context, account_named: str, given: str, layout: CsvLayoutInput | None
) -> tuple[Account, str, Statement]:
    """The account, its currency, and the statement, which holds at least one line.

    Raises InvalidArguments or Ambiguous for the file, NotFound, Ambiguous or Conflict for the account.
    """
    account = await statement_input.bank_account(ctx, account_named)
    statement = await statement_input.read(ctx, given, layout, account)
    if not statement.lines:
        raise invalid_argument("/statement", "holds no movements")
    _refuse_doubles(statement.lines)
    currency = statement_input.currency_of_account(ctx, account)
    statement_input.check_currency(statement, account, currency)
    return account, currency, statement


async def _review_imported(ctx: Context, account: Account) -> StatementReview:
    """The lines that were imported, those that are finished left out. Raises NotFound where there is none."""
    kept, about = ctx.services.get(ImportedLines), (ctx.organisation.id, account.account_id)
    lines = await kept.lines(*about)
    newest = newest_balance(await kept.statements(*about))
    if not lines:
        raise NotFound(
            f"No line of {account.name} waits that was imported.",
            fields=[FieldError("/statement", "is not given, and nothing is imported")],
            hint="Give the statement's file, or import it with read_statement.",
        )
    currency = statement_input.currency_of_account(ctx, account)
    movements = [each.line for each in lines]
    books, read_at = await _books(
        ctx, account, currency, [each.line for each in lines if not each.dismissed] or movements
    )
    held = await ctx.services.get(StatementLines).states(*about, [line.line_id for line in movements])
    days = [line.day for line in movements]
    statement = Statement(
        "imported", movements, account.bank_account_number, currency, min(days), max(days),
        newest.closing_balance if newest else None, None, [],
    )  # fmt: skip
    return StatementReview(
        account,
        currency,
        statement,
        books,
        read_at,
        held,
        await _gone(ctx, held, books.records),
        [*books.notes],
        frozenset(each.line.line_id for each in lines if each.dismissed),
        await kept.ruled_out(*about),
        imported=True,
        others=await _others(ctx, account.account_id, movements, held),
    )


async def _books(
    ctx: Context, account: Account, currency: str, lines: Sequence[StatementLine]
) -> RecentRead[OpenItems]:
    """What is in the books around lines, of which there is at least one."""
    days, ways = [line.day for line in lines], {line.amount > 0 for line in lines}
    return await recent_items(ctx, account.account_id, currency, min(days), max(days), ways)


async def _others(
    ctx: Context, account_id: str, lines: Sequence[StatementLine], held: Mapping[str, Held]
) -> dict[str, Other]:
    """For lines not seen before, a line of another file of the same day and amount; each of those for one only."""
    new = [line for line in lines if line.line_id not in held]
    days = {line.day.isoformat() for line in new}
    known = [line.line_id for line in lines]
    waiting: defaultdict[tuple[str, Decimal], list[Other]] = defaultdict(list)
    for other in (
        await ctx.services.get(StatementLines).others(ctx.organisation.id, account_id, days, known) if days else []
    ):
        waiting[other.day, other.amount].append(other)
    found = {}
    for line in new:
        alike = waiting[line.day.isoformat(), line.amount]
        if alike:
            found[line.line_id] = alike.pop(0)
    return found


def _refuse_doubles(lines: Sequence[StatementLine]) -> None:
    twice = [line_id for line_id, count in Counter(line.line_id for line in lines).items() if count > 1]
    if twice:
        raise invalid_argument("/statement", f"holds a line of the id {twice[0][:40]!r} more than once")


async def _gone(ctx: Context, held: Mapping[str, Held], there: Collection[str]) -> frozenset[str]:
    """Lines recorded before whose every record was reversed or deleted since."""
    doubted = {
        line_id: each.records
        for line_id, each in sorted(held.items())
        if each.state in {"applied", "part_applied"} and each.records and not set(each.records) & set(there)
    }
    gone = set()
    for line_id, records in list(doubted.items())[:_MOST_ASKED_FOR]:
        if all([not await _stands(ctx, record) for record in records]):
            gone.add(line_id)
    return frozenset(gone)


async def _stands(ctx: Context, record_id: str) -> bool:
    """Whether a payment, bank transaction or transfer is still in the books."""
    place = (ctx.organisation.id, "stands", record_id)
    found = await ctx.services.get(RecentReads).get(place, lambda: _is_there(ctx, record_id), lists=_MAY_BE)
    return found.value


async def _is_there(ctx: Context, record_id: str) -> bool:
    try:
        return (await get(ctx.xero, PAYMENTS, record_id)).status == "AUTHORISED"
    except NotFound:
        pass
    try:
        return (await get(ctx.xero, BANK_TRANSACTIONS, record_id)).status == "AUTHORISED"
    except NotFound:
        pass
    try:
        return (await get(ctx.xero, BANK_TRANSFERS, record_id)).status != "DELETED"
    except NotFound:
        return False


async def judge(
    review: StatementReview,
    *,
    min_score: int,
    lines: Sequence[StatementLine] | None = None,
    documents: Sequence[OpenDocument] | None = None,
    booked: Sequence[Booked] | None = None,
    but_proposed: bool = False,
) -> list[Judged]:
    """Where each line stands, by the best match of all together.

    Args:
        review: What was read.
        min_score: From how many points a match is sure.
        lines: The lines to judge, all if left out.
        documents: Open documents, if some of them are spoken for.
        booked: Records, as documents.
        but_proposed: Whether lines of a plan that nobody approved yet count as open.
    """
    every = review.statement.lines if lines is None else lines
    asked = [line for line in every if line.line_id not in review.dismissed]
    taken = [line.line_id for line in asked if not review.is_open(line, but_proposed=but_proposed)]
    matches = await asyncio.to_thread(
        match_lines,
        asked,
        review.books.documents if documents is None else documents,
        review.books.booked if booked is None else booked,
        currency=review.currency,
        recorded=taken,
        ruled_out=review.ruled_out,
    )
    judged = [_judged(review, match, min_score, taken=match.line.line_id in set(taken)) for match in matches]
    aside = [Judged("dismissed", LineMatch(line)) for line in every if line.line_id in review.dismissed]
    places = {line.line_id: place for place, line in enumerate(every)}
    return sorted([*judged, *aside], key=lambda each: places[each.line.line_id])


def _judged(review: StatementReview, match: LineMatch, min_score: int, *, taken: bool) -> Judged:
    known = review.held.get(match.line.line_id)
    if taken and known is not None and known.state != "open":
        return Judged(known.state, match, known.plan_id)
    if match.best is None:
        return Judged("unmatched", match)
    if match.doubtful:
        return Judged("ambiguous", match)
    if match.best.booked:
        return Judged("in_books" if match.best.score >= max(SURE, min_score) else "weak", match)
    other = review.others.get(match.line.line_id)
    if other is not None:
        return Judged("weak", match, other.held.plan_id)
    return Judged("ready" if match.best.score >= min_score and not match.best.review else "weak", match)
