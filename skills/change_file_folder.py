"""Change a folder of the file library."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.kinds.file_folders import FileFolderView, FolderName, file_folder_view
from atom_xero_plugin.accounting.library_changes import propose_folder_name
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.file_folders import FileFolder


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_file_folder takes."""

    folder: FolderName
    name: Annotated[str, Meta(description="New name, unique.", min_length=1, max_length=255, extra=aliases.RENAMED)]


class Output(Struct):
    """What change_file_folder answers."""

    folder: Annotated[FileFolderView, Meta(description="The folder as Xero has it now.")]


@skill(
    effect="write",
    scopes=["files"],
    undo="change_file_folder",
    examples=[
        Example("Call the folder Contracts Signed contracts", {"folder": "Contracts", "name": "Signed contracts"})
    ],
)
async def change_file_folder(ctx: Context, input: Input) -> Proposal:
    """Rename a folder of Xero's file library; its files stay in it. The inbox keeps its name.

    A person approves first. The plan's undo gives it the old name.
    """
    return await propose_folder_name(ctx, input.folder, input.name)


@change_file_folder.verified
def changed(ctx: Context, folder: FileFolder) -> Output:
    """The folder as Xero has it now."""
    return Output(file_folder_view(ctx, folder))
