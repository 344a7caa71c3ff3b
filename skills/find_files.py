"""Find files."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.file_folders import FolderName, one_folder
from atom_xero_plugin.accounting.kinds.files import LibraryFileView, files_page, library_file_view
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.files import LibraryFile


class Input(Struct, forbid_unknown_fields=True):
    """What find_files takes."""

    name: (
        Annotated[
            str,
            Meta(
                description="Part of the file name.",
                min_length=1,
                max_length=255,
                extra=also("text query search file_name filename title"),
            ),
        ]
        | None
    ) = None
    folder: FolderName | None = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct):
    """What find_files answers."""

    items: Annotated[list[LibraryFileView], Meta(description="What fits, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["files.read"],
    examples=[
        Example("Which files are in Xero's file inbox?", {"folder": "Inbox"}),
        Example("Find the lease among the files in Xero", {"name": "lease"}),
    ],
)
async def find_files(ctx: Context, input: Input) -> Output:
    """Find files in Xero's file library (inbox, folders, scans), the newest first: names, types, sizes.

    Files that are attached to a record are listed by find_attachments.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    folder = await one_folder(ctx.xero, input.folder) if input.folder else None
    part = input.name.casefold() if input.name else ""

    async def fetch(number: int) -> Page[LibraryFile]:
        return await files_page(ctx.xero, number)

    def fits(file: LibraryFile) -> bool:
        return part in (file.name or "").casefold() and (folder is None or file.folder_id == folder.id)

    found = await collect(fetch, start, input.limit, fits)
    cursor = cursor_to(found.after, ctx.organisation.id, input)
    return Output([library_file_view(ctx, each) for each in found.items], cursor is not None, cursor)
