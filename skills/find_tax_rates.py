"""Find tax rates."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tax_rates import TaxRateView, tax_rate_view
from atom_xero_plugin.accounting.recent_lists import tax_rates_of
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import OBVIOUS, also


class Input(Struct, forbid_unknown_fields=True):
    """What find_tax_rates takes."""

    text: (
        Annotated[
            str,
            Meta(
                description="Part of a name or tax type.",
                max_length=50,
                extra=also("tax rate_name search_text vat_code"),
            ),
        ]
        | None
    ) = None
    used_on: Annotated[
        Literal["asset", "liability", "equity", "revenue", "expense"] | None,
        Meta(description="Only those that accounts of this kind can have.", extra=also("account_kind account_class")),
    ] = None
    include_deleted: Annotated[
        bool, Meta(description="Those that are no longer in use too.", extra=also("deleted with_deleted") | OBVIOUS)
    ] = False


class Output(Struct):
    """What find_tax_rates answers."""

    items: Annotated[list[TaxRateView], Meta(description="The tax rates.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Which tax rates can sales have?", {"used_on": "revenue"})],
)
async def find_tax_rates(ctx: Context, input: Input) -> Output:
    """Find the tax rates (GST, VAT, sales tax) of Xero: per cent, tax type, and the accounts they can be used on."""
    text = casefolded(input.text)
    views = [tax_rate_view(ctx, each) for each in (await tax_rates_of(ctx)).rates]
    return Output([each for each in views if _fits(each, input, text)])


def _fits(rate: TaxRateView, input: Input, text: str) -> bool:
    return (
        (input.include_deleted or rate.status == "active")
        and (input.used_on is None or input.used_on in rate.used_on)
        and (text in casefolded(rate.name) or text in casefolded(rate.id))
    )
