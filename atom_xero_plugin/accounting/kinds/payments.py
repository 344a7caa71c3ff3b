"""How payments appear in answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.kinds.invoices import invoice_link
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.payments import Payment


class PaidInvoice(Struct):
    """The invoice or bill that a payment is for."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    amount_due: Annotated[Money | None, Meta(description="What is still to be paid on it, where Xero says.")]


class PaymentView(Struct, omit_defaults=True):
    """A payment."""

    id: Annotated[str, Meta(description="Xero's id of the payment; reverse_payment takes it.")]
    amount: Annotated[Money, Meta(description="How much.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    state: Annotated[str, Meta(description="recorded, or reversed.")]
    account: Annotated[AccountRef | None, Meta(description="Account it came into or went out of.")]
    invoice: Annotated[PaidInvoice | None, Meta(description="The invoice or bill it settles.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    reconciled: Annotated[bool, Meta(description="Whether it is marked as matched with the bank.")] = False


class PaymentResult(Struct):
    """What an operation on a payment answers, made from the record that was read back."""

    payment: Annotated[PaymentView, Meta(description="The payment as Xero has it now.")]


def payment_view(ctx: Context, payment: Payment) -> PaymentView:
    """A payment in full."""
    paid = payment.invoice
    currency = (paid.currency_code if paid else None) or ctx.organisation.base_currency
    about = None
    if paid is not None:
        due = Money.of(paid.amount_due, currency) if paid.amount_due is not None else None
        about = PaidInvoice(
            paid.invoice_id, paid.invoice_number or None, contact_ref(paid.contact), invoice_link(ctx, paid), due
        )
    return PaymentView(
        id=payment.payment_id,
        amount=Money.of(payment.amount, currency),
        date=payment.date,
        state={"AUTHORISED": "recorded", "DELETED": "reversed"}.get(
            payment.status or "", (payment.status or "").lower()
        ),
        account=account_ref(payment.account) if payment.account else None,
        invoice=about,
        reference=payment.reference or None,
        reconciled=bool(payment.is_reconciled),
    )


def reversed_view(payment: PaymentView) -> PaymentView:
    """The payment as it would be once reversed: what it settled is due again."""
    paid = payment.invoice
    if paid is not None and paid.amount_due is not None:
        due = Money.of(paid.amount_due.amount + payment.amount.amount, payment.amount.currency)
        paid = replace(paid, amount_due=due)
    return replace(payment, state="reversed", invoice=paid)
