"""The trigger `bank_transaction_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_transactions import BankFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


@trigger(resource="BankTransactions", filters=BankFilters, before=None, after={})
def bank_transaction_created(change: Change[BankTransaction], filters: BankFilters) -> bool:
    """Fires when money spent or received without an invoice is recorded on a Xero bank account."""
    del filters
    transfer = (change.new.type or "").endswith("-TRANSFER")  # bank_transfer_created reports it, once for both halves
    return change.old is None and change.new.status != "DELETED" and not transfer
