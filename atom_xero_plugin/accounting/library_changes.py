"""The plans that rename, move, unlink and delete files of Xero's file library, and rename its folders."""

from __future__ import annotations

from typing import Any, Final

from atom_xero_plugin.accounting.files import file_name
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.accounting.kinds.file_folders import folders, one_folder
from atom_xero_plugin.accounting.kinds.file_links import links_of
from atom_xero_plugin.accounting.kinds.files import one_file
from atom_xero_plugin.accounting.resolve.records import KnownRecord
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.accounting.unchanged import still_shows
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence, one_line
from atom_xero_plugin.plans.proposal import PartOf, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.xero.records.file_folders import FILE_FOLDERS
from atom_xero_plugin.xero.records.file_links import FILE_LINKS
from atom_xero_plugin.xero.records.files import FILES, LibraryFile
from atom_xero_plugin.xero.write import delete, replace

_DELETED: Final = {"Status": "DELETED"}
"""What is reported of what is gone: these records have no status of their own."""


async def propose_file_change(ctx: Context, named: str, name: str | None, folder: str | None) -> Proposal:
    """The plan that renames a file, moves it, or both. Raises InvalidArguments where nothing would change."""
    if name is None and folder is None:
        raise invalid_argument("/name", "or folder is needed: what is to change")
    safe = file_name(name, "/name") if name is not None else None
    file = await one_file(ctx, named)
    there = {each.id: each for each in await folders(ctx.xero)}
    old = there.get(file.folder_id or "")
    new = await one_folder(ctx.xero, folder) if folder is not None else old
    called = _of_same_type(file, safe) if safe is not None else file.name or ""
    moves = new is not None and new.id != file.folder_id
    if called == file.name and not moves:
        raise invalid_argument("/name" if name is not None else "/folder", "is so already", hint=AFTER_READING)
    body = ({"Name": called} if called != file.name else {}) | ({"FolderId": new.id} if moves and new else {})
    before = {"name": file.name, "folder": old.name if old else None}
    undo: dict[str, Any] = {"file": file.id} | ({"name": file.name} if called != file.name else {})
    undo |= {"folder": file.folder_id} if moves else {}
    words = [f"rename it to {in_sentence(called)}"] if called != file.name else []
    words += [f"move it to the folder {in_sentence(new.name)}"] if moves and new else []
    return Proposal(
        summary=f"Change the file {in_sentence(file.name)} in Xero: {' and '.join(words)}.",
        steps=[
            Step(
                replace(FILES, file.id, body),
                "file",
                expects={"Id": file.id, "Name": called, "FolderId": body.get("FolderId", file.folder_id or "")},
                record_id=file.id,
                precondition=_still(file),
            )
        ],
        before=before,
        after={"name": called, "folder": new.name if new else None},
        undo=Undo("change_file", undo, "change_file can give it its old name and folder."),
    )


async def propose_folder_name(ctx: Context, named: str, name: str) -> Proposal:
    """The plan that renames a folder. Raises Conflict for the inbox and for a name that is taken."""
    bare = one_line(name).strip()
    if not bare:
        raise invalid_argument("/name", "must not be blank")
    folder = await one_folder(ctx.xero, named)
    if folder.is_inbox:
        raise Conflict("The inbox of files cannot be renamed in Xero.", hint="Rename another folder.")
    if bare == folder.name:
        raise invalid_argument("/name", "is its name already", hint=AFTER_READING)
    taken = [each for each in await folders(ctx.xero) if each.id != folder.id]
    if any(casefolded(each.name) == casefolded(bare) for each in taken):
        raise Conflict(
            f"There is a folder of this name: {in_sentence(bare)}.",
            fields=[FieldError("/name", "is taken")],
            hint="change_file moves files into it.",
        )
    old = folder.name or ""
    return Proposal(
        summary=f"Rename the folder {in_sentence(old)} of files in Xero to {in_sentence(bare)}.",
        steps=[
            Step(
                replace(FILE_FOLDERS, folder.id, {"Name": bare}),
                "file_folder",
                expects={"Id": folder.id, "Name": bare},
                record_id=folder.id,
                precondition=still_shows("file_folder", folder.id, {"Id": folder.id, "Name": old}),
            )
        ],
        before={"name": old},
        after={"name": bare},
        undo=Undo(
            "change_file_folder", {"folder": folder.id, "name": old}, "change_file_folder can give it the old name."
        ),
    )


async def propose_file_deletion(ctx: Context, named: str) -> Proposal:
    """The plan that deletes a file for good, also from the records that it is linked to."""
    file = await one_file(ctx, named)
    links = await links_of(ctx.xero, file.id)
    records = "1 record" if len(links) == 1 else f"{len(links)} records"
    linked = [PlanWarning("linked", f"It is linked to {records}; nothing of it will be seen there any more.")]
    return Proposal(
        summary=f"Delete the file {in_sentence(file.name)} from Xero's file library. This is final.",
        steps=[
            Step(
                delete(FILES, file.id),
                "file",
                expects={"Id": file.id, **_DELETED},
                record_id=file.id,
                keyed=False,
                gone={"Id": file.id, "Name": file.name or "", **_DELETED},
                precondition=_still(file),
            )
        ],
        before={"name": file.name, "size": file.size, "linked_to": [each.object_id for each in links]},
        after={"name": file.name, "deleted": True},
        warnings=[
            PlanWarning("final", "It cannot be brought back; export_file saves a copy first."),
            *(linked if links else []),
        ],
    )


async def propose_unlinking(ctx: Context, file: LibraryFile, known: KnownRecord) -> Proposal:
    """The plan that ends the link of a file to a record; both stay. Raises Conflict where there is none."""
    there = await links_of(ctx.xero, file.id)
    link = next((each for each in there if each.object_id.lower() == known.id.lower()), None)
    if link is None:
        raise Conflict(
            f"The file {in_sentence(file.name)} is not linked to the {known.label}.",
            hint="show_file lists what it is linked to.",
        )
    shown = {"FileId": file.id, "ObjectId": link.object_id, "ObjectGroup": link.object_group or ""}
    return Proposal(
        summary=f"Unlink the file {in_sentence(file.name)} from the {known.label}; both stay.",
        steps=[
            Step(
                delete(FILE_LINKS, link.object_id),
                "file_link",
                expects={"ObjectId": link.object_id, **_DELETED},
                record_id=link.object_id,
                keyed=False,
                gone={**shown, "ObjectType": link.object_type or "", **_DELETED},
                label=f"unlink from {known.label}",
                part_of=PartOf(FILES.path, file.id),
            )
        ],
        before={"file": file.name, "kind": known.kind.name, "id": known.id, "linked": True},
        after={"file": file.name, "kind": known.kind.name, "id": known.id, "linked": False},
        party=known.party,
        undo=Undo(
            "link_file",
            {"file": file.id, "kind": known.kind.name, "record": known.id},
            "link_file can link it again.",
        ),
    )


def _of_same_type(file: LibraryFile, name: str) -> str:
    """The new name. Raises InvalidArguments for one of another type than the file is of."""
    ending = (file.name or "").rpartition(".")[2]
    if name.rpartition(".")[2].lower() != ending.lower():
        words = f"must end in .{ending}: a new name makes no other type of file"
        raise invalid_argument("/name", words, hint=AFTER_READING)
    return name


def _still(file: LibraryFile) -> Any:
    """That a file has the name and folder that the plan shows."""
    fields = {"Id": file.id, "Name": file.name or "", "FolderId": file.folder_id or ""}
    return still_shows("file", file.id, fields)
