"""The kinds of record that plans write, by the word that steps and events use for them."""

from __future__ import annotations

from collections.abc import Mapping

from atom_xero_plugin.xero.models.banking import BankTransaction
from atom_xero_plugin.xero.models.base import XeroRecord
from atom_xero_plugin.xero.models.contacts import Contact
from atom_xero_plugin.xero.models.invoices import Invoice
from atom_xero_plugin.xero.models.payments import Payment

KINDS: Mapping[str, type[XeroRecord]] = {
    "bank_transaction": BankTransaction,
    "contact": Contact,
    "invoice": Invoice,
    "payment": Payment,
}
