"""What Xero's records look like, one file a resource."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.items import Item
from atom_xero_plugin.xero.records.organisation import Organisation
from atom_xero_plugin.xero.records.payments import Payment
from atom_xero_plugin.xero.records.reports import Report
from atom_xero_plugin.xero.records.tax_rates import TaxRate

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
