"""Show one repeating invoice."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.repeating_invoices import (
    RepeatingInvoiceName,
    RepeatingInvoiceView,
    repeating_view,
)
from atom_xero_plugin.accounting.repeating import one_template


class Input(Struct, forbid_unknown_fields=True):
    """What show_repeating_invoice takes."""

    repeating_invoice: RepeatingInvoiceName


class Output(Struct):
    """What show_repeating_invoice answers."""

    repeating_invoice: Annotated[RepeatingInvoiceView, Meta(description="The repeating invoice.")]


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[Example("What is on the monthly retainer?", {"repeating_invoice": "Retainer monthly"})],
)
async def show_repeating_invoice(ctx: Context, input: Input) -> Output:
    """Show one repeating Xero invoice or bill: its lines, how often it comes, when each is due."""
    return Output(repeating_view(ctx, await one_template(ctx, input.repeating_invoice)))
