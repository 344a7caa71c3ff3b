"""The trigger `contact_archived`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.contacts import ContactFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.contacts import Contact


@trigger(resource="Contacts", filters=ContactFilters, before={}, after={"ContactStatus": "ARCHIVED"})
def contact_archived(change: Change[Contact], filters: ContactFilters) -> bool:
    """Fires when a Xero contact is archived, merged into another, or erased on a privacy request."""
    del filters
    return change.old is not None and change.became("contact_status", "ARCHIVED", "GDPRREQUEST")
