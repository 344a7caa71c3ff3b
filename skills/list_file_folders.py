"""List the folders of files."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.file_folders import FileFolderView, file_folder_view, folders


class Input(Struct, forbid_unknown_fields=True):
    """What list_file_folders takes."""


class Output(Struct):
    """What list_file_folders answers."""

    folders: Annotated[list[FileFolderView], Meta(description="All folders.")]


@skill(
    effect="read",
    scopes=["files.read"],
    examples=[Example("Which folders do we have for files in Xero, and where do I e-mail receipts to?", {})],
)
async def list_file_folders(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """List the folders of Xero's file library, with how many files are in each, and the inbox's e-mail address."""
    return Output([file_folder_view(ctx, each) for each in await folders(ctx.xero)])
