"""Create a tax rate."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Percent
from atom_xero_plugin.accounting.kinds.tax_rate_plans import TaxComponentInput, TaxRateResult, propose_tax_rate
from atom_xero_plugin.accounting.kinds.tax_rates import tax_rate_view
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tax_rates import TaxRate


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_tax_rate takes."""

    name: Annotated[
        str, Meta(description="A name that no rate has.", min_length=1, max_length=50, extra=also("tax_rate tax_name"))
    ]
    percent: (
        Annotated[
            Percent,
            Meta(description="Per cent, decimal text, of a rate that has one component.", extra=also("rate tax value")),
        ]
        | None
    ) = None
    components: (
        Annotated[
            list[TaxComponentInput],
            Meta(
                description="In place of percent: components, such as a state and a city tax.",
                min_length=1,
                max_length=20,
                extra=also("tax_components parts"),
            ),
        ]
        | None
    ) = None
    reported_as: (
        Annotated[
            str,
            Meta(
                description="What tax reports count it as; needed in Australia, New Zealand and the UK. OUTPUT is for "
                "sales, INPUT for purchases, EXEMPTOUTPUT and EXEMPTINPUT for what is exempt.",
                pattern="^[A-Z]{1,40}$",
                extra=also("report_tax_type tax_type type"),
            ),
        ]
        | None
    ) = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="delete_tax_rate",
    examples=[
        Example(
            "Add a reduced GST rate of 9% for long stays",
            {"name": "Reduced GST on Income", "percent": "9", "reported_as": "OUTPUT"},
        ),
    ],
)
async def create_tax_rate(ctx: Context, input: Input) -> Proposal:
    """Create a tax rate (GST, VAT, sales tax) in Xero, of one component or several.

    A person approves first. Xero gives it its tax type, such as TAX001.
    """
    return await propose_tax_rate(ctx, input.name, input.percent, input.components, input.reported_as)


@create_tax_rate.verified
def created(ctx: Context, rate: TaxRate) -> TaxRateResult:
    """The tax rate as Xero has it now."""
    return TaxRateResult(tax_rate_view(ctx, rate))
