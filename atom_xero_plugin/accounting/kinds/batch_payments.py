"""What a batch payment means: how answers show it, what it is found by, what narrows its triggers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.accounts import SAMPLE_NAME, AccountRef, account_ref
from atom_xero_plugin.accounting.kinds.invoices import SAMPLE as INVOICE_SAMPLE
from atom_xero_plugin.accounting.listed import RECORDED, InLists, Listed, way
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.catalogue.trigger_filters import Least, reaches
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.batch_payments import BATCH_PAYMENTS, BatchPayment
from atom_xero_plugin.xero.records.invoices import Invoice

BatchPaymentName = Annotated[
    str,
    Meta(
        description="Its id. Xero batch payments are listed by find_batch_payments.",
        min_length=1,
        max_length=50,
        extra=also("batch_payment_id batch batch_id id"),
    ),
]
Settles = Literal["sales", "bill"]


class BatchPart(Struct, omit_defaults=True):
    """One payment of a batch."""

    id: Annotated[str, Meta(description="Xero's id of the payment.")]
    invoice: Annotated[str, Meta(description="Id of the invoice or bill that it settles.")]
    amount: Annotated[Money, Meta(description="How much of the batch.")]
    number: Annotated[str | None, Meta(description="Number of the invoice or bill.")] = None
    contact: Annotated[str | None, Meta(description="Customer or supplier.")] = None


class BatchPaymentView(Struct, omit_defaults=True):
    """Several payments as one movement on a bank account."""

    id: Annotated[str, Meta(description="Xero's id.")]
    settles: Annotated[Settles, Meta(description="sales invoices that came in, or bills that were paid.")]
    total: Annotated[Money, Meta(description="What its payments come to.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    state: Annotated[str, Meta(description="recorded, or deleted.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    account: Annotated[AccountRef | None, Meta(description="The bank account.")]
    payments: Annotated[list[BatchPart], Meta(description="Its payments; none left of a deleted one.")] = []
    reference: Annotated[str | None, Meta(description="What the bank shows.")] = None
    reconciled: Annotated[bool, Meta(description="Whether it is matched with the bank.")] = False


class BatchPaymentResult(Struct):
    """What a write of a batch payment answers, from the record that was read back."""

    batch_payment: Annotated[BatchPaymentView, Meta(description="The batch payment as Xero has it now.")]


def batch_payment_view(
    ctx: Context,
    record: BatchPayment,
    invoices: Mapping[str, Invoice] | None = None,
    accounts: Sequence[Account] = (),
) -> BatchPaymentView:
    """A batch payment in full. `invoices` by their ids give the numbers, `accounts` the names: a batch has only ids."""
    base, known = ctx.organisation.base_currency, invoices or {}
    parts = []
    for each in record.payments or ():
        identity = each.invoice.invoice_id if each.invoice else ""
        invoice = known.get(identity, each.invoice)
        contact = invoice.contact if invoice else None
        parts.append(
            BatchPart(
                id=each.payment_id or "",
                invoice=identity,
                amount=Money.of(each.amount, base),
                number=(invoice.invoice_number or None) if invoice else None,
                contact=contact.name if contact else None,
            )
        )
    return BatchPaymentView(
        id=record.batch_payment_id,
        settles="sales" if record.is_money_in else "bill",
        total=Money.of(record.total_amount, base),
        date=record.date,
        state={"AUTHORISED": "recorded"}.get(record.status or "", (record.status or "").lower()),
        url=ctx.link(BATCH_PAYMENTS.page, record.batch_payment_id),
        account=_account(record.account, accounts) if record.account else None,
        payments=parts,
        reference=record.reference or record.details or None,
        reconciled=bool(record.is_reconciled),
    )


def _account(account: Account, accounts: Sequence[Account]) -> AccountRef:
    return account_ref(next((each for each in accounts if each.account_id == account.account_id), account))


class BatchFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of batch payments."""

    min_amount: Least | None = None
    settles: Annotated[Settles | None, Meta(description="Only of sales invoices, or of bills.")] = None

    def matches(self, record: BatchPayment) -> bool:
        """Whether the batch payment is meant."""
        return reaches(self.min_amount, record.total_amount) and self.settles in {
            None,
            "sales" if record.is_money_in else "bill",
        }


def _found_by(record: BatchPayment) -> Found:
    count = len(record.payments or ())
    what = "sales invoices" if record.is_money_in else "bills"
    deleted = "deleted" if record.status == "DELETED" else None
    return Found(
        title=(f"Batch payment of {count} {what}" if count else "Batch payment",),
        snippet=(shown_amount(record.total_amount, None), shown_day(record.date), record.reference, deleted),
        reference=record.reference,
        amount=record.total_amount,
        words=("batch", "payment", record.reference, record.details, record.narrative),
        day=record.date,
        state=deleted,
    )


def _listed_by(record: BatchPayment) -> Listed:
    """A batch is in the organisation's own currency."""
    return Listed(
        day=record.date,
        reference=record.reference or record.details or None,
        total=record.total_amount,
        direction=way(money_in=record.is_money_in),
        account=record.account.name or record.account.code if record.account else None,
        reconciled=bool(record.is_reconciled),
    )


IN_LISTS: Final = InLists[BatchPayment](
    listed_by=_listed_by, statuses={**RECORDED, "DELETED": "deleted"}, gone=("DELETED",)
)


BATCH_PAYMENT: Final = RecordKind[BatchPayment](
    name="batch_payment",
    endpoint=BATCH_PAYMENTS,
    view=batch_payment_view,
    shape=BatchPaymentView,
    filters=BatchFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    sample={
        "BatchPaymentID": "b7c8d9e0-f1a2-4b3c-9d4e-5f6a7b8c9d0e",
        "Type": "RECBATCH",
        "Status": "AUTHORISED",
        "Account": SAMPLE_NAME,
        "DateString": "2026-06-15T00:00:00",
        "TotalAmount": "345.00",
        "Payments": [
            {
                "PaymentID": "d4e5f6a7-b8c9-4d0e-9f1a-2b3c4d5e6f70",
                "Amount": "345.00",
                "Invoice": {"InvoiceID": INVOICE_SAMPLE["InvoiceID"]},
            }
        ],
        "IsReconciled": False,
    },
)
