"""The trigger `prepayment_refunded`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditFilters
from atom_xero_plugin.accounting.kinds.credits import REFUNDED_SAMPLE, refunded_more
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.prepayments import Prepayment


@trigger(
    resource="Prepayments",
    filters=BankCreditFilters,
    before={"Payments": []},
    after={"Payments": [REFUNDED_SAMPLE], "RemainingCredit": "65.00"},
)
def prepayment_refunded(change: Change[Prepayment], filters: BankCreditFilters) -> bool:
    """Fires when more of a Xero prepayment than before is refunded: to a customer, or by a supplier."""
    del filters
    return refunded_more(change)
