"""Refund a credit note."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.inputs import Reference
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteName, credit_of
from atom_xero_plugin.accounting.kinds.credit_plans import check_refund_alone, plan_refund
from atom_xero_plugin.accounting.kinds.credits import RefundAccount, RefundAmount, RefundDay
from atom_xero_plugin.accounting.kinds.payments import PaymentResult, payment_view
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.payments import Payment


class Input(Struct, forbid_unknown_fields=True):
    """What refund_credit_note takes."""

    credit_note: CreditNoteName
    account: RefundAccount
    amount: RefundAmount = None
    date: RefundDay = None
    reference: Reference | None = None
    currency_rate: CurrencyRateField = None


@skill(
    effect="write",
    scopes=["accounting.payments", "accounting.invoices.read", "accounting.settings.read"],
    undo="reverse_payment",
    examples=[
        Example(
            "Credit note CN-0002 was paid back out of the business account",
            {"credit_note": "CN-0002", "account": "090"},
        )
    ],
)
async def refund_credit_note(ctx: Context, input: Input) -> Proposal:
    """Record that a Xero credit note was refunded, in full or in part: to a customer, or by a supplier.

    A person approves first. It moves no money and sends nothing. reverse_payment undoes it.
    """
    check_refund_alone(input.date, input.reference)
    stored = await one_credit_note(ctx, input.credit_note)
    return await plan_refund(
        credit_of(stored),
        account=input.account,
        amount=input.amount,
        day=input.date,
        reference=input.reference,
        rate=input.currency_rate,
    )


@refund_credit_note.verified
def refunded(ctx: Context, payment: Payment) -> PaymentResult:
    """The payment as Xero has it now."""
    return PaymentResult(payment_view(ctx, payment))
