"""Delete a tax rate."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.tax_rate_plans import TaxRateName, TaxRateResult, propose_tax_rate_deletion
from atom_xero_plugin.accounting.kinds.tax_rates import tax_rate_view
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.tax_rates import TaxRate


class Input(Struct, forbid_unknown_fields=True):
    """What delete_tax_rate takes."""

    tax: TaxRateName


@skill(
    effect="destructive",
    scopes=["accounting.settings"],
    examples=[Example("Delete the local levy", {"tax": "Local levy"})],
)
async def delete_tax_rate(ctx: Context, input: Input) -> Proposal:
    """Delete a tax rate in Xero that people made; one that lines have is archived by Xero. Neither comes back.

    A person approves first. Lines that have it keep it.
    """
    return await propose_tax_rate_deletion(ctx, input.tax)


@delete_tax_rate.verified
def deleted(ctx: Context, rate: TaxRate) -> TaxRateResult:
    """The tax rate as Xero has it now: deleted or archived."""
    return TaxRateResult(tax_rate_view(ctx, rate))
