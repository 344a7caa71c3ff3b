"""What a file of the library is linked to. Source: Xero's OpenAPI description of the Files API 2.35.0, Associations."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict

import msgspec

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


class FileLink(XeroRecord):
    """A record that a file is linked to; Xero calls it an association."""

    PLURAL: ClassVar[str] = "Associations"
    LISTED_AS: ClassVar[str] = "Associations"
    ID: ClassVar[str] = "object_id"

    file_id: str | None = msgspec.field(name="FileId", default=None)
    object_id: str = msgspec.field(name="ObjectId", default="")
    object_type: Word | None = None
    """Such as `Accpay`, `AccRec` or `Business`."""
    object_group: Word | None = None
    """Such as `Invoice` or `Contact`."""


class FileLinkBody(TypedDict, total=False):
    """What is sent to link a file; Xero finds the type by itself (Xero-Java issue 144)."""

    ObjectId: str
    ObjectGroup: str


FILE_LINKS: Final = Endpoint(
    FileLink, FileLinkBody, path="Associations", scope="files", page_size=None, changes=False, bare=True,
    posted=True, listed_only=True, fixed=("ObjectId",),
)  # fmt: skip
"""Of one file: `within_record` says of which."""
