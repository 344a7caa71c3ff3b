"""Record a payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.inputs import AccountName, InvoiceName, PositiveAmount, Reference, one_line
from atom_xero_plugin.accounting.kinds.payment_plans import plan_payment
from atom_xero_plugin.accounting.kinds.payments import PaymentResult, payment_view
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Kind
from atom_xero_plugin.xero.records.payments import Payment


class Input(Struct, forbid_unknown_fields=True):
    """What record_payment takes."""

    invoice: InvoiceName
    account: Annotated[
        AccountName,
        Meta(
            description="Bank account: its code, name or id. The money came into it or went out of it.",
            extra=also("bank_account bank account_code account_id account_name paid_from paid_to paid_into into from"),
        ),
    ]
    amount: Annotated[
        PositiveAmount | None,
        Meta(
            description='Decimal text; left out, all that is due. For example "120.50".',
            extra=also("total sum value paid payment_amount amount_paid"),
        ),
    ] = None
    date: Annotated[
        dt.date | None,
        Meta(
            description="Day of the payment, YYYY-MM-DD; today if left out.",
            extra=also("payment_date paid_on paid_at day when"),
        ),
    ] = None
    reference: Reference | None = None
    currency_rate: CurrencyRateField = None
    kind: Annotated[Kind | None, Meta(description="Distinguishes a sales invoice from a bill of the same number.")] = (
        None
    )


@skill(
    effect="write",
    scopes=["accounting.payments", "accounting.invoices.read", "accounting.settings.read"],
    undo="reverse_payment",
    examples=[
        Example("Invoice INV-0151 was paid into the business account", {"invoice": "INV-0151", "account": "090"})
    ],
)
async def record_payment(ctx: Context, input: Input) -> Proposal:
    """Record that a Xero invoice or Xero bill was paid, in full or in part.

    A person approves first. It moves no money and sends nothing. reverse_payment undoes it.
    """
    reference = one_line(input.reference, "/reference")
    invoice = await one_invoice(ctx.xero, input.invoice, kind=input.kind)
    amount: Decimal | None = input.amount
    return await plan_payment(
        ctx,
        invoice,
        account=input.account,
        amount=amount,
        day=input.date,
        reference=reference,
        rate=input.currency_rate,
    )


@record_payment.verified
def recorded(ctx: Context, payment: Payment) -> PaymentResult:
    """The payment as Xero has it now."""
    return PaymentResult(payment_view(ctx, payment))
