"""What Xero's records look like, one file a resource."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.xero.models.accounts import Account
from atom_xero_plugin.xero.models.banking import BankTransaction
from atom_xero_plugin.xero.models.base import XeroRecord
from atom_xero_plugin.xero.models.contacts import Contact
from atom_xero_plugin.xero.models.invoices import Invoice
from atom_xero_plugin.xero.models.items import Item
from atom_xero_plugin.xero.models.organisation import Organisation
from atom_xero_plugin.xero.models.payments import Payment
from atom_xero_plugin.xero.models.reports import Report
from atom_xero_plugin.xero.models.tax_rates import TaxRate

KINDS: Final[dict[str, type[XeroRecord]]] = {
    "account": Account,
    "bank_transaction": BankTransaction,
    "contact": Contact,
    "invoice": Invoice,
    "item": Item,
    "organisation": Organisation,
    "payment": Payment,
    "report": Report,
    "tax_rate": TaxRate,
}
"""Every kind of record by the name that plans, triggers and search use for it."""
