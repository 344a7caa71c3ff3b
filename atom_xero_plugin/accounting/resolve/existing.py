"""What Xero keeps once, and what an organisation does not use: refused before anybody is asked to approve it.

Xero itself refuses it too, so where one of these questions is not answered the work goes on.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.kinds.contacts import is_archived
from atom_xero_plugin.accounting.resolve.contacts import CONTACT_NAMES, contact_candidate
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get, list_of
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter
from atom_xero_plugin.xero.records.currencies import CURRENCIES

_SEARCHED: Final = 1_000


async def active_contact(xero: XeroClient, name: str) -> Contact | None:
    """The active contact of exactly this name, read whole; Xero has one at most. Letter case does not count.

    Raises Ambiguous where there are two all the same (seen in old organisations), and what the client raises.
    """
    page = await list_of(xero, CONTACTS, ContactFilter(name=name), page_size=_SEARCHED)
    found = [each for each in page.items if casefolded(each.name) == casefolded(name) and not is_archived(each)]
    if len(found) > 1:
        raise CONTACT_NAMES.ambiguous(name, "/name", found)
    return await get(xero, CONTACTS, found[0].contact_id) if found else None


async def refuse_taken_contact(
    xero: XeroClient, *, name: str | None, contact_number: str | None, account_number: str | None,
    besides: str | None = None,
) -> None:  # fmt: skip
    """Raises Conflict for a name of another active contact, or a number that another has, be it archived.

    Source: Xero's own messages: `The contact name X is already assigned to another contact`, `Another contact has this
    contact number`, `The Account Number already exists` (calcinai/xero-php issue 880).
    """
    for path, value, what, requested in (
        ("/name", name, "name", ContactFilter(name=name)),
        ("/contact_number", contact_number, "contact_number",
         ContactFilter(search_term=contact_number, include_archived=True)),
        ("/account_number", account_number, "account_number",
         ContactFilter(account_number=account_number, include_archived=True)),
    ):  # fmt: skip
        page = await if_answered(list_of(xero, CONTACTS, requested, page_size=_SEARCHED)) if value else None
        for each in page.items if page is not None else ():
            alike = casefolded(getattr(each, what)) == casefolded(value)
            if alike and each.contact_id != besides and not (path == "/name" and is_archived(each)):
                raise _taken(each, path, what.replace("_", " "))


def _taken(contact: Contact, path: str, what: str) -> Conflict:
    label = contact_candidate(contact).label
    which = "active contact" if path == "/name" else "contact"
    why = "wants names of active contacts to be unique" if path == "/name" else f"wants each {what} once"
    return Conflict(
        f"There is another {which} with this {what}: {label}.",
        fields=[FieldError(path, f"is taken; Xero {why}")],
        hint="Use that contact, or change it with change_contact.",
        candidates=[contact_candidate(contact)],
    )


async def refuse_unused_currency(xero: XeroClient, currency: str | None, *, base: str, path: str = "/currency") -> None:
    """Raises Conflict for a currency that the organisation does not use.

    Source: Xero's own message, `Organisation is not subscribed to currency EUR`.
    """
    if currency is None or currency == base:
        return
    page = await if_answered(list_of(xero, CURRENCIES))
    used = sorted({each.code for each in page.items if each.code} | {base}) if page is not None else [currency]
    if currency not in used:
        raise Conflict(
            f"The organisation does not use {currency}, so Xero takes nothing in it.",
            fields=[FieldError(path, f"is not in use; in use: {', '.join(used)}")],
            hint="create_currency adds it for good, if the organisation's plan of Xero has several currencies.",
        )
