"""The trigger `overpayment_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.overpayments import Overpayment


@trigger(
    resource="Overpayments",
    filters=BankCreditFilters,
    before=None,
    after={},
)
def overpayment_created(change: Change[Overpayment], filters: BankCreditFilters) -> bool:
    """Fires when more is paid than was due, by a customer or to a supplier, whoever recorded it in Xero."""
    del filters
    return change.old is None and change.new.status != "VOIDED"
