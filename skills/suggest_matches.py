"""Suggest matches."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName, Cursor, Limit, invalid_argument
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.listing import Position, begin, cursor_to
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reconciliation.dismissals import Dismissals, dismiss
from atom_xero_plugin.reconciliation.importing import note_judged
from atom_xero_plugin.reconciliation.matching.scoring import SURE
from atom_xero_plugin.reconciliation.present import line_view, statement_view, sums
from atom_xero_plugin.reconciliation.review import STATES, AskedState, Judged, judge, review_statement
from atom_xero_plugin.reconciliation.views import (
    GivenStatement,
    Layout,
    MinScore,
    RowNumber,
    StatementLineView,
    StatementView,
    StateSum,
    where_to_click,
)
from atom_xero_plugin.xero.records.accounts import ACCOUNTS


class Input(Struct, forbid_unknown_fields=True):
    """What suggest_matches takes."""

    account: Annotated[AccountName, Meta(description="Bank account it is of: its code, name or id.")]
    statement: GivenStatement | None = None
    layout: Layout | None = None
    min_score: MinScore = SURE
    only: Annotated[
        AskedState | None,
        Meta(
            description="Only lines of this state; open: all that are to do; recorded: applied and in_books.",
            extra=also("state status filter") | OBVIOUS,
        ),
    ] = None
    row: RowNumber | None = None
    candidates: Annotated[
        bool, Meta(description="Also up to three less likely matches of each line.", extra=OBVIOUS)
    ] = False
    dismiss: Dismissals = []
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct):
    """What suggest_matches answers."""

    account: Annotated[AccountRef, Meta(description="The bank account.")]
    statement: Annotated[StatementView, Meta(description="The statement as it was read.")]
    sums: Annotated[list[StateSum], Meta(description="The lines of each state, over the whole statement.")]
    items: Annotated[list[StatementLineView], Meta(description="The lines, in the order of the file.")]
    total: Annotated[int, Meta(description="How many lines fit in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    notes: Annotated[list[str], Meta(description="What a person should know of the file.")]
    read_at: Annotated[dt.datetime, Meta(description="When the books were read of Xero, UTC.")]
    in_xero: Annotated[str, Meta(description="What remains to be clicked in Xero.")]
    xero_url: Annotated[str, Meta(description="The account's page in Xero, where lines are reconciled.")]


@skill(
    effect="read",
    scopes=[
        "accounting.invoices.read",
        "accounting.payments.read",
        "accounting.banktransactions.read",
        "accounting.settings.read",
    ],
    takes_file=True,
    examples=[
        Example(
            "What are these lines of our bank statement?",
            {
                "account": "090",
                "statement": "Date,Amount,Payee,Reference\n"
                "2026-06-04,690.00,ISLAND BAY SURF CLUB,INV-0148\n"
                "2026-06-13,-109.11,FUEL STATION,CARD 8765\n"
                "2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151\n"
                "2026-06-15,-299.00,RIMU CLEANING,\n"
                "2026-06-16,12.00,UNKNOWN PAYER,\n",
            },
        )
    ],
)
async def suggest_matches(ctx: Context, input: Input) -> Output:
    """Match the lines of a bank statement file (OFX, CSV, MT940) with Xero invoices, bills, payments and transactions.

    Answers each line's best match, scored with reasons, and what reconcile_statement would record.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    if input.dismiss:
        if input.statement is not None:
            raise invalid_argument("/dismiss", "needs kept lines; leave statement out")
        await dismiss(ctx, input.account, input.dismiss)
    review = await review_statement(ctx, input.account, input.statement, input.layout)
    judged = await judge(review, min_score=input.min_score)
    if review.imported and input.min_score == SURE:
        await note_judged(ctx, review.account, judged)
    wanted = STATES.get(input.only or "", {input.only})
    asked = [each for each in judged if input.row in {None, each.line.row}]
    fitting: list[Judged] = [each for each in asked if input.only is None or each.state in wanted]
    shown = fitting[start.skip : start.skip + input.limit]
    end = start.skip + len(shown)
    after = Position(1, end) if end < len(fitting) else None
    return Output(
        account=account_ref(review.account),
        statement=statement_view(review),
        sums=sums(review, judged),
        items=[line_view(ctx, review, each, candidates=input.candidates) for each in shown],
        total=len(fitting),
        has_more=after is not None,
        next_cursor=cursor_to(after, ctx.organisation.id, input),
        notes=review.notes,
        read_at=review.read_at,
        in_xero=where_to_click(ctx, review.account),
        xero_url=ctx.link(ACCOUNTS.page, review.account.account_id),
    )
