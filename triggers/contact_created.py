"""The trigger `contact_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.contacts import ContactFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.contacts import Contact


@trigger(resource="Contacts", filters=ContactFilters, before=None, after={})
def contact_created(change: Change[Contact], filters: ContactFilters) -> bool:
    """Fires when a new contact is in Xero, whoever made it."""
    del filters
    return change.old is None and change.new.contact_status == "ACTIVE"
