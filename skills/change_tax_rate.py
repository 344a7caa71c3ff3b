"""Change a tax rate."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Percent
from atom_xero_plugin.accounting.kinds.tax_rate_plans import (
    TaxComponentInput,
    TaxRateName,
    TaxRateResult,
    propose_tax_rate_change,
)
from atom_xero_plugin.accounting.kinds.tax_rates import tax_rate_view
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tax_rates import TaxRate


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_tax_rate takes."""

    tax: TaxRateName
    name: (
        Annotated[str, Meta(description="Its new name.", min_length=1, max_length=50, extra=also("new_name"))] | None
    ) = None
    percent: (
        Annotated[Percent, Meta(description="New per cent, decimal text, of its one component.", extra=also("rate"))]
        | None
    ) = None
    components: (
        Annotated[
            list[TaxComponentInput],
            Meta(
                description="All its components with their new rates; others are added.",
                min_length=1,
                max_length=20,
                extra=also("tax_component parts"),
            ),
        ]
        | None
    ) = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="change_tax_rate",
    examples=[Example("Our local levy is 4% now", {"tax": "Local levy", "percent": "4"})],
)
async def change_tax_rate(ctx: Context, input: Input) -> Proposal:
    """Change the name, per cent or components of a tax rate in Xero that people made; Xero's own are fixed.

    A person approves first. Lines that are there keep their tax.
    """
    return await propose_tax_rate_change(ctx, input.tax, input.name, input.percent, input.components)


@change_tax_rate.verified
def changed(ctx: Context, rate: TaxRate) -> TaxRateResult:
    """The tax rate as Xero has it now."""
    return TaxRateResult(tax_rate_view(ctx, rate))
