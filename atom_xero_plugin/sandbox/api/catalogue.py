"""Every resource that the sandbox serves."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox import reports
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.resources import (
    accounts,
    bank_transactions,
    contacts,
    currencies,
    invoices,
    items,
    organisation,
    payments,
    tax_rates,
)

RESOURCES: Final[list[Resource]] = [
    *accounts.ROUTES,
    *bank_transactions.ROUTES,
    *contacts.ROUTES,
    *currencies.ROUTES,
    *invoices.ROUTES,
    *items.ROUTES,
    *organisation.ROUTES,
    *payments.ROUTES,
    *tax_rates.ROUTES,
    *reports.ROUTES,
]
