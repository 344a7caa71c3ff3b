"""Upload a file to the file library."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.attachments import planned
from atom_xero_plugin.accounting.files import Files
from atom_xero_plugin.accounting.kinds.file_folders import FolderName, one_folder
from atom_xero_plugin.accounting.kinds.files import LibraryFileView, library_file_view
from atom_xero_plugin.accounting.library_files import twins, uploading
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Undo
from atom_xero_plugin.xero.records.attachments import LONGEST_NAME
from atom_xero_plugin.xero.records.files import LibraryFile


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What upload_file takes."""

    file: Annotated[
        str,
        Meta(
            description="Path where atom-xero runs, or id (file_…) of an upload; no content.",
            min_length=1,
            max_length=1_000,
            extra=also("path file_path document file_id"),
        ),
    ]
    folder: FolderName = "Inbox"
    name: (
        Annotated[
            str,
            Meta(
                description="File name in Xero; else its own.",
                min_length=3,
                max_length=LONGEST_NAME,
                extra=aliases.FILE_NAME,
            ),
        ]
        | None
    ) = None


class Output(Struct):
    """What upload_file answers."""

    file: Annotated[LibraryFileView, Meta(description="The file as Xero has it now.")]


@skill(
    effect="write",
    scopes=["files"],
    undo="delete_file",
    examples=[Example("Put receipt.pdf into Xero's file inbox", {"file": "receipt.pdf"})],
)
async def upload_file(ctx: Context, input: Input) -> Proposal:
    """Upload a file to Xero's file library (inbox or a folder), linked to nothing; link_file links it to a record.

    A person approves first. The bytes go from this machine to Xero, never through a chat. The plan's undo
    deletes it. attach_file puts a file on a record at once.
    """
    file = await ctx.services.get(Files).to_send(input.file, "/file", name=input.name)
    folder = await one_folder(ctx.xero, input.folder)
    there = await twins(ctx.xero, file)
    return Proposal(
        summary=f"Upload {in_sentence(file.name)} to the folder {in_sentence(folder.name)} of files in Xero.",
        steps=[uploading(file, folder, there)],
        after={"folder": folder.name, "files": planned([file])},
        warnings=[_seen_before(there)] if there else [],
        undo=Undo("delete_file", {}, "delete_file can delete it.", written={"file": RECORD}),
    )


def _seen_before(there: list[LibraryFile]) -> PlanWarning:
    ids = ", ".join(each.id for each in there[:3])
    return PlanWarning("possible_duplicate", f"Xero has a file of this name and size already: {ids}.")


@upload_file.verified
def uploaded(ctx: Context, file: LibraryFile) -> Output:
    """The file as Xero has it now."""
    return Output(library_file_view(ctx, file))
