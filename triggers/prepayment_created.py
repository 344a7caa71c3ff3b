"""The trigger `prepayment_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.prepayments import Prepayment


@trigger(
    resource="Prepayments",
    filters=BankCreditFilters,
    before=None,
    after={},
)
def prepayment_created(change: Change[Prepayment], filters: BankCreditFilters) -> bool:
    """Fires when money is paid in advance, by a customer or to a supplier, whoever recorded it in Xero."""
    del filters
    return change.old is None and change.new.status != "VOIDED"
