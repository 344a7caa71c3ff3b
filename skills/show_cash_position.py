"""Show the cash position."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AsOf, sane_day
from atom_xero_plugin.core.money import ZERO, Money
from atom_xero_plugin.reports.cash import BankBalance, OwedSum, bank_balances, owed
from atom_xero_plugin.reports.collected import ReadFrom, books_of
from atom_xero_plugin.reports.open_balances import LISTS, open_items


class Input(Struct, forbid_unknown_fields=True):
    """What show_cash_position takes."""

    as_of: AsOf = None


class Output(Struct):
    """What show_cash_position answers."""

    as_of: Annotated[date, Meta(description="The day.")]
    in_bank: Annotated[Money, Meta(description="Sum of the bank accounts and cards.")]
    receivable: Annotated[OwedSum, Meta(description="What customers owe.")]
    payable: Annotated[OwedSum, Meta(description="What suppliers are owed.")]
    net: Annotated[Money, Meta(description="In bank and receivable, less payable.")]
    accounts: Annotated[list[BankBalance], Meta(description="Each bank account and card.")]
    read_from: Annotated[ReadFrom, Meta(description="Where receivable and payable come from; the bank is Xero's.")]


@skill(
    effect="read",
    scopes=["accounting.reports.banksummary.read", "accounting.invoices.read", "accounting.payments.read"],
    examples=[
        Example("How much cash do we have, and what is coming in and going out?", {}),
        Example("Cash position at the end of May", {"as_of": "2026-05-31"}),
    ],
)
async def show_cash_position(ctx: Context, input: Input) -> Output:
    """Show the cash position in Xero: bank balances, what customers owe, what suppliers are owed, overdue and due soon.

    All in the organisation's currency; documents of other currencies at their own rate.
    """
    day, currency = sane_day(input.as_of, "/as_of") or ctx.today, ctx.organisation.base_currency
    accounts = await bank_balances(ctx.xero, day, currency)
    books = await books_of(ctx, LISTS)
    receivable = owed(await open_items(books, "sales", day), day, currency)
    payable = owed(await open_items(books, "bill", day), day, currency)
    in_bank = sum((each.balance.amount for each in accounts), ZERO)
    return Output(
        as_of=day,
        in_bank=Money.of(in_bank, currency),
        receivable=receivable,
        payable=payable,
        net=Money.of(in_bank + receivable.total.amount - payable.total.amount, currency),
        accounts=accounts,
        read_from=books.read_from,
    )
