"""The trigger `overpayment_voided`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.overpayments import Overpayment


@trigger(
    resource="Overpayments",
    filters=BankCreditFilters,
    before={},
    after={"Status": "VOIDED", "RemainingCredit": "0.00"},
)
def overpayment_voided(change: Change[Overpayment], filters: BankCreditFilters) -> bool:
    """Fires when a Xero overpayment is voided, so that it no longer counts in the books."""
    del filters
    return change.became("status", "VOIDED")
