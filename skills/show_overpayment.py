"""Show one overpayment."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditView, bank_credit_view
from atom_xero_plugin.accounting.kinds.overpayments import CREDIT, OverpaymentName
from atom_xero_plugin.accounting.resolve.credits import one_bank_credit


class Input(Struct, forbid_unknown_fields=True):
    """What show_overpayment takes."""

    overpayment: OverpaymentName


class Output(Struct, omit_defaults=True):
    """What show_overpayment answers."""

    overpayment: Annotated[BankCreditView, Meta(description="The overpayment.")]


@skill(
    effect="read",
    scopes=["accounting.payments.read"],
    examples=[Example("How much of the overpayment OVER-001 is left?", {"overpayment": "OVER-001"})],
)
async def show_overpayment(ctx: Context, input: Input) -> Output:
    """Show one Xero overpayment: its lines, tax, status, what is left, allocations, refunds, its page."""
    return Output(bank_credit_view(ctx, (await one_bank_credit(ctx, CREDIT, input.overpayment)).record))
