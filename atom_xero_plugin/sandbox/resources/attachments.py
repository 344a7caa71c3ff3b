"""`…/Attachments` of a record: files kept next to it, overwritten by name, never deleted.

Source: developer.xero.com, Attachments; of the words of an odd file type: Xero-Java issue 142. The words of an eleventh
file are not verified.
"""

from __future__ import annotations

import mimetypes
import re
from typing import Final
from urllib.parse import quote

from atom_xero_plugin.sandbox.api import error_responses
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books, File
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.outcomes import NOWHERE, answer, one

MOST: Final = 10
ODD_TYPE: Final = "The file couldn't be uploaded because it isn't a supported file type."
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*+\x00]')
FILE_TYPES: Final = frozenset(
    ("7z", "bmp", "csv", "doc", "docx", "eml", "gif", "jpeg", "jpg", "keynote", "msg", "numbers", "ods", "odt", "pages",
     "pdf", "png", "ppt", "pptx", "rar", "rtf", "tif", "tiff", "txt", "xls", "xlsx", "zip")
)  # fmt: skip


def asked(call: Call) -> bool:
    """Whether a call is about a record's attachments."""
    return bool(call.rest) and call.rest[0].lower() == "attachments"


def get(books: Books, call: Call, kind: Kind, row: Row) -> Result:
    """The list of a record's files, or the bytes of one, by its id or name.

    Raises:
        NoSuchRecord: there is no such file.
    """
    stored = books.files.get(row[kind.id_field], {})
    if len(call.rest) == 1:
        return answer(call, "Attachments", [json_values.encode(_shown(file)) for file in stored.values()])
    named = call.rest[1]
    file = stored.get(named) or next((each for each in stored.values() if each.identity == named.lower()), None)
    if file is None or len(call.rest) > 2:
        raise NoSuchRecord(named)
    return Result(file.content, content_type=file.mime_type)


def one_or_files(books: Books, call: Call, kind: Kind, row: Row) -> Result:
    """200 with one record, or what was asked of its files.

    Raises:
        NoSuchRecord: something else is asked of it.
    """
    if not call.rest:
        return one(books, call, kind, row)
    if asked(call):
        return get(books, call, kind, row)
    raise NoSuchRecord(call.rest[0])


def save(books: Books, call: Call, kind: Kind, row: Row) -> Result:
    """Keep a file, PUT and POST alike; one of the same name is overwritten.

    Raises:
        NoSuchRecord: the address names no file.
        error_responses.Refused: its name or type is none that Xero takes, or the record has ten already.
    """
    if len(call.rest) != 2:
        raise NoSuchRecord("/".join(call.rest))
    name = call.rest[1]
    if _FORBIDDEN.search(name):
        raise error_responses.bad_argument("Bad Request")
    stored = books.files.setdefault(row[kind.id_field], {})
    if name.rpartition(".")[2].lower() not in FILE_TYPES or "." not in name:
        raise _refused(name, ODD_TYPE)
    if name not in stored and len(stored) >= MOST:
        raise _refused(name, f"A document can have up to {MOST} attachments.")
    if not call.raw:
        raise _refused(name, "The file is empty.")
    mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    before = stored.get(name)
    online = row.get("Type") == "ACCREC" and call.flag("IncludeOnline")
    identity = before.identity if before is not None else books.new_id()
    address = f"{call.base}/api.xro/2.0/{kind.plural}/{row[kind.id_field]}/Attachments/"
    stored[name] = File(identity, name, mime_type, call.raw, address=address, online=online)
    if not row.get("HasAttachments"):
        row["HasAttachments"] = True
        books[kind.plural].touch(row[kind.id_field])
    return answer(call, "Attachments", [json_values.encode(_shown(stored[name]))])


def _shown(file: File) -> Row:
    shown: Row = {
        "AttachmentID": file.identity,
        "FileName": file.name,
        "Url": f"{file.address}{quote(file.name, safe='')}",
        "MimeType": file.mime_type,
        "ContentLength": len(file.content),
    }
    return shown | {"IncludeOnline": True} if file.online else shown


def _refused(name: str, message: str) -> error_responses.Refused:
    element = {"AttachmentID": NOWHERE, "FileName": name, "ValidationErrors": [{"Message": message}]}
    return error_responses.validation(b"[%b]" % json_values.encode(element))
