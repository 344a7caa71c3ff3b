"""Files that Xero gives: what is attached to a record, documents as PDF, and those of the file library."""

from __future__ import annotations

from typing import Any

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.attachments import AttachedFile
from atom_xero_plugin.xero.records.files import FILES, LibraryFile
from atom_xero_plugin.xero.where_clause import checked_guid

PDF = "application/pdf"


async def bytes_of(client: XeroClient, endpoint: Endpoint[AttachedFile], file: AttachedFile) -> bytes:
    """The bytes of a file of a record; `endpoint` is that of the record's files.

    Raises UnexpectedAnswer if Xero gives fewer or more than it says, and what the client raises.
    """
    identity = checked_guid(file.attachment_id, "/attachment")
    return await _read(client, f"{endpoint.path}/{identity}", file.mime_type, file.content_length)


async def library_bytes(client: XeroClient, file: LibraryFile) -> bytes:
    """The bytes of a file of the file library. Raises as `bytes_of`."""
    return await _read(client, f"{FILES.path}/{checked_guid(file.id, '/file')}/Content", None, file.size)


async def _read(client: XeroClient, path: str, media_type: str | None, size: int | None) -> bytes:
    content = (await client.get(path, accept=media_type or "*/*")).body
    if size is not None and len(content) != size:
        raise UnexpectedAnswer(f"Xero gave {len(content)} bytes of a file that has {size}.")
    return content


async def pdf_of(client: XeroClient, endpoint: Endpoint[Any], record_id: str) -> bytes:
    """A record as PDF. Raises UnexpectedAnswer for what is none, and what the client raises."""
    known = checked_guid(record_id, f"/{endpoint.record.ID}")
    content = (await client.get(f"{endpoint.path}/{known}", accept=PDF)).body
    if not content.startswith(b"%PDF"):
        raise UnexpectedAnswer("Xero was asked for a PDF and gave something else.")
    return content
