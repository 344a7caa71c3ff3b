"""`/Files` of the Files API: a library of files in folders, each linked to any number of records.

Source: Xero's OpenAPI description of the Files API 2.35.0, with its refusals; what it does with an empty file, with
characters that no name may have, and with a new name or folder that cannot be, is not verified: those of an upload are
the words for it here.
"""

from __future__ import annotations

import mimetypes
import re
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from random import Random
from typing import Final, NamedTuple
from uuid import UUID

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import not_allowed
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Fields, NoSuchRecord, guid, read, text
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books, File
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources import file_folders, file_links
from atom_xero_plugin.sandbox.resources.attachments import FILE_TYPES
from atom_xero_plugin.sandbox.resources.file_folders import API

LARGEST_PAGE: Final = 100
USUAL_PAGE: Final = 50
_SORTS: Final = {"name": "Name", "size": "Size", "createddateutc": "CreatedDateUtc"}
_FIELDS: Final[Fields] = {"Name": text, "FolderId": guid}
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*+\x00]')
_LEASE: Final = b"%PDF-1.4\n% The lease of the office, three years.\n%%EOF\n"
_NOTES: Final = b"Scans of receipts go into the inbox, and are linked to their bills from there.\n"


class Sent(NamedTuple):
    """A file as a form sends it."""

    name: str
    mime_type: str
    content: bytes


def _get(books: Books, call: Call) -> Result:
    if call.identity is None:
        return _listed(books, call)
    row = _found(books, call)
    match [part.lower() for part in call.rest]:
        case []:
            return file_folders.answered(_shown(books, row, "full"))
        case ["content"]:
            return Result(books.files[row["Id"]][row["Name"]].content, content_type=row["MimeType"])
        case ["associations"]:
            return file_links.listed(books, row["Id"])
    raise NoSuchRecord(call.rest[0])


def _listed(books: Books, call: Call) -> Result:
    """A page of files. Source of the names and the largest page: OpenAPI; `direction`: developer.xero.com."""
    page, size = (_number(call, name, usual) for name, usual in (("page", 1), ("pagesize", USUAL_PAGE)))
    size = min(size, LARGEST_PAGE)
    rows = list(books["Files"].rows.values())
    sort = _SORTS.get(call.query.get("sort", "").lower())
    if sort is not None:
        rows.sort(key=lambda row: row[sort], reverse=call.query.get("direction", "").upper() == "DESC")
    shown = [_shown(books, row, "list") for row in rows[(page - 1) * size : page * size]]
    return file_folders.answered({"TotalCount": len(rows), "Page": page, "PerPage": size, "Items": shown})


def _number(call: Call, name: str, usual: int) -> int:
    text = call.query.get(name, "")
    return max(1, int(text)) if text.isdigit() else usual


def _post(books: Books, call: Call) -> Result:
    """An upload to the inbox or to a folder, or a link of a file to a record."""
    if call.rest:
        if call.rest[0].lower() != "associations" or len(call.rest) > 1:
            raise NoSuchRecord(call.rest[0])
        return file_links.link(books, call, _found(books, call)["Id"])
    folder = file_folders.inbox(books) if call.identity is None else books["Folders"].get(call.identity)
    if folder is None:
        raise NoSuchRecord(call.identity or "")
    sent = _sent(call)
    row = keep(books, books.new_id(), sent, folder["Id"], books.now())
    return file_folders.answered(_shown(books, row, "full"), 201)


def _sent(call: Call) -> Sent:
    """The file of a form with its name. Raises Refused for what Xero does not take."""
    form = message_from_bytes(b"Content-Type: %b\r\n\r\n%b" % (call.content_type.encode(), call.raw))
    parts = [part for part in form.walk() if not part.is_multipart()] if form.is_multipart() else []
    file = next((part for part in parts if part.get_filename()), None)
    if file is None:
        raise file_folders.invalid("No file was sent.")
    fields = {_name(part): _bytes(part).decode("utf-8", "replace") for part in parts if part is not file}
    name = fields.get("name") or file.get_filename() or ""
    _check_name(name)
    content = _bytes(file)
    if not content:
        raise file_folders.invalid("The file is empty.")
    return Sent(name, mimetypes.guess_type(name)[0] or "application/octet-stream", content)


def _name(part: Message) -> str:
    return str(part.get_param("name", "", header="content-disposition"))


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _delete(books: Books, call: Call) -> Result:
    """204. A link of a file goes by the id of the record."""
    row = _found(books, call)
    if call.rest:
        return file_links.unlink(books, call, row["Id"])
    for link in file_links.links(books, row["Id"]):
        books["Associations"].remove(link["Key"])
    books.files.pop(row["Id"], None)
    books["Files"].remove(row["Id"])
    return Result(b"", 204)


def _put(books: Books, call: Call) -> Result:
    """200 with the file: renamed, moved to another folder, or both. What is not sent stays."""
    if call.identity is None or call.rest:
        raise not_allowed()
    row = _found(books, call)
    sent = read(call.body, _FIELDS)
    name, folder = str(sent.get("Name") or row["Name"]), str(sent.get("FolderId") or row["FolderId"])
    _check_name(name)
    if books["Folders"].get(folder) is None:
        raise file_folders.invalid("FolderId is not valid")
    kept = books.files[row["Id"]].pop(row["Name"])
    books.files[row["Id"]][name] = kept._replace(name=name)
    changed = books["Files"].put({**row, "Name": name, "FolderId": folder, "UpdatedDateUtc": books.now()})
    return file_folders.answered(_shown(books, changed, "full"))


def _check_name(name: str) -> None:
    """Raises Refused for a name that Xero does not take."""
    ending = name.rpartition(".")[2]
    if "." not in name or ending.lower() not in FILE_TYPES:
        raise file_folders.invalid(f"Extension: {ending} is not a valid File extension.")
    if _FORBIDDEN.search(name):
        raise file_folders.invalid("Name contains one or more bad characters")


def _found(books: Books, call: Call) -> Row:
    row = books["Files"].get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity or "")
    return row


def keep(books: Books, identity: str, sent: Sent, folder_id: str, at: datetime) -> Row:
    """Keep a file in a folder; one of the same name stays beside it."""
    books.files[identity] = {sent.name: File(identity, sent.name, sent.mime_type, sent.content, "", online=False)}
    return books["Files"].put({
        "Id": identity, "Name": sent.name, "MimeType": sent.mime_type, "Size": len(sent.content),
        "CreatedDateUtc": at, "UpdatedDateUtc": at, "FolderId": folder_id,
    })  # fmt: skip


def _shown(books: Books, row: Row, _form: str) -> Row:
    user = next(iter(books["Users"].rows.values()), None)
    shown = {**row, "CreatedDateUtc": _text(row["CreatedDateUtc"]), "UpdatedDateUtc": _text(row["UpdatedDateUtc"])}
    if user is not None:
        first, last = user.get("FirstName", ""), user.get("LastName", "")
        shown["User"] = {
            "Id": user["UserID"], "Name": user.get("EmailAddress"), "FirstName": first, "LastName": last,
            "FullName": f"{first} {last}".strip(),
        }  # fmt: skip
    return shown


def _text(at: datetime) -> str:
    """An instant as this API writes it: no zone, seven digits of a second."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06d}0"


def _demo(books: Books, random: Random) -> None:
    """A lease that is linked to the landlord, and a page of words. Their ids are their own: no other one is moved."""
    inbox, contracts = file_folders.inbox(books)["Id"], file_folders.add(books, "Contracts", _id(random))["Id"]
    at = books.now()
    lease = keep(books, _id(random), Sent("office lease.pdf", "application/pdf", _LEASE), contracts, at)
    keep(books, _id(random), Sent("how we file.txt", "text/plain", _NOTES), inbox, at)
    contact = next(iter(books["Contacts"].rows))
    file_links.put(books, lease["Id"], contact, "Contact")


def _id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


KIND: Final = Kind(
    plural="Files",
    id_field="Id",
    type=record_type("File", Guid="Id FolderId", String="Name MimeType"),
    show=_shown,
    stamped=False,
    base=f"{API}/",
    demo=_demo,
)
ROUTES: Final = [
    Resource(f"{API}/Files", ("files.read", "files"), ("files",), _get, _put, _post, _delete, parts=("Content",))
]
