"""Change a bank transaction."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.documents.change_inputs import (
    AddedLines,
    AllLines,
    ChangedLines,
    NewContact,
    NewDate,
    RemovedLines,
)
from atom_xero_plugin.accounting.documents.inputs import AMOUNTS
from atom_xero_plugin.accounting.kinds.bank_transaction_plans import propose_other_money
from atom_xero_plugin.accounting.kinds.bank_transactions import (
    BankTransactionName,
    BankTransactionResult,
    bank_transaction_detail,
)
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_bank_transaction takes."""

    bank_transaction: BankTransactionName
    contact: NewContact = None
    date: NewDate = None
    currency_rate: CurrencyRateField = None
    reference: (
        Annotated[str, Meta(description="New reference; empty empties it.", max_length=255, extra=aliases.REFERENCE)]
        | None
    ) = None
    amounts_are: Annotated[AmountsAre | None, AMOUNTS] = None
    change_lines: ChangedLines = msgspec.field(default_factory=list)
    add_lines: AddedLines = msgspec.field(default_factory=list)
    remove_lines: RemovedLines = msgspec.field(default_factory=list)
    lines: AllLines = None


@skill(
    effect="write",
    scopes=["accounting.banktransactions", "accounting.contacts.read", "accounting.settings.read"],
    undo="change_bank_transaction",
    examples=[
        Example(
            "That was for stationery",
            {"bank_transaction": "12d2073a-c82c-4f53-9aed-dcddc3546052", "reference": "Stationery"},
        )
    ],
)
async def change_bank_transaction(ctx: Context, input: Input) -> Proposal:
    """Change money spent or received on a Xero bank account: only the fields and lines given change.

    A person approves first. show_bank_transaction lists lines with their ids. A reconciled one takes no change.
    """
    return await propose_other_money(ctx, input.bank_transaction, input)


@change_bank_transaction.verified
def changed(ctx: Context, record: BankTransaction) -> BankTransactionResult:
    """The bank transaction as Xero has it now."""
    return BankTransactionResult(bank_transaction_detail(ctx, record))
