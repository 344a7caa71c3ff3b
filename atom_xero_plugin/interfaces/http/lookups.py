"""What the API shows and no skill answers, told to the one entry point as skills are: contacts and bank accounts."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import (
    AccountName,
    ContactName,
    Cursor,
    DatesField,
    Limit,
    PeriodField,
    resolve_days,
)
from atom_xero_plugin.accounting.kinds.accounts import AccountView, account_view
from atom_xero_plugin.accounting.kinds.bank_transactions import BankTransactionView, bank_transaction_view
from atom_xero_plugin.accounting.kinds.contacts import ContactView, contact_view
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve import likely_contact
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import Example, Skill, skill
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.xero.lists import get, list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter
from atom_xero_plugin.xero.records.contacts import CONTACTS

_PAGE: Final = 100


class ContactAsked(Struct, forbid_unknown_fields=True):
    """What show_contact takes."""

    contact: ContactName


class ContactShown(Struct, omit_defaults=True):
    """What show_contact answers."""

    contact: Annotated[ContactView, Meta(description="The contact.")]
    assumed: Assumptions = []


@skill(
    effect="read", scopes=["accounting.contacts.read"], examples=[Example("Show Ngaio", {"contact": "Ngaio Travel"})]
)
async def show_contact(ctx: Context, input: ContactAsked) -> ContactShown:
    """Show one Xero contact in full."""
    match = await likely_contact(ctx.xero, input.contact)
    contact = await get(ctx.xero, CONTACTS, match.record.contact_id)
    return ContactShown(contact_view(ctx, contact), contact_assumed(input.contact, match))


class AccountAsked(Struct, forbid_unknown_fields=True):
    """What show_bank_account takes."""

    account: AccountName


class AccountShown(Struct):
    """What show_bank_account answers."""

    account: Annotated[AccountView, Meta(description="The bank account.")]


@skill(effect="read", scopes=["accounting.settings.read"], examples=[Example("Show account 090", {"account": "090"})])
async def show_bank_account(ctx: Context, input: AccountAsked) -> AccountShown:
    """Show one bank account or credit card of Xero's chart of accounts."""
    return AccountShown(account_view(ctx, await _bank_account(ctx, input.account)))


class TransactionsAsked(Struct, forbid_unknown_fields=True):
    """What find_bank_transactions takes."""

    account: AccountName
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 20
    cursor: Cursor = None


class Transactions(Struct):
    """What find_bank_transactions answers."""

    items: Annotated[list[BankTransactionView], Meta(description="Money spent and received, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.banktransactions.read", "accounting.settings.read"],
    examples=[Example("What went over account 090 last month?", {"account": "090", "period": "last_month"})],
)
async def find_bank_transactions(ctx: Context, input: TransactionsAsked) -> Transactions:
    """Find the bank transactions of one bank account in Xero: money spent and received without an invoice."""
    start = begin(input.cursor, ctx.organisation.id, input)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    account = await _bank_account(ctx, input.account)
    requested = BankTransactionFilter(date_from=days.first if days else None, date_to=days.last if days else None)

    async def fetch(page: int) -> Page[BankTransaction]:
        return await list_of(ctx.xero, BANK_TRANSACTIONS, requested, page=page, page_size=_PAGE, order="Date DESC")

    def keep(each: BankTransaction) -> bool:
        """Xero cannot filter by account on big books, so we do."""
        return each.bank_account is not None and each.bank_account.account_id == account.account_id

    found = await collect(fetch, start, input.limit, keep)
    return Transactions(
        items=[bank_transaction_view(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
    )


async def _bank_account(ctx: Context, named: str) -> Account:
    """The bank account of that id, code or name."""
    requested = named.strip().casefold()
    for account in (await list_of(ctx.xero, ACCOUNTS)).items:
        names = (account.account_id, account.code, account.name)
        if account.is_bank and requested in {name.casefold() for name in names if name}:
            return account
    raise NotFound(
        f"There is no bank account {named[:60]!r} in {ctx.organisation.name}.", hint="GET /bank_accounts lists them."
    )


LOOKUPS: Final[tuple[Skill, ...]] = (show_contact, show_bank_account, find_bank_transactions)
