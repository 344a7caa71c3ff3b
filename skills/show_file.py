"""Show a file."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.file_links import FileLinkView, file_link_view, links_of
from atom_xero_plugin.accounting.kinds.files import FileName, LibraryFileView, library_file_view, one_file


class Input(Struct, forbid_unknown_fields=True):
    """What show_file takes."""

    file: FileName


class Output(Struct):
    """What show_file answers."""

    file: Annotated[LibraryFileView, Meta(description="The file.")]
    links: Annotated[list[FileLinkView], Meta(description="Records that it is linked to.")]


@skill(
    effect="read",
    scopes=["files.read"],
    examples=[Example("What is the office lease in Xero's files linked to?", {"file": "office lease.pdf"})],
)
async def show_file(ctx: Context, input: Input) -> Output:
    """Show a file of Xero's file library and the records that it is linked to. export_file downloads it."""
    file = await one_file(ctx, input.file)
    return Output(
        library_file_view(ctx, file), [file_link_view(ctx, each) for each in await links_of(ctx.xero, file.id)]
    )
