"""Find currencies."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.currencies import CurrencyView, currency_view
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.currencies import CURRENCIES


class Input(Struct, forbid_unknown_fields=True):
    """What find_currencies takes."""


class Output(Struct):
    """What find_currencies answers."""

    items: Annotated[list[CurrencyView], Meta(description="The currencies, the organisation's own first.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Which currencies can we invoice in?", {})],
)
async def find_currencies(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Find the currencies that documents in Xero can be in. create_currency adds one."""
    views = [currency_view(ctx, each) for each in (await list_of(ctx.xero, CURRENCIES)).items]
    return Output(sorted(views, key=lambda each: (not each.base, each.id)))
