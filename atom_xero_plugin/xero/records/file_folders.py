"""Folders of the file library. Source: Xero's OpenAPI description of the Files API 2.35.0, /Folders."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict

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


class FileFolderBody(TypedDict, total=False):
    """What changes a folder."""

    Name: str


FILE_FOLDERS: Final = Endpoint(
    FileFolder, FileFolderBody, path=f"{API}/Folders", scope="files", page_size=None, changes=False, bare=True,
)  # fmt: skip
