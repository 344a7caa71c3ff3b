"""Folders of the file library, as answers show them, and how one is found."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import FieldError, NotFound
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.file_folders import FILE_FOLDERS, FileFolder

FolderName = Annotated[
    str,
    Meta(
        description="Name or id of a folder of files. list_file_folders lists them.",
        min_length=1,
        max_length=255,
        extra=also("folder_id folder_name directory"),
    ),
]


class FileFolderView(Struct, omit_defaults=True):
    """A folder of files."""

    id: Annotated[str, Meta(description="Xero's id.")]
    name: Annotated[str, Meta(description="Folder name.")]
    files: Annotated[int | None, Meta(description="How many files are in it.")] = None
    email: Annotated[str | None, Meta(description="E-mail address that puts files into it; the inbox has one.")] = None
    inbox: Annotated[bool, Meta(description="Whether it is the inbox.")] = False


def file_folder_view(_: Context, folder: FileFolder) -> FileFolderView:
    """A folder of files."""
    return FileFolderView(folder.id, folder.name or "", folder.file_count, folder.email, bool(folder.is_inbox))


FILE_FOLDER: Final = RecordKind[FileFolder](
    name="file_folder",
    endpoint=FILE_FOLDERS,
    view=file_folder_view,
    shape=FileFolderView,
    sample={
        "Id": "bf924975-7097-46f2-a143-1ecfbab3c8c3",
        "Name": "Inbox",
        "FileCount": 14,
        "Email": "xero.inbox.x1y2z.abcdef0123456789@xerofiles.com",
        "IsInbox": True,
    },
)


async def folders(xero: XeroClient) -> list[FileFolder]:
    """All folders."""
    return (await list_of(xero, FILE_FOLDERS)).items


async def one_folder(xero: XeroClient, named: str) -> FileFolder:
    """The folder of a name or id. Raises NotFound with the names there are."""
    there = await folders(xero)
    wanted = named.strip().casefold()
    found = next((each for each in there if wanted in {each.id.casefold(), (each.name or "").casefold()}), None)
    if found is None:
        names = ", ".join(in_sentence(each.name) for each in there[:20])
        raise NotFound(
            f"There is no folder {in_sentence(named)} for files in Xero.",
            fields=[FieldError("/folder", f"is none of the folders: {names}")],
            hint="list_file_folders lists them.",
        )
    return found
