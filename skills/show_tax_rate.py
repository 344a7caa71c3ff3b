"""Show one tax rate."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.kinds.tax_rates import TaxRateView, tax_rate_view
from atom_xero_plugin.accounting.resolve.chart import tax_rates


class Input(Struct, forbid_unknown_fields=True):
    """What show_tax_rate takes."""

    tax: Annotated[
        str,
        Meta(
            description="Its name or tax type, such as OUTPUT2. find_tax_rates lists them.",
            min_length=1,
            max_length=50,
            extra=aliases.TAX,
        ),
    ]


class Output(Struct):
    """What show_tax_rate answers."""

    tax_rate: Annotated[TaxRateView, Meta(description="The tax rate.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("What is OUTPUT2?", {"tax": "OUTPUT2"})],
)
async def show_tax_rate(ctx: Context, input: Input) -> Output:
    """Show one tax rate of Xero: per cent, parts, the accounts it can be used on, what tax reports count it as."""
    return Output(tax_rate_view(ctx, (await tax_rates(ctx.xero)).one(input.tax, path="/tax")))
