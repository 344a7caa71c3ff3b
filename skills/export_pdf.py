"""Get a document out of Xero as PDF."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.attachments import pdf_file
from atom_xero_plugin.accounting.files import FileView, file_view
from atom_xero_plugin.accounting.resolve.records import RecordName, kind_field, one_record
from atom_xero_plugin.accounting.scopes import require


class Input(Struct, forbid_unknown_fields=True):
    """What export_pdf takes."""

    kind: Annotated[str, kind_field("pdf")]
    record: RecordName


class Output(Struct):
    """What export_pdf answers."""

    file: Annotated[FileView, Meta(description="The PDF, kept here for a week.")]


@skill(
    effect="read",
    scopes=[],
    scopes_vary=True,
    examples=[Example("Give me INV-0151 as a PDF", {"kind": "invoice", "record": "INV-0151"})],
)
async def export_pdf(ctx: Context, input: Input) -> Output:
    """Download a Xero invoice, quote, purchase order or credit note as PDF, to print or save it.

    It is as its customer gets it. The answer names it by an id, never shows its content.

    `atom-xero file save ID` writes it to a file, GET /api/files/ID streams it, and attach_file takes the id.
    """
    known = await one_record(ctx, input.kind, input.record, what="pdf")
    require(ctx, known.endpoint.read_scope)
    return Output(file_view(await pdf_file(ctx, known.endpoint, known.id, known.record.record_number)))
