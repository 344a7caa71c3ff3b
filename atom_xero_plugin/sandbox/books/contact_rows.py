"""How a contact's row is made from what was asked: two addresses and four phones are always there, as in Xero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atom_xero_plugin.sandbox.books.table import Row

if TYPE_CHECKING:
    from atom_xero_plugin.sandbox.books.books import Books

ADDRESS_TYPES: Final = ("STREET", "POBOX")
PHONE_TYPES: Final = ("DEFAULT", "DDI", "FAX", "MOBILE")
_ADDRESS_PARTS: Final = ("City", "Region", "PostalCode", "Country", "AttentionTo")
_PHONE_PARTS: Final = ("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode")


def contact_row(books: Books, sent: Row, existing: Row | None = None) -> Row:
    """A contact, new or changed; not yet in the books.

    Addresses and phones are replaced type by type; `ContactPersons` are replaced whole when sent.
    Source: developer.xero.com, Contacts.
    """
    row: Row = dict(existing) if existing is not None else _new_contact(books, sent)
    listed = {"Addresses", "Phones", "ContactPersons", "ContactID"}
    row.update({name: value for name, value in sent.items() if name not in listed})
    row["Addresses"] = _by_type(row["Addresses"], sent.get("Addresses"), "AddressType")
    row["Phones"] = _by_type(row["Phones"], sent.get("Phones"), "PhoneType")
    if "ContactPersons" in sent:
        row["ContactPersons"] = [_person(person) for person in sent["ContactPersons"]]
    return row


def _new_contact(books: Books, sent: Row) -> Row:
    return {
        "ContactID": sent.get("ContactID") or books.new_id(),
        "ContactStatus": "ACTIVE",
        "Name": "",
        "EmailAddress": "",
        "BankAccountDetails": "",
        "Addresses": [{"AddressType": kind, **dict.fromkeys(_ADDRESS_PARTS, "")} for kind in ADDRESS_TYPES],
        "Phones": [{"PhoneType": kind, **dict.fromkeys(_PHONE_PARTS, "")} for kind in PHONE_TYPES],
        "ContactGroups": [],
        "IsSupplier": False,
        "IsCustomer": False,
        "ContactPersons": [],
        "HasAttachments": False,
    }


def _by_type(stored: list[Row], sent: list[Row] | None, type_field: str) -> list[Row]:
    """The kept entries, each replaced by the one sent of its type; what is left out of that one is emptied."""
    if not sent:
        return stored
    replaced = {entry[type_field]: entry for entry in sent}
    merged = [{**dict.fromkeys(_blank(entry), ""), **replaced.pop(entry[type_field], entry)} for entry in stored]
    return [{type_field: entry[type_field], **entry} for entry in (*merged, *replaced.values())]


def _blank(entry: Row) -> tuple[str, ...]:
    return _ADDRESS_PARTS if "AddressType" in entry else _PHONE_PARTS


def _person(sent: Row) -> Row:
    return {"FirstName": "", "LastName": "", "EmailAddress": "", "IncludeInEmails": False, **sent}
