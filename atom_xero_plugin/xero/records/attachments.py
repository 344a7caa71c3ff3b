"""Files attached to a record. Source: OpenAPI 16.1.0, …/Attachments; developer.xero.com, Attachments."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict
from urllib.parse import quote

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.write import FileContent, Write

MOST: Final = 10
"""Files of one record."""
LARGEST: Final = 10_000_000
"""Bytes of one file: what Xero's support measured in 2026; its pages say 3, 10 or 25 MB."""
FORBIDDEN: Final = '<>:"/\\|?*+'
"""Characters that Xero takes in no file name, next to NUL."""
LONGEST_NAME: Final = 255
TYPES: Final = {
    "7z": "application/x-7z-compressed", "bmp": "image/bmp", "csv": "text/csv", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "eml": "message/rfc822",
    "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "keynote": "application/x-iwork-keynote-sffkey",
    "msg": "application/vnd.ms-outlook", "numbers": "application/x-iwork-numbers-sffnumbers",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "odt": "application/vnd.oasis.opendocument.text",
    "pages": "application/x-iwork-pages-sffpages", "pdf": "application/pdf", "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar", "rtf": "application/rtf", "tif": "image/tiff", "tiff": "image/tiff",
    "txt": "text/plain", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
}  # fmt: skip
"""The kinds of files that Xero takes, by the ending of their names, and their media types. Source: Xero's help page
"Upload files to Xero"; the ending alone decides."""


class AttachedFile(XeroRecord):
    """A file kept with a record."""

    PLURAL: ClassVar[str] = "Attachments"
    ID: ClassVar[str] = "attachment_id"

    attachment_id: str = ""
    file_name: str | None = None
    url: str | None = None
    mime_type: Word | None = None
    content_length: int | None = None
    include_online: bool | None = None


class AttachmentBody(TypedDict, total=False):
    """Nothing: a file is sent as its bytes."""


ATTACHMENTS: Final = Endpoint(
    AttachedFile, AttachmentBody, path="Attachments", scope="accounting.attachments", page_size=None, changes=False,
    listed_only=True,
)  # fmt: skip
"""Of one record: `within_record` says of which. A file of the same name is replaced, and none can be deleted."""


def attach(name: str, content: FileContent, *, online: bool = False) -> Write:
    """Attach a file, below the address of its record; `online` lets the customer see it with the invoice."""
    params = {"IncludeOnline": "true"} if online else {}
    return Write("PUT", f"{ATTACHMENTS.path}/{quote(name, safe='')}", "", params, content)
