"""Change a file of the file library."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.kinds.file_folders import FolderName
from atom_xero_plugin.accounting.kinds.files import FileName, LibraryFileView, library_file_view
from atom_xero_plugin.accounting.library_changes import propose_file_change
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.attachments import LONGEST_NAME
from atom_xero_plugin.xero.records.files import LibraryFile


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_file takes."""

    file: FileName
    name: (
        Annotated[
            str,
            Meta(
                description="New file name, of the same type.",
                min_length=3,
                max_length=LONGEST_NAME,
                extra=aliases.RENAMED,
            ),
        ]
        | None
    ) = None
    folder: FolderName | None = None


class Output(Struct):
    """What change_file answers."""

    file: Annotated[LibraryFileView, Meta(description="The file as Xero has it now.")]


@skill(
    effect="write",
    scopes=["files"],
    undo="change_file",
    examples=[
        Example("Rename how we file.txt", {"file": "how we file.txt", "name": "how we keep files.txt"}),
        Example("Move how we file.txt to the contracts", {"file": "how we file.txt", "folder": "Contracts"}),
    ],
)
async def change_file(ctx: Context, input: Input) -> Proposal:
    """Rename a file of Xero's file library, or put it into a different folder. What it is linked to stays.

    A person approves first. The plan's undo gives it the old name and folder.
    """
    return await propose_file_change(ctx, input.file, input.name, input.folder)


@change_file.verified
def changed(ctx: Context, file: LibraryFile) -> Output:
    """The file as Xero has it now."""
    return Output(library_file_view(ctx, file))
