"""Contact groups and their members. Source: OpenAPI 16.1.0, /ContactGroups; developer.xero.com, Contact groups."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


class GroupMember(XeroPart):
    """A contact of a group; Xero gives members only where one group is asked for."""

    contact_id: Word | None = None
    name: str | None = None


class ContactGroup(XeroRecord):
    """A group of contacts, such as customers who get a newsletter."""

    PLURAL: ClassVar[str] = "ContactGroups"
    ID: ClassVar[str] = "contact_group_id"

    contact_group_id: str = ""
    name: str | None = None
    status: Word | None = None
    contacts: list[GroupMember] | None = None


class ContactGroupBody(TypedDict, total=False):
    """A group to create, rename or delete."""

    Name: str
    Status: str


CONTACT_GROUPS: Final = Endpoint(
    ContactGroup, ContactGroupBody, path="ContactGroups", scope="accounting.contacts", page_size=None, changes=False,
    statuses=("ACTIVE", "DELETED"),
)  # fmt: skip


def add_member(group_id: str, contact_id: str) -> Write:
    """Put a contact into a group (Xero: createContactGroupContacts)."""
    body = {"Contacts": [{"ContactID": checked_guid(contact_id, "/contact_id")}]}
    return Write.of("PUT", f"{_at(group_id)}/Contacts", body)


def remove_member(group_id: str, contact_id: str) -> Write:
    """Take a contact out of a group (Xero: deleteContactGroupContact). Xero takes no idempotency key for it."""
    return Write.of("DELETE", f"{_at(group_id)}/Contacts/{checked_guid(contact_id, '/contact_id')}")


def _at(group_id: str) -> str:
    return f"{CONTACT_GROUPS.path}/{checked_guid(group_id, '/contact_group_id')}"
