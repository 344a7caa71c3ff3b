"""Record money spent or received."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.documents.inputs import AMOUNTS, Lines
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.bank_transaction_plans import Kept, propose_money
from atom_xero_plugin.accounting.kinds.bank_transactions import BankTransactionResult, bank_transaction_detail
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_bank_transaction takes."""

    account: Annotated[BankAccountName, Meta(description="Bank account or card: its name, code or id.")]
    direction: Annotated[
        Literal["in", "out"],
        Meta(description="in: money received; out: money spent.", extra=aliases.DIRECTION),
    ]
    contact: ContactName
    lines: Lines
    date: Annotated[
        dt.date | None,
        Meta(description="Day, YYYY-MM-DD; today if left out.", extra=also("day when paid_on", aliases.ISSUE_DATE)),
    ] = None
    reference: (
        Annotated[str, Meta(description="Reference.", min_length=1, max_length=255, extra=aliases.REFERENCE)] | None
    ) = None
    amounts_are: Annotated[AmountsAre, AMOUNTS] = "inclusive"
    currency_rate: CurrencyRateField = None
    purpose: Annotated[
        Kept,
        Meta(
            description="prepayment or overpayment: money on account, to be set against an invoice or bill later. An "
            "overpayment is one line of description and unit_amount.",
            extra=also("kind deposit on_account") | OBVIOUS,
        ),
    ] = "plain"


FUEL = {"description": "Fuel for the van", "unit_amount": "57.50", "account": "449"}


@skill(
    effect="write",
    scopes=["accounting.banktransactions", "accounting.contacts.read", "accounting.settings.read"],
    undo="reverse_bank_transaction",
    examples=[
        Example(
            "We paid Kauri Grove Cafe 57.50 for fuel by card",
            {"account": "090", "direction": "out", "contact": "Kauri Grove Cafe", "lines": [FUEL]},
        )
    ],
)
async def create_bank_transaction(ctx: Context, input: Input) -> Proposal:
    """Record money spent or received over a Xero bank account without an invoice or bill, or on account.

    A person approves first. It moves no money. Invoices and bills are paid with record_payment.
    """
    return await propose_money(ctx, input)


@create_bank_transaction.verified
def created(ctx: Context, record: BankTransaction) -> BankTransactionResult:
    """The bank transaction as Xero has it now."""
    return BankTransactionResult(bank_transaction_detail(ctx, record))
