"""`…/Associations` of a file, and the files of a record. Source: Xero's OpenAPI description of the Files API 2.35.0.

The words for an object that is not there are those for one of another group; those for a second link are not known: it
is answered as the first one was, which is not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Fields, NoSuchRecord, guid, read, text
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.file_folders import API, answered, invalid

_TABLES: Final[Mapping[str, str]] = {
    "Account": "Accounts", "BankTransaction": "BankTransactions", "Contact": "Contacts", "CreditNote": "CreditNotes",
    "Invoice": "Invoices", "Item": "Items", "ManualJournal": "ManualJournals", "Overpayment": "Overpayments",
    "Payment": "Payments", "Prepayment": "Prepayments", "Quote": "Quotes", "Receipt": "Receipts",
}  # fmt: skip
_TYPES: Final[Mapping[str, str]] = {
    "ACCPAY": "Accpay", "ACCREC": "AccRec", "ACCPAYCREDIT": "AccPayCredit", "ACCRECCREDIT": "AccRecCredit",
    "SPEND": "CashPaid", "RECEIVE": "CashRec",
}  # fmt: skip
"""Xero's words here for the types that documents have elsewhere; `Accpay` and `AccRec` are recorded."""
_USUAL_TYPES: Final[Mapping[str, str]] = {
    "Contact": "Business", "Item": "PriceListItem", "ManualJournal": "ManJournal", "Quote": "SalesQuote",
}  # fmt: skip
_FIELDS: Final[Fields] = {"ObjectId": guid, "ObjectGroup": text, "ObjectType": text}


def links(books: Books, file_id: str) -> list[Row]:
    """What a file is linked to."""
    return [row for row in books["Associations"].rows.values() if row["FileId"] == file_id]


def listed(books: Books, file_id: str) -> Result:
    """200 with a list without a name."""
    return answered([_shown(books, row, "list") for row in links(books, file_id)])


def put(books: Books, file_id: str, object_id: str, group: str) -> Row:
    """Link a file to a record."""
    record = books[_TABLES[group]].rows[object_id]
    kind = _TYPES.get(str(record.get("Type")), _USUAL_TYPES.get(group, group))
    key = f"{file_id}/{object_id}"
    row = {"Key": key, "FileId": file_id, "ObjectId": object_id, "ObjectType": kind, "ObjectGroup": group}
    return books["Associations"].put(row)


def link(books: Books, call: Call, file_id: str) -> Result:
    """201 with the link. Raises Refused for what is no record of the group that was sent."""
    sent = read(call.body, _FIELDS)
    group = sent.get("ObjectGroup", "")
    if group not in _TABLES:
        raise invalid("ObjectGroup is not valid")
    found = books[_TABLES[group]].get(sent.get("ObjectId", ""))
    if found is None:
        raise invalid(f"Object is not a {group}")
    row = put(books, file_id, sent["ObjectId"], group)
    return answered(_shown(books, row, "full"), 201)


def unlink(books: Books, call: Call, file_id: str) -> Result:
    """204. Raises NoSuchRecord for a record that the file is not linked to."""
    match call.rest:
        case [part, object_id] if part.lower() == "associations":
            key = f"{file_id}/{object_id.lower()}"
            if books["Associations"].get(key) is not None:
                books["Associations"].remove(key)
                return Result(b"", 204)
    raise NoSuchRecord("/".join(call.rest))


def _of_record(books: Books, call: Call) -> Result:
    """The files of a record."""
    if call.identity is None or call.rest:
        raise NoSuchRecord(call.identity or "")
    found = [row for row in books["Associations"].rows.values() if row["ObjectId"] == call.identity]
    return answered([_shown(books, row, "list") for row in found])


def _shown(_books: Books, row: Row, _form: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "Key"}


KIND: Final = Kind(
    plural="Associations",
    id_field="Key",
    type=record_type("Association", Guid="FileId ObjectId", String="ObjectType ObjectGroup"),
    show=_shown,
    stamped=False,
    base=f"{API}/",
)
ROUTES: Final = [Resource(f"{API}/Associations", ("files.read", "files"), get=_of_record)]
