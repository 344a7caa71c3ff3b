"""`/Folders` and `/Inbox` of the Files API. Source: Xero's OpenAPI description of the Files API 2.35.0.

A folder can be renamed, but for the inbox. Its words for that, for a blank name and for one that is taken are not
verified.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import msgspec

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import Refused
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Fields, NoSuchRecord, read, text
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold

API: Final = "files.xro/1.0"
_SCOPES: Final = ("files.read", "files")
_FIELDS: Final[Fields] = {"Name": text}
_LONGEST: Final = 255


def answered(body: Any, status: int = 200) -> Result:
    """An answer of the Files API: plain JSON, with no envelope."""
    return Result(json_values.ENCODER.encode(body), status)


def invalid(detail: str) -> Refused:
    """400 in the shape that the Files API has: a list without a name."""
    body = [{"type": "Validation", "title": "Validation failure", "detail": detail}]
    return Refused(Result(msgspec.json.encode(body), 400))


def inbox(books: Books) -> Row:
    """The folder that every organisation has."""
    return next(row for row in books["Folders"].rows.values() if row["IsInbox"])


def add(books: Books, name: str, identity: str) -> Row:
    """A new folder."""
    return books["Folders"].put({"Id": identity, "Name": name, "IsInbox": False})


def _open(books: Books) -> None:
    digest = hashlib.sha256(f"inbox/{books.tenant_id}".encode()).hexdigest()
    identity = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"
    address = f"xero.inbox.{digest[:5]}.{digest[5:21]}@xerofiles.com"
    books["Folders"].put({"Id": identity, "Name": "Inbox", "IsInbox": True, "Email": address})


def _shown(books: Books, row: Row, _form: str) -> Row:
    count = sum(file["FolderId"] == row["Id"] for file in books["Files"].rows.values())
    return {**row, "FileCount": count}


def _get(books: Books, call: Call) -> Result:
    if call.identity is None:
        return answered([_shown(books, row, "list") for row in books["Folders"].rows.values()])
    row = None if call.rest else books["Folders"].get(call.identity)
    if row is None:
        raise NoSuchRecord(call.identity)
    return answered(_shown(books, row, "full"))


def _put(books: Books, call: Call) -> Result:
    """200 with the folder, renamed."""
    row = None if call.rest or call.identity is None else books["Folders"].get(call.identity)
    if row is None:
        raise NoSuchRecord(call.identity or "")
    name = str(read(call.body, _FIELDS).get("Name") or "")
    if row["IsInbox"]:
        raise invalid("The Inbox folder cannot be changed")
    if not name.strip() or len(name) > _LONGEST:
        raise invalid("Name is not valid")
    if any(fold(each["Name"]) == fold(name) for each in books["Folders"].rows.values() if each["Id"] != row["Id"]):
        raise invalid("A folder with this name already exists")
    return answered(_shown(books, books["Folders"].put({**row, "Name": name}), "full"))


def _get_inbox(books: Books, call: Call) -> Result:
    if call.identity is not None:
        raise NoSuchRecord(call.identity)
    return answered(_shown(books, inbox(books), "full"))


KIND: Final = Kind(
    plural="Folders",
    id_field="Id",
    type=record_type("Folder", Guid="Id", String="Name"),
    show=_shown,
    stamped=False,
    base=f"{API}/",
    opening=_open,
)
ROUTES: Final = [
    Resource(f"{API}/Folders", _SCOPES, ("files",), get=_get, put=_put),
    Resource(f"{API}/Inbox", _SCOPES, get=_get_inbox),
]
