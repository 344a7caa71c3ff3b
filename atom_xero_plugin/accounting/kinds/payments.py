"""How payments appear in answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.accounts import SAMPLE_NAME as ACCOUNT_NAME
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.kinds.invoices import SAMPLE as INVOICE_SAMPLE
from atom_xero_plugin.accounting.kinds.invoices import invoice_link
from atom_xero_plugin.accounting.listed import RECORDED, InLists, Listed, contact_of, way
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.catalogue.trigger_filters import ContactName, Least, is_contact, reaches
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES
from atom_xero_plugin.xero.records.overpayments import OVERPAYMENTS
from atom_xero_plugin.xero.records.payments import PAYMENTS, Payment, PaymentBatch
from atom_xero_plugin.xero.records.prepayments import PREPAYMENTS

PaymentName = Annotated[
    str,
    Meta(
        description="Its id, from show_invoice; or number or id of an invoice with one payment.",
        min_length=1,
        max_length=255,
        extra=also("payment_id id invoice invoice_number"),
    ),
]


_REFUNDS: Final = {
    "CREDITPAYMENT": ("credit_note", CREDIT_NOTES.page),
    "PREPAYMENTPAYMENT": ("prepayment", PREPAYMENTS.page),
    "OVERPAYMENTPAYMENT": ("overpayment", OVERPAYMENTS.page),
}
"""What payments of a type refund, by the type without its first two letters, and where that is shown."""


class PaidInvoice(Struct):
    """The invoice or bill that a payment is for."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    amount_due: Annotated[Money | None, Meta(description="What is still to be paid on it, where Xero says.")]


class RefundedCredit(Struct):
    """The credit that a payment refunds."""

    kind: Annotated[str, Meta(description="credit_note, prepayment or overpayment.")]
    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]


class PaymentBatchRef(Struct, omit_defaults=True):
    """The batch that a payment is part of."""

    id: Annotated[str, Meta(description="Xero's id of the batch payment.")]
    total: Annotated[Money | None, Meta(description="What all its payments come to, where Xero says.")] = None
    reconciled: Annotated[bool, Meta(description="Whether the batch is matched with the bank.")] = False
    reversed_by: Annotated[str, Meta(description="How the payment is reversed: with the whole batch.")] = (
        "delete_batch_payment, which deletes the whole batch"
    )


class PaymentView(Struct, omit_defaults=True):
    """A payment."""

    id: Annotated[str, Meta(description="Xero's id of the payment; reverse_payment takes it.")]
    amount: Annotated[Money, Meta(description="How much.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    direction: Annotated[Literal["in", "out"], Meta(description="Whether money came in or went out.")]
    state: Annotated[str, Meta(description="recorded, or reversed.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    account: Annotated[AccountRef | None, Meta(description="Account it came into or went out of.")]
    invoice: Annotated[PaidInvoice | None, Meta(description="The invoice or bill it settles.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    reconciled: Annotated[bool, Meta(description="Whether it is marked as matched with the bank.")] = False
    batch: Annotated[PaymentBatchRef | None, Meta(description="The batch payment that it is part of.")] = None
    refunds: Annotated[RefundedCredit | None, Meta(description="The credit it refunds, in place of an invoice.")] = None


class PaymentResult(Struct):
    """What an operation on a payment answers, made from the record that was read back."""

    payment: Annotated[PaymentView, Meta(description="The payment as Xero has it now.")]


def payment_view(ctx: Context, payment: Payment) -> PaymentView:
    """A payment in full."""
    paid = payment.invoice
    currency = (paid.currency_code if paid else None) or ctx.organisation.base_currency
    about, credit = None, _credit_of(ctx, payment)
    if paid is not None and credit is None:
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
        direction="in" if payment.is_money_in else "out",
        url=ctx.link(PAYMENTS.page, payment.payment_id),
        batch=_batch_of(ctx, payment),
        refunds=credit,
    )


def _credit_of(ctx: Context, payment: Payment) -> RefundedCredit | None:
    """The credit that it refunds. Xero shows that as an invoice of its id; what has a name of its own comes first."""
    known = _REFUNDS.get((payment.payment_type or "")[2:])
    if known is None:
        return None
    shown, note = payment.invoice, payment.credit_note
    ahead, over = payment.prepayment, payment.overpayment
    named = [note.credit_note_id if note else None, ahead.prepayment_id if ahead else None,
             over.overpayment_id if over else None, shown.invoice_id if shown else None]  # fmt: skip
    identity = next((each for each in named if each), "")
    number = (note.credit_note_number if note else None) or (shown.invoice_number if shown else None)
    kind, page = known
    contact = contact_ref(shown.contact if shown else None)
    return RefundedCredit(kind, identity, number or None, contact, ctx.link(page, identity))


def _batch_of(ctx: Context, payment: Payment) -> PaymentBatchRef | None:
    """The batch it is part of. A batch is always in the organisation's own currency."""
    if not payment.in_batch:
        return None
    batch = payment.batch_payment or PaymentBatch()
    total = batch.total_amount
    return PaymentBatchRef(
        id=payment.batch_id or "",
        total=Money.of(total, ctx.organisation.base_currency) if total is not None else None,
        reconciled=bool(batch.is_reconciled),
    )


def reversed_view(payment: PaymentView) -> PaymentView:
    """The payment as it would be once reversed: what it settled is due again."""
    paid = payment.invoice
    if paid is not None and paid.amount_due is not None:
        due = Money.of(paid.amount_due.amount + payment.amount.amount, payment.amount.currency)
        paid = replace(paid, amount_due=due)
    return replace(payment, state="reversed", invoice=paid)


class PaymentFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of payments."""

    contact: ContactName | None = None
    min_amount: Least | None = None
    direction: Annotated[Literal["in", "out"] | None, Meta(description="Only money in, or out.")] = None

    def matches(self, record: Payment) -> bool:
        """Whether the payment is meant."""
        contact = record.invoice.contact if record.invoice else None
        direction = "in" if record.is_money_in else "out"
        return (
            is_contact(self.contact, contact)
            and reaches(self.min_amount, record.amount)
            and self.direction in (None, direction)
        )


def _found_by(payment: Payment) -> Found:
    invoice = payment.invoice
    contact = invoice.contact if invoice else None
    number, name = invoice.invoice_number if invoice else payment.invoice_number, contact.name if contact else None
    reversed_one = "reversed" if payment.status == "DELETED" else None
    currency = invoice.currency_code if invoice else None
    return Found(
        title=(f"Payment of {number}" if number else "Payment", name),
        snippet=(shown_amount(payment.amount, currency), shown_day(payment.date), reversed_one),
        reference=payment.reference,
        amount=payment.amount,
        currency=currency,
        words=("payment", number, name, payment.reference),
        day=payment.date,
        state=reversed_one,
    )


def _listed_by(payment: Payment) -> Listed:
    """What it settled gives it its contact, its number and its currency."""
    invoice = payment.invoice
    contact_id, contact_name = contact_of(invoice.contact if invoice else None)
    return Listed(
        day=payment.date,
        contact_id=contact_id,
        contact_name=contact_name,
        number=(invoice.invoice_number if invoice else None) or payment.invoice_number or None,
        reference=payment.reference or None,
        total=payment.amount,
        currency=invoice.currency_code if invoice else None,
        direction=way(money_in=payment.is_money_in),
        account=payment.account.name or payment.account.code if payment.account else None,
        reconciled=bool(payment.is_reconciled),
    )


IN_LISTS: Final = InLists[Payment](
    listed_by=_listed_by, statuses={**RECORDED, "DELETED": "reversed"}, gone=("DELETED",)
)


PAYMENT: Final = RecordKind[Payment](
    name="payment",
    endpoint=PAYMENTS,
    view=payment_view,
    shape=PaymentView,
    filters=PaymentFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    sample={
        "PaymentID": "d4e5f6a7-b8c9-4d0e-9f1a-2b3c4d5e6f70",
        "Date": "/Date(1781481600000+0000)/",
        "Amount": "345.00",
        "Status": "AUTHORISED",
        "PaymentType": "ACCRECPAYMENT",
        "Account": ACCOUNT_NAME,
        "Invoice": INVOICE_SAMPLE,
    },
)
