"""Pay several invoices as one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import InvoiceName, PositiveAmount
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.batch_payment_plans import propose_batch
from atom_xero_plugin.accounting.kinds.batch_payments import BatchPaymentResult, batch_payment_view
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.batch_payments import BatchPayment
from atom_xero_plugin.xero.records.invoices import Kind


class BatchedInvoice(Struct, forbid_unknown_fields=True, kw_only=True):
    """An invoice or bill of the batch."""

    invoice: InvoiceName
    amount: Annotated[
        PositiveAmount | None, Meta(description='Decimal text as "120.50"; left out, all that is due.')
    ] = None


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_batch_payment takes."""

    payments: Annotated[
        list[BatchedInvoice],
        Meta(
            description="Bills that were paid, or sales invoices that came in: all of one kind.",
            min_length=1,
            max_length=100,
            extra=also("invoices bills"),
        ),
    ]
    account: Annotated[BankAccountName, Meta(description="Bank account paid from or into: name, code or id.")]
    date: Annotated[dt.date | None, Meta(description="Day, YYYY-MM-DD; today if left out.")] = None
    reference: (
        Annotated[
            str,
            Meta(
                description="What the bank shows: 12 characters in New Zealand, 18 elsewhere.",
                min_length=1,
                max_length=18,
            ),
        ]
        | None
    ) = None
    kind: Annotated[Kind | None, Meta(description="Distinguishes sales invoices from bills of the same numbers.")] = (
        None
    )


@skill(
    effect="write",
    scopes=["accounting.payments", "accounting.invoices.read", "accounting.settings.read"],
    undo="delete_batch_payment",
    examples=[
        Example(
            "We paid the two bills of Willis Street Properties in one go",
            {"payments": [{"invoice": "WSP-2270"}, {"invoice": "WSP-2277"}], "account": "090"},
        )
    ],
)
async def create_batch_payment(ctx: Context, input: Input) -> Proposal:
    """Record that several Xero bills were paid, or sales invoices came in, as one movement on a bank account.

    A person approves first. It moves no money. delete_batch_payment undoes it.
    """
    return await propose_batch(ctx, input)


@create_batch_payment.verified
def created(ctx: Context, record: BatchPayment) -> BatchPaymentResult:
    """The batch payment as Xero has it now."""
    return BatchPaymentResult(batch_payment_view(ctx, record))
