"""Find accounts."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.accounts import AccountView, account_view, is_archived, takes_payments
from atom_xero_plugin.accounting.kinds.bank_balances import WithBalance, balances_today
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True):
    """What find_accounts takes."""

    text: (
        Annotated[
            str,
            Meta(
                description="Part of a code, name or description.",
                max_length=150,
                extra=also("query search q keyword contains words search_term name code account"),
            ),
        ]
        | None
    ) = None
    kind: Annotated[
        Literal["asset", "liability", "equity", "revenue", "expense"] | None,
        Meta(description="Kind. That of the account in the chart.", extra=also("type class account_type")),
    ] = None
    bank_only: Annotated[
        bool,
        Meta(
            description="Only bank accounts and credit cards.",
            extra=also("bank banks only_bank bank_accounts") | OBVIOUS,
        ),
    ] = False
    for_payments: Annotated[
        bool, Meta(description="Only those that invoices and bills can be paid with.", extra=OBVIOUS)
    ] = False
    include_archived: Annotated[bool, Meta(description="Archived ones too.", extra=aliases.ARCHIVED | OBVIOUS)] = False
    with_balance: Annotated[WithBalance, Meta(description="What each bank account holds today, too.")] = False
    limit: Limit = 100
    cursor: Cursor = None


class Output(Struct):
    """What find_accounts answers."""

    items: Annotated[list[AccountView], Meta(description="The accounts, by code.")]
    total: Annotated[int, Meta(description="How many fit in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[
        Example("Which bank accounts are there?", {"bank_only": True}),
        Example("How much money do we have in the bank?", {"bank_only": True, "with_balance": True}),
        Example("Which accounts can sales be booked to?", {"kind": "revenue"}),
    ],
)
async def find_accounts(ctx: Context, input: Input) -> Output:
    """Find accounts in the Xero chart of accounts, for lines and payments of invoices and bills.

    With balances of bank accounts if asked for; those of others are in show_report.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    chart = (await chart_of(ctx)).accounts
    text = casefolded(input.text)
    fitting = sorted(
        (each for each in chart if _fits(each, input, text)), key=lambda each: (each.code or "~", each.name or "")
    )

    async def fetch(page: int) -> Page[Account]:
        first = (page - 1) * input.limit
        pages = -(-len(fitting) // input.limit)
        return Page(fitting[first : first + input.limit], page, input.limit, pages, len(fitting))

    found = await collect(fetch, start, input.limit)
    balances = await balances_today(ctx) if input.with_balance else None
    return Output(
        items=[account_view(ctx, each, balances) for each in found.items],
        total=len(fitting),
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
    )


def _fits(account: Account, input: Input, text: str) -> bool:
    return (
        (not text or text in _words(account))
        and (input.kind is None or (account.class_ or "").lower() == input.kind)
        and (not input.bank_only or account.is_bank)
        and (not input.for_payments or takes_payments(account))
        and (input.include_archived or not is_archived(account))
    )


def _words(account: Account) -> str:
    return " ".join(casefolded(each) for each in (account.code, account.name, account.description))
