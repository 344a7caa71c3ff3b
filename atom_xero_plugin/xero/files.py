"""Files that Xero gives: what is attached to a record, and documents as PDF."""

from __future__ import annotations

from typing import Any

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.attachments import AttachedFile
from atom_xero_plugin.xero.where_clause import checked_guid

PDF = "application/pdf"


async def bytes_of(client: XeroClient, endpoint: Endpoint[AttachedFile], file: AttachedFile) -> bytes:
    """The bytes of a file of a record; `endpoint` is that of the record's files.

    Raises UnexpectedAnswer if Xero gives fewer or more than it says, and what the client raises.
    """
    identity = checked_guid(file.attachment_id, "/attachment")
    content = (await client.get(f"{endpoint.path}/{identity}", accept=file.mime_type or "*/*")).body
    if file.content_length is not None and len(content) != file.content_length:
        raise UnexpectedAnswer(f"Xero gave {len(content)} bytes of a file that has {file.content_length}.")
    return content


async def pdf_of(client: XeroClient, endpoint: Endpoint[Any], record_id: str) -> bytes:
    """A record as PDF. Raises UnexpectedAnswer for what is none, and what the client raises."""
    known = checked_guid(record_id, f"/{endpoint.record.ID}")
    content = (await client.get(f"{endpoint.path}/{known}", accept=PDF)).body
    if not content.startswith(b"%PDF"):
        raise UnexpectedAnswer("Xero was asked for a PDF and gave something else.")
    return content
