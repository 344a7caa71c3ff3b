"""The trigger `bank_transfer_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_transactions import BankFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


@trigger(resource="BankTransactions", filters=BankFilters, before=None, after={"Type": "SPEND-TRANSFER"})
def bank_transfer_created(change: Change[BankTransaction], filters: BankFilters) -> bool:
    """Fires when money is moved between two bank accounts in Xero; the event shows the half that left its account."""
    del filters
    return change.old is None and change.new.status != "DELETED" and change.new.type == "SPEND-TRANSFER"
