"""What Xero's records look like, one file a resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.accounts import ACCOUNTS
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS
from atom_xero_plugin.xero.records.contacts import CONTACTS
from atom_xero_plugin.xero.records.invoices import INVOICES
from atom_xero_plugin.xero.records.items import ITEMS
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS
from atom_xero_plugin.xero.records.payments import PAYMENTS
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES

ENDPOINTS: Final[Mapping[str, Endpoint[Any]]] = {
    "account": ACCOUNTS,
    "bank_transaction": BANK_TRANSACTIONS,
    "contact": CONTACTS,
    "invoice": INVOICES,
    "item": ITEMS,
    "organisation": ORGANISATIONS,
    "payment": PAYMENTS,
    "tax_rate": TAX_RATES,
}
"""Every kind of record by the name that plans, triggers and search use for it."""
