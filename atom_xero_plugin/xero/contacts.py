"""What Xero does with contacts. Scopes: accounting.contacts.read to read, accounting.contacts to write."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import ContactFilter
from atom_xero_plugin.xero.lists import all_pages, one_page
from atom_xero_plugin.xero.pages import Page, one_by_id
from atom_xero_plugin.xero.records.bodies import ContactBody, checked
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


async def list_contacts(
    client: XeroClient,
    requested: ContactFilter | None = None,
    *,
    page: int = 1,
    page_size: int = 100,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[Contact]:
    """A page of contacts (Xero: getContacts). Scope accounting.contacts.read."""
    return await one_page(
        client,
        Contact,
        requested or ContactFilter(),
        page=page,
        page_size=page_size,
        order=order,
        modified_since=modified_since,
    )


def every_contact(
    client: XeroClient, requested: ContactFilter | None = None, *, modified_since: datetime | None = None
) -> AsyncIterator[Contact]:
    """All contacts that fit, page by page (Xero: getContacts). Scope accounting.contacts.read."""
    return all_pages(client, Contact, requested or ContactFilter(), modified_since=modified_since)


async def get_contact(client: XeroClient, contact_id: str) -> Contact:
    """One contact by its id (Xero: getContact). Scope accounting.contacts.read. Raises NotFound."""
    return await one_by_id(client, Contact, checked_guid(contact_id, "/contact_id"))


def create_contact_write(body: Mapping[str, Any]) -> Write:
    """A new contact, a ContactBody (Xero: createContacts). Scope accounting.contacts."""
    return Write.of("PUT", "Contacts", {"Contacts": [checked(body, ContactBody)]})


def update_contact_write(contact_id: str, body: Mapping[str, Any]) -> Write:
    """Changes to a contact, a ContactBody (Xero: updateContact). Scope accounting.contacts.

    ContactStatus ARCHIVED archives it. Persons that are not sent are dropped if any are.
    """
    known = checked_guid(contact_id, "/contact_id")
    return Write.of("POST", f"Contacts/{known}", {"Contacts": [{"ContactID": known, **checked(body, ContactBody)}]})
