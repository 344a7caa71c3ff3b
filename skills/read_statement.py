"""Read a statement."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import AccountName, Cursor, Limit
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.listing import Position, begin, cursor_to
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reconciliation.importing import compared, keep
from atom_xero_plugin.reconciliation.read_lines import ReadLine, money_or_none, read_line
from atom_xero_plugin.reconciliation.review import read_statement_of
from atom_xero_plugin.reconciliation.views import Layout, StatementText, StatementView, plain_layout


class Input(Struct, forbid_unknown_fields=True):
    """What read_statement takes."""

    statement: StatementText
    account: Annotated[AccountName, Meta(description="Bank account it is of: its code, name or id.")]
    layout: Layout | None = None
    keep: Annotated[
        bool,
        Meta(
            description="Keep its new lines, so that suggest_matches and reconcile_statement need no file.",
            extra=also("import save store") | OBVIOUS,
        ),
    ] = False
    alike_too: Annotated[
        bool, Meta(description="Keep also lines of the day and amount of one of another file.", extra=OBVIOUS)
    ] = False
    name: Annotated[
        str, Meta(description="Name of the file.", min_length=1, max_length=255, extra=aliases.FILE_NAME)
    ] = "statement"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What read_statement answers."""

    account: Annotated[AccountRef, Meta(description="The bank account.")]
    statement: Annotated[StatementView, Meta(description="The statement as it was read.")]
    new: Annotated[int, Meta(description="Lines that are new.")]
    known: Annotated[int, Meta(description="Lines kept before.")]
    alike: Annotated[int, Meta(description="Lines of the day and amount of a line of another file.")]
    money_in: Annotated[Money, Meta(description="Sum of the lines above zero.")]
    money_out: Annotated[Money, Meta(description="Sum of those below zero, without sign.")]
    items: Annotated[list[ReadLine], Meta(description="The lines, in the order of the file.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    notes: Annotated[list[str], Meta(description="What a person should know of the file.")]
    kept: Annotated[int | None, Meta(description="How many lines were kept.")] = None


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    takes_file=True,
    examples=[
        Example(
            "What does this bank file say?",
            {
                "account": "090",
                "statement": "Date,Amount,Payee,Reference\n"
                "2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151\n"
                "2026-06-16,-12.50,ACCOUNT FEE,\n",
            },
        )
    ],
)
async def read_statement(ctx: Context, input: Input) -> Output:
    """Read a bank statement file (OFX, CSV, MT940) of a Xero bank account as it is, and keep its lines if asked to.

    Kept lines can be matched and recorded later without the file. Nothing is sent to Xero.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    account, currency, statement = await read_statement_of(ctx, input.account, input.statement, input.layout)
    lines, again = await compared(ctx, account, statement)
    made = None
    if input.keep:
        made = await keep(ctx, account, statement, lines, name=input.name, alike_too=input.alike_too)
    shown = lines[start.skip : start.skip + input.limit]
    end = start.skip + len(shown)
    after = Position(1, end) if end < len(lines) else None
    amounts = [each.line.amount for each in lines]
    counts = {name: sum(1 for each in lines if each.newness == name) for name in ("new", "known", "alike")}
    return Output(
        account=account_ref(account),
        statement=StatementView(
            format=statement.format,
            lines=len(lines),
            first=statement.first,
            last=statement.last,
            closing_balance=money_or_none(statement.closing_balance, currency),
            read_as=plain_layout(statement.layout),
            remembered=statement.remembered,
        ),
        money_in=Money.of(sum((each for each in amounts if each > 0), Decimal(0)), currency),
        money_out=Money.of(-sum((each for each in amounts if each < 0), Decimal(0)), currency),
        items=[read_line(each, currency) for each in shown],
        has_more=after is not None,
        next_cursor=cursor_to(after, ctx.organisation.id, input),
        notes=[*statement.unproven, *statement.notes, *again],
        kept=made.lines if made else None,
        **counts,
    )
