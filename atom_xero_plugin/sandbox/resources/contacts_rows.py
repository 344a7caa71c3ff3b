"""How a contact's row is made from what was asked, and what is printed of it.

Two addresses and four phones are always there, as in Xero.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.projections import some
from atom_xero_plugin.sandbox.books.table import Row

ADDRESS_TYPES: Final = ("STREET", "POBOX")
PHONE_TYPES: Final = ("DEFAULT", "DDI", "FAX", "MOBILE")
_ADDRESS_PARTS: Final = ("City", "Region", "PostalCode", "Country", "AttentionTo")
_PHONE_PARTS: Final = ("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode")

_SUMMARY: Final = (
    "ContactID", "ContactNumber", "AccountNumber", "ContactStatus", "Name", "FirstName", "LastName", "CompanyNumber",
    "EmailAddress", "UpdatedDateUTC", "IsSupplier", "IsCustomer",
)  # fmt: skip
_LIST: Final = (
    "ContactID", "ContactNumber", "AccountNumber", "ContactStatus", "Name", "FirstName", "LastName", "CompanyNumber",
    "EmailAddress", "BankAccountDetails", "TaxNumber", "AccountsReceivableTaxType", "AccountsPayableTaxType",
    "Addresses", "Phones", "UpdatedDateUTC", "IsSupplier", "IsCustomer", "DefaultCurrency",
)  # fmt: skip


def add_contact(books: Books, *, at: datetime | None = None, **fields: Any) -> Row:
    """Add a contact: at least `Name`; nothing is checked."""
    return books["Contacts"].put(contact_row(books, fields), at=at)


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


def contact_of(books: Books, named: Row) -> Row:
    """The contact's row: the one in the books, or a new one that is on its way into them."""
    return named if "ContactStatus" in named else books["Contacts"].rows[named["ContactID"]]


def shown(row: Row, form: str) -> Row:
    """A contact in a form, without its balances."""
    if form.startswith("summary"):
        return {**some(row, _SUMMARY), "HasValidationErrors": False}
    if form.startswith("list"):
        return {**some(row, _LIST), "ContactGroups": [], "ContactPersons": [], "HasValidationErrors": False}
    return {**{name: value for name, value in row.items() if value is not None}, "HasValidationErrors": False}


def stub(contact: Row) -> Row:
    """The contact of a document in a list: who it is, the rest empty."""
    return {
        "ContactID": contact["ContactID"],
        "Name": contact["Name"],
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }


def whole(contact: Row) -> Row:
    """The contact of a document that was asked for by itself."""
    return {**some(contact, _LIST), "ContactGroups": [], "ContactPersons": contact["ContactPersons"],
            "HasValidationErrors": False}  # fmt: skip
