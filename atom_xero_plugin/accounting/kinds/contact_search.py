"""What Xero cannot be asked for in a search of contacts: their role, and names near a name that nobody has."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.recent_lists import FIRST_CONTACTS, first_contacts
from atom_xero_plugin.accounting.resolve.similar import near_contacts
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter


def role_filter(*, customers_only: bool, suppliers_only: bool) -> Callable[[Contact], bool] | None:
    """Whether a contact is in the role that is asked for; None for any. Xero cannot filter by these on big books."""
    if not (customers_only or suppliers_only):
        return None
    return lambda contact: (
        (not customers_only or bool(contact.is_customer)) and (not suppliers_only or bool(contact.is_supplier))
    )


async def near_names(ctx: Context, requested: ContactFilter) -> list[ContactRef]:
    """Whom a name that nobody has may mean; nobody where no name or part of one was asked for."""
    name = requested.name or requested.search_term
    return [] if name is None else [contact_ref(each) for each in await near_contacts(ctx.xero, name)]


def pages_by_name(
    ctx: Context, requested: ContactFilter, *, size: int
) -> Callable[[int], Coroutine[Any, Any, Page[Contact]]]:
    """Reads a page of contacts by its number, in the order of their names."""

    async def fetch(page: int) -> Page[Contact]:
        if (page, size, requested) == (1, FIRST_CONTACTS, ContactFilter()):
            return await first_contacts(ctx)
        return await list_of(ctx.xero, CONTACTS, requested, page=page, page_size=size, order="Name ASC")

    return fetch
