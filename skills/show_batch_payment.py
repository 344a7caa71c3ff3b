"""Show one batch payment."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.batch_payment_plans import one_batch, whole_batch_view
from atom_xero_plugin.accounting.kinds.batch_payments import BatchPaymentName, BatchPaymentView


class Input(Struct, forbid_unknown_fields=True):
    """What show_batch_payment takes."""

    batch_payment: BatchPaymentName


class Output(Struct):
    """What show_batch_payment answers."""

    batch_payment: Annotated[BatchPaymentView, Meta(description="The batch payment.")]


@skill(
    effect="read",
    scopes=["accounting.payments.read", "accounting.invoices.read", "accounting.settings.read"],
    examples=[Example("Which bills were in that batch?", {"batch_payment": "aca69097-dbe2-436c-8841-68bb4b9299b5"})],
)
async def show_batch_payment(ctx: Context, input: Input) -> Output:
    """Show one Xero batch payment: its bills or sales invoices with amounts, bank account, day, its page."""
    return Output(await whole_batch_view(ctx, await one_batch(ctx.xero, input.batch_payment)))
