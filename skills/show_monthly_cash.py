"""Show what came in and went out by month."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.accounting.lists.view import CopyState
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reports.monthly_cash import KINDS, CashSums, MonthCash, month_rows, months_until
from atom_xero_plugin.reports.workload import copy_state


class Input(Struct, forbid_unknown_fields=True):
    """What show_monthly_cash takes."""

    months: Annotated[
        int,
        Meta(description="How many, this one the last.", ge=1, le=60, extra=also("count periods number") | OBVIOUS),
    ] = 12


class Output(Struct):
    """What show_monthly_cash answers."""

    months: Annotated[list[MonthCash], Meta(description="The months, the earliest first, in the home currency.")]
    other_currencies: Annotated[
        list[str], Meta(description="Currencies in which money moved too; their amounts are not in these.")
    ]
    local_copy: Annotated[CopyState, Meta(description="How much of Xero the local copy holds.")]


@skill(
    effect="read",
    scopes=[],
    examples=[
        Example("How much cash came in and went out in each month of the last year?", {}),
        Example("Cash in and out over the last quarter, by month", {"months": 3}),
    ],
)
async def show_monthly_cash(ctx: Context, input: Input) -> Output:
    """Show cash in, cash out and the net of each month in Xero: payments and other bank transactions, no transfers.

    From the local copy: it never asks Xero, and answers at once on the largest books, as of the last sync.
    """
    months = months_until(ctx.today, input.months)
    sums = await ctx.services.get(CashSums).by_month(ctx.organisation.id, months[0], ctx.today)
    currency = ctx.organisation.base_currency
    return Output(
        months=month_rows(sums, months, currency),
        other_currencies=sorted({each.currency for each in sums if each.currency and each.currency != currency}),
        local_copy=await copy_state(ctx, ctx.services.get(RecordLists), KINDS),
    )
