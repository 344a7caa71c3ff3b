"""Folders of the file library. Source: Xero's OpenAPI description of the Files API 2.35.0, /Folders."""

from __future__ import annotations

from typing import ClassVar, Final

import msgspec

from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.files import API


class FileFolder(XeroRecord):
    """A folder of files; the inbox is one of them, to which files can be e-mailed."""

    PLURAL: ClassVar[str] = "Folders"
    LISTED_AS: ClassVar[str] = "Folders"
    ID: ClassVar[str] = "id"

    id: str = msgspec.field(name="Id", default="")
    name: str | None = None
    file_count: int | None = None
    email: str | None = None
    is_inbox: bool | None = None


FILE_FOLDERS: Final = Endpoint(
    FileFolder, None, path=f"{API}/Folders", scope="files", page_size=None, changes=False,
)  # fmt: skip
