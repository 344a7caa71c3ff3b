"""Get a file of the file library out of Xero."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.files import FileView, file_view
from atom_xero_plugin.accounting.kinds.files import FileName, one_file
from atom_xero_plugin.accounting.library_files import exported_file


class Input(Struct, forbid_unknown_fields=True):
    """What export_file takes."""

    file: FileName


class Output(Struct):
    """What export_file answers."""

    file: Annotated[FileView, Meta(description="The file, kept here for a week.")]


@skill(
    effect="read",
    scopes=["files.read"],
    examples=[Example("Download the office lease from Xero's files", {"file": "office lease.pdf"})],
)
async def export_file(ctx: Context, input: Input) -> Output:
    """Download a file of Xero's file library. The answer names it by an id, never shows its content.

    `atom-xero file save ID` writes it to a file, GET /api/files/ID streams it, and attach_file takes the id.
    """
    return Output(file_view(await exported_file(ctx, await one_file(ctx, input.file))))
