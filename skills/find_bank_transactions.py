"""Find the bank transactions of one bank account."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.bank_transactions import BankTransactionView, bank_transaction_view
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.chart import likely_bank_account
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter

_PAGE: Final = 100


class Input(Struct, forbid_unknown_fields=True):
    """What find_bank_transactions takes."""

    account: BankAccountName
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_bank_transactions answers."""

    items: Annotated[list[BankTransactionView], Meta(description="Money spent and received, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.banktransactions.read", "accounting.settings.read"],
    examples=[Example("What went over account 090 last month?", {"account": "090", "period": "last_month"})],
)
async def find_bank_transactions(ctx: Context, input: Input) -> Output:
    """Find the Xero bank transactions that went over one bank account or card, the newest first.

    They are money spent and received without an invoice or bill; payments of those stand with show_invoice.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    account, exact = await likely_bank_account(ctx.xero, input.account)
    requested = BankTransactionFilter(date_from=days.first if days else None, date_to=days.last if days else None)

    async def fetch(page: int) -> Page[BankTransaction]:
        return await list_of(ctx.xero, BANK_TRANSACTIONS, requested, page=page, page_size=_PAGE, order="Date DESC")

    def keep(each: BankTransaction) -> bool:
        """Xero cannot filter by account on big books, so we do."""
        return each.bank_account is not None and each.bank_account.account_id == account.account_id

    found = await collect(fetch, start, input.limit, keep)
    return Output(
        items=[bank_transaction_view(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=assumed("account", input.account, account.account_id, account.name, exact=exact),
    )
