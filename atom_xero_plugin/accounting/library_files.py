"""The steps that bring files into Xero's file library and link them to records.

Xero keeps files of one name next to each other, so one that is there already with the same name and size is reported,
and never taken for the one that is sent.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from atom_xero_plugin.accounting.files import Files, FileToSend
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kinds.file_links import GROUPS
from atom_xero_plugin.accounting.kinds.files import newest_files
from atom_xero_plugin.accounting.resolve.records import KIND_ALIASES, KnownRecord
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.plans.proposal import PartOf, Step
from atom_xero_plugin.store.stored_files import StoredFile
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.files import library_bytes
from atom_xero_plugin.xero.records.file_folders import FileFolder
from atom_xero_plugin.xero.records.file_links import FILE_LINKS
from atom_xero_plugin.xero.records.files import FILES, LibraryFile
from atom_xero_plugin.xero.write import FileContent, Write, create

LINKED: Final = tuple(GROUPS)
"""The names of kinds whose records a file can be linked to."""
LinkedKind = Annotated[
    str,
    Meta(
        description=f"What it is: {', '.join(sorted(LINKED))}.",
        extra_json_schema={"enum": sorted(LINKED)},
        extra=KIND_ALIASES,
    ),
]


def check_linked(kind: str) -> None:
    """Refuse a kind whose records no file can be linked to. Raises InvalidArguments."""
    if kind not in LINKED:
        raise invalid_argument("/kind", f"must be one of {', '.join(LINKED)}")


async def exported_file(ctx: Context, file: LibraryFile) -> StoredFile:
    """A file of the library, got from Xero and kept here under a handle."""
    content = await library_bytes(ctx.xero, file)
    return await ctx.services.get(Files).keep(file.name or file.id, content, file.mime_type)


async def twins(xero: XeroClient, file: FileToSend) -> list[LibraryFile]:
    """Files of the same name and size that are among the newest already."""
    return [each async for each in newest_files(xero) if (each.name, each.size) == (file.name, file.stored.size)]


def uploading(file: FileToSend, folder: FileFolder, besides: list[LibraryFile]) -> Step:
    """The step that brings a file into a folder."""
    stored = file.stored
    content = FileContent(stored.id, stored.sha256, stored.size, stored.content_type, file.name)
    return Step(
        Write("POST", f"{FILES.path}/{folder.id}", "", {}, content),
        "file",
        expects={"Name": file.name, "Size": str(stored.size), "FolderId": folder.id},
        find={},
        besides=[each.id for each in besides],
        label=f"upload {file.name}",
    )


def linking(file: LibraryFile, known: KnownRecord) -> Step:
    """The step that links a file to a record. Raises InvalidArguments for a kind that Xero links no file to."""
    group = GROUPS.get(known.kind.name)
    if group is None:
        raise invalid_argument("/kind", f"must be one of {', '.join(LINKED)}")
    return Step(
        create(FILE_LINKS, {"ObjectId": known.id, "ObjectGroup": group}),
        "file_link",
        expects={"ObjectId": known.id, "ObjectGroup": group},
        find={},
        label=f"link to {known.label}",
        part_of=PartOf(FILES.path, file.id),
    )
