"""Show one payment."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.payments import PaymentName, PaymentView, payment_view
from atom_xero_plugin.accounting.resolve.documents import one_payment


class Input(Struct, forbid_unknown_fields=True):
    """What show_payment takes."""

    payment: PaymentName


class Output(Struct, omit_defaults=True):
    """What show_payment answers."""

    payment: Annotated[PaymentView, Meta(description="The payment.")]


@skill(
    effect="read",
    scopes=["accounting.payments.read", "accounting.invoices.read"],
    examples=[Example("How was invoice INV-0001 paid?", {"payment": "INV-0001"})],
)
async def show_payment(ctx: Context, input: Input) -> Output:
    """Show one Xero payment: amount, day, bank account, the invoice or bill it settles, its batch, its page."""
    return Output(payment_view(ctx, await one_payment(ctx.xero, input.payment)))
