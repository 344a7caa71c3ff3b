"""Files of an organisation's file library. Source: Xero's OpenAPI description of the Files API 2.35.0, /Files."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict

import msgspec

from atom_xero_plugin.xero.decoding.base import Instant, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint

API: Final = "files.xro/1.0"
"""The address of the Files API."""
LARGEST_FILES_PAGE: Final = 100


class FileUser(XeroPart):
    """Who brought a file. `name` is an e-mail address."""

    id: str | None = msgspec.field(name="Id", default=None)
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    full_name: str | None = None


class LibraryFile(XeroRecord):
    """A file of the library. Several may have one name."""

    PLURAL: ClassVar[str] = "Files"
    LISTED_AS: ClassVar[str] = "Items"
    ID: ClassVar[str] = "id"

    id: str = msgspec.field(name="Id", default="")
    name: str | None = None
    mime_type: Word | None = None
    size: int | None = None
    created_date_utc: Instant | None = msgspec.field(name="CreatedDateUtc", default=None)
    updated_date_utc: Instant | None = msgspec.field(name="UpdatedDateUtc", default=None)
    user: FileUser | None = None
    folder_id: str | None = msgspec.field(name="FolderId", default=None)


class LibraryFileBody(TypedDict, total=False):
    """What changes a file; a new one is sent as its bytes."""

    Name: str
    FolderId: str


FILES: Final = Endpoint(
    LibraryFile, LibraryFileBody, path=f"{API}/Files", scope="files", page_size=LARGEST_FILES_PAGE, changes=False,
    bare=True, posted=True, fixed=("Size",), reads=(("sort", "CreatedDateUTC"), ("direction", "DESC")),
    newest_first=True,
)  # fmt: skip
