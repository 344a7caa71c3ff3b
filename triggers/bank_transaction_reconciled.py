"""The trigger `bank_transaction_reconciled`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_transactions import BankFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


@trigger(resource="BankTransactions", filters=BankFilters, before={"IsReconciled": False}, after={"IsReconciled": True})
def bank_transaction_reconciled(change: Change[BankTransaction], filters: BankFilters) -> bool:
    """Fires when money spent or received is marked in Xero as matched with a line of the bank statement."""
    del filters
    return bool(change.new.is_reconciled) and change.old is not None and not change.old.is_reconciled
