"""Tax rates in Xero. Scope: accounting.settings.read."""

from __future__ import annotations

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import unpaged
from atom_xero_plugin.xero.pages import Page, one_of
from atom_xero_plugin.xero.records.tax_rates import TaxRate
from atom_xero_plugin.xero.where_clause import checked_word


async def list_tax_rates(client: XeroClient, *, order: str | None = None) -> Page[TaxRate]:
    """All tax rates, which Xero answers in one (Xero: getTaxRates). Scope accounting.settings.read."""
    return await unpaged(client, TaxRate, order=order)


async def get_tax_rate(client: XeroClient, tax_type: str) -> TaxRate:
    """One tax rate by its type, for example OUTPUT2 (Xero: getTaxRateByTaxType). Scope accounting.settings.read."""
    return await one_of(client, TaxRate, f"TaxRates/{checked_word(tax_type, '/tax_type').replace('/', '%2F')}")
