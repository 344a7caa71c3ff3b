"""Files of the file library, as answers show them, and how one is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.listing import MOST_PAGES
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Ambiguous, FieldError, NotFound
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.pages import Page, page_of
from atom_xero_plugin.xero.records.files import FILES, LARGEST_FILES_PAGE, LibraryFile
from atom_xero_plugin.xero.where_clause import checked_text, is_guid

FileName = Annotated[
    str,
    Meta(
        description="Its id or whole name in Xero. find_files lists them.",
        min_length=1,
        max_length=255,
        extra=also("file_id file_name filename id name document"),
    ),
]


class LibraryFileView(Struct, omit_defaults=True):
    """A file of the library."""

    id: Annotated[str, Meta(description="Xero's id.")]
    name: Annotated[str, Meta(description="File name; several files may have one.")]
    type: Annotated[str | None, Meta(description="Media type, as Xero has it.")] = None
    size: Annotated[int | None, Meta(description="Bytes.")] = None
    folder_id: Annotated[str | None, Meta(description="Xero's id of its folder.")] = None
    added_by: Annotated[str | None, Meta(description="Who brought it.")] = None
    added_at: Annotated[dt.datetime | None, Meta(description="When it came, UTC.")] = None


def library_file_view(_: Context, file: LibraryFile) -> LibraryFileView:
    """A file of the library."""
    user = file.user
    return LibraryFileView(
        id=file.id,
        name=file.name or "",
        type=file.mime_type,
        size=file.size,
        folder_id=file.folder_id,
        added_by=(user.full_name or user.name) if user else None,
        added_at=file.created_date_utc,
    )


FILE: Final = RecordKind[LibraryFile](
    name="file",
    endpoint=FILES,
    view=library_file_view,
    shape=LibraryFileView,
    sample={
        "Id": "3d413bfe-f40f-4807-b953-9a42f834ff15",
        "Name": "office lease.pdf",
        "MimeType": "application/pdf",
        "Size": 28_787,
        "CreatedDateUtc": "2026-02-10T16:02:54.9930000",
        "UpdatedDateUtc": "2026-02-10T16:02:54.9930000",
        "User": {
            "Id": "740add2a-a703-4b8a-a670-1093919c2040",
            "Name": "ana@example.com",
            "FirstName": "Ana",
            "LastName": "Whare",
            "FullName": "Ana Whare",
        },
        "FolderId": "bf924975-7097-46f2-a143-1ecfbab3c8c3",
    },
)


async def files_page(xero: XeroClient, number: int) -> Page[LibraryFile]:
    """A page of the files, the newest first; every page of the same size."""
    return await page_of(xero, FILES, {}, page=number, page_size=LARGEST_FILES_PAGE)


async def newest_files(xero: XeroClient) -> AsyncIterator[LibraryFile]:
    """The newest files, a few pages of them."""
    for number in range(1, MOST_PAGES + 1):
        page = await files_page(xero, number)
        for each in page.items:
            yield each
        if not page.has_more:
            return


async def one_file(ctx: Context, named: str) -> LibraryFile:
    """The file of an id, or the one of a name among the newest. Raises NotFound, Ambiguous, InvalidArguments."""
    text = checked_text(named, "/file").strip()
    if not text:
        raise invalid_argument("/file", "is empty")
    if is_guid(text):
        return await by_id(get(ctx.xero, FILES, text), f"file {text}", "/file")
    found = [each async for each in newest_files(ctx.xero) if (each.name or "").casefold() == text.casefold()]
    if len(found) > 1:
        raise _several(text, found)
    if not found:
        raise NotFound(
            f"There is no file {in_sentence(text)} among the newest files in Xero.",
            fields=[FieldError("/file", "is the name of none")],
            hint="find_files lists them; an id is found however old the file is.",
        )
    return found[0]


def _several(name: str, found: Sequence[LibraryFile]) -> Ambiguous:
    ids = ", ".join(each.id for each in found[:5])
    return Ambiguous(
        f"{len(found)} files in Xero have the name {in_sentence(name)}.",
        fields=[FieldError("/file", f"is the name of several; their ids begin with {ids}")],
        hint="Give the id of the one that is meant.",
    )
