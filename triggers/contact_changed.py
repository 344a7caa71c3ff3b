"""The trigger `contact_changed`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.contacts import ContactFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.contacts import Contact

NOT_ITS_OWN = {"updated_date_utc", "balances", "contact_status", "is_customer", "is_supplier", "has_attachments"}
"""What changes with its documents, or is another trigger's."""


@trigger(resource="Contacts", filters=ContactFilters, before={"EmailAddress": "office@karorivet.example"}, after={})
def contact_changed(change: Change[Contact], filters: ContactFilters) -> bool:
    """Fires when a Xero contact's own data changes: name, e-mail, address, bank account, terms and so on."""
    del filters
    if change.old is None or change.new.contact_status != "ACTIVE":
        return False
    fields = (name for name in Contact.__struct_fields__ if name not in NOT_ITS_OWN)
    return any(getattr(change.old, name) != getattr(change.new, name) for name in fields)
