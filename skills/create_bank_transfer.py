"""Record a bank transfer."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import PositiveAmount, Reference
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.bank_transfers import BankTransferResult, bank_transfer_view, propose_transfer
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.bank_transfers import BankTransfer


class Input(Struct, forbid_unknown_fields=True):
    """What create_bank_transfer takes."""

    from_account: Annotated[
        BankAccountName,
        Meta(description="Bank account that the money left: name, code or id.", extra=also("from source from_bank")),
    ]
    to_account: Annotated[
        BankAccountName,
        Meta(
            description="Bank account that it reached: name, code or id.", extra=also("to target destination to_bank")
        ),
    ]
    amount: PositiveAmount
    date: Annotated[
        dt.date | None, Meta(description="Day, YYYY-MM-DD; today if left out.", extra=also("day when transfer_date"))
    ] = None
    reference: Reference | None = None


@skill(
    effect="write",
    scopes=["accounting.banktransactions", "accounting.settings.read"],
    undo="delete_bank_transfer",
    examples=[
        Example("We moved 500 to savings", {"from_account": "090", "to_account": "091", "amount": "500.00"}),
    ],
)
async def create_bank_transfer(ctx: Context, input: Input) -> Proposal:
    """Record that money moved between two Xero bank accounts of one currency, such as to savings or to a card.

    A person approves first. It moves no money. delete_bank_transfer undoes it.
    """
    return await propose_transfer(
        ctx, from_account=input.from_account, to_account=input.to_account, amount=input.amount, day=input.date,
        reference=input.reference,
    )  # fmt: skip


@create_bank_transfer.verified
def created(ctx: Context, record: BankTransfer) -> BankTransferResult:
    """The bank transfer as Xero has it now."""
    return BankTransferResult(bank_transfer_view(ctx, record))
