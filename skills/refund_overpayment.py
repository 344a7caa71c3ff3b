"""Refund an overpayment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.inputs import Reference
from atom_xero_plugin.accounting.kinds.credit_plans import check_refund_alone, plan_refund
from atom_xero_plugin.accounting.kinds.credits import RefundAccount, RefundAmount, RefundDay
from atom_xero_plugin.accounting.kinds.overpayments import CREDIT, OverpaymentName
from atom_xero_plugin.accounting.kinds.payments import PaymentResult, payment_view
from atom_xero_plugin.accounting.resolve.credits import one_bank_credit
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.payments import Payment


class Input(Struct, forbid_unknown_fields=True):
    """What refund_overpayment takes."""

    overpayment: OverpaymentName
    account: RefundAccount
    amount: RefundAmount = None
    date: RefundDay = None
    reference: Reference | None = None
    currency_rate: CurrencyRateField = None


@skill(
    effect="write",
    scopes=["accounting.payments", "accounting.settings.read"],
    undo="reverse_payment",
    examples=[
        Example("What was left of the overpayment OVER-001 went back", {"overpayment": "OVER-001", "account": "090"})
    ],
)
async def refund_overpayment(ctx: Context, input: Input) -> Proposal:
    """Record that a Xero overpayment was refunded, in full or in part: to a customer, or by a supplier.

    A person approves first. It moves no money and sends nothing. reverse_payment undoes it.
    """
    check_refund_alone(input.date, input.reference)
    credit = await one_bank_credit(ctx, CREDIT, input.overpayment)
    return await plan_refund(
        credit,
        account=input.account,
        amount=input.amount,
        day=input.date,
        reference=input.reference,
        rate=input.currency_rate,
    )


@refund_overpayment.verified
def refunded(ctx: Context, payment: Payment) -> PaymentResult:
    """The payment as Xero has it now."""
    return PaymentResult(payment_view(ctx, payment))
