"""The organisation itself in Xero. Scope: accounting.settings.read."""

from __future__ import annotations

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.pages import one_of
from atom_xero_plugin.xero.records.organisation import Organisation


async def get_organisation(client: XeroClient) -> Organisation:
    """Its currency, time zone and financial year (Xero: getOrganisations). Scope accounting.settings.read.

    Xero does not count it as egress.
    """
    return await one_of(client, Organisation, "Organisation")
