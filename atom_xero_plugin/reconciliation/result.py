"""What recording bank lines, or taking that back, answers: made from the records that were read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.bank_transactions import BankTransactionView, bank_transaction_view
from atom_xero_plugin.accounting.kinds.bank_transfers import BankTransferView, bank_transfer_view
from atom_xero_plugin.accounting.kinds.payments import PaymentView, payment_view
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money, totals_by_currency
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.bank_transfers import BankTransfer
from atom_xero_plugin.xero.records.payments import Payment


class ReconciliationResult(Struct):
    """The records of a plan as Xero has them now."""

    count: Annotated[int, Meta(description="How many records.")]
    payments_total: Annotated[list[Money], Meta(description="Sum of the payments, one a currency.")]
    bank_transactions_total: Annotated[list[Money], Meta(description="Sum of the bank transactions, one a currency.")]
    payments: Annotated[list[PaymentView], Meta(description="The payments.")]
    bank_transactions: Annotated[list[BankTransactionView], Meta(description="The bank transactions.")]
    bank_transfers: Annotated[list[BankTransferView], Meta(description="The transfers between bank accounts.")]
    in_xero: Annotated[str, Meta(description="What remains to be done in Xero.")]


def reconciliation_result(ctx: Context, records: Sequence[XeroRecord], in_xero: str) -> ReconciliationResult:
    """The records, payments before bank transactions."""
    payments = [payment_view(ctx, each) for each in records if isinstance(each, Payment)]
    moved = [bank_transaction_view(ctx, each) for each in records if isinstance(each, BankTransaction)]
    between = [bank_transfer_view(ctx, each) for each in records if isinstance(each, BankTransfer)]
    return ReconciliationResult(
        count=len(payments) + len(moved) + len(between),
        payments_total=totals_by_currency(each.amount for each in payments),
        bank_transactions_total=totals_by_currency(each.total for each in moved),
        payments=payments,
        bank_transactions=moved,
        bank_transfers=between,
        in_xero=in_xero,
    )
