"""Delete a file of the file library."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.files import FileName, LibraryFileView, library_file_view
from atom_xero_plugin.accounting.library_changes import propose_file_deletion
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.files import LibraryFile


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What delete_file takes."""

    file: FileName


class Output(Struct):
    """What delete_file answers."""

    file: Annotated[LibraryFileView, Meta(description="The file that is gone.")]


@skill(
    effect="destructive",
    scopes=["files"],
    examples=[Example("Delete how we file.txt from Xero's files", {"file": "how we file.txt"})],
)
async def delete_file(ctx: Context, input: Input) -> Proposal:
    """Delete a file from Xero's file library, and so from every record that it is linked to.

    A person approves first. It cannot be brought back; unlink_file takes it off one record alone.
    """
    return await propose_file_deletion(ctx, input.file)


@delete_file.verified
def deleted(ctx: Context, file: LibraryFile) -> Output:
    """The file that is gone."""
    return Output(library_file_view(ctx, file))
