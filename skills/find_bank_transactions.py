"""Find bank transactions."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, assumed, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.bank_transactions import BankTransactionRow, bank_transaction_row
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.accounting.resolve.chart import likely_bank_account
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter
from atom_xero_plugin.xero.where_clause import checked_text

_PAGE: Final = 100


class Input(Struct, forbid_unknown_fields=True):
    """What find_bank_transactions takes."""

    account: Annotated[BankAccountName | None, Meta(description="Only over this bank account or card.")] = None
    contact: ContactName | None = None
    direction: Annotated[
        Literal["in", "out"] | None, Meta(description="Only money in, or out.", extra=aliases.DIRECTION)
    ] = None
    reconciled: Annotated[bool | None, Meta(description="Only those matched with the bank, or only others.")] = None
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_bank_transactions answers."""

    items: Annotated[list[BankTransactionRow], Meta(description="Money spent and received, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.banktransactions.read", "accounting.contacts.read", "accounting.settings.read"],
    examples=[
        Example("What went over account 090 last month?", {"account": "090", "period": "last_month"}),
        Example("Which money spent is not reconciled yet?", {"direction": "out", "reconciled": False}),
    ],
)
async def find_bank_transactions(ctx: Context, input: Input) -> Output:
    """Find Xero bank transactions by bank account or card, customer or supplier, direction or day, the newest first.

    They are money spent and received without an invoice or bill; payments of those are in find_payments.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    if input.contact is not None:
        checked_text(input.contact, "/contact")
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    account = likely_bank_account(await chart_of(ctx), input.account) if input.account is not None else None
    contact = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    requested = BankTransactionFilter(
        contact_id=contact.record.contact_id if contact else None,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )

    async def fetch(page: int) -> Page[BankTransaction]:
        return await list_of(ctx.xero, BANK_TRANSACTIONS, requested, page=page, page_size=_PAGE, order="Date DESC")

    def keep(each: BankTransaction) -> bool:
        """Xero cannot filter by account, and by what is reconciled, on big books, so we do."""
        bank = each.bank_account
        return (
            (account is None or (bank is not None and bank.account_id == account.record.account_id))
            and input.direction in {None, "in" if each.is_money_in else "out"}
            and input.reconciled in {None, bool(each.is_reconciled)}
        )

    found = await collect(fetch, start, input.limit, keep)
    taken = contact_assumed(input.contact, contact)
    if account is not None:
        named = account.record
        taken += assumed("account", input.account or "", named.account_id, named.name, exact=account.exact)
    return Output(
        items=[bank_transaction_row(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=taken,
    )
