"""The trigger `prepayment_allocated`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditFilters
from atom_xero_plugin.accounting.kinds.credits import ALLOCATED_SAMPLE, allocated_more
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.prepayments import Prepayment


@trigger(
    resource="Prepayments",
    filters=BankCreditFilters,
    before={"Allocations": []},
    after={"Allocations": [ALLOCATED_SAMPLE], "RemainingCredit": "65.00"},
)
def prepayment_allocated(change: Change[Prepayment], filters: BankCreditFilters) -> bool:
    """Fires when more of a Xero prepayment than before is set against invoices or bills."""
    del filters
    return allocated_more(change)
