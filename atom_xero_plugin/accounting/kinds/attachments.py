"""Files attached to records, as answers show them."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.attachments import ATTACHMENTS, AttachedFile


class AttachmentView(Struct, omit_defaults=True):
    """A file of a record."""

    id: Annotated[str, Meta(description="Xero's id.")]
    name: Annotated[str, Meta(description="File name, by which Xero keeps it once.")]
    type: Annotated[str | None, Meta(description="Media type, as Xero has it.")] = None
    size: Annotated[int | None, Meta(description="Bytes.")] = None
    online: Annotated[bool, Meta(description="Whether the customer sees it with the online invoice.")] = False


def attachment_view(_: Context, file: AttachedFile) -> AttachmentView:
    """A file of a record."""
    return AttachmentView(
        file.attachment_id, file.file_name or "", file.mime_type, file.content_length, bool(file.include_online)
    )


ATTACHMENT: Final = RecordKind[AttachedFile](
    name="attachment",
    endpoint=ATTACHMENTS,
    view=attachment_view,
    shape=AttachmentView,
    sample={
        "AttachmentID": "4508a692-e52c-4ad8-a138-2f13e22bf57b",
        "FileName": "receipt.pdf",
        "Url": "https://api.xero.com/api.xro/2.0/Invoices/b7c9a2de-3f64-4c1d-8a5b-2e9d6f0c1a34/Attachments/receipt.pdf",
        "MimeType": "application/pdf",
        "ContentLength": 13_421,
    },
)
