"""Files of records: which are there, and the steps that attach more.

Xero replaces a file of the same name and deletes none, so a name that is there already is refused, and looked up again
right before the file is sent. Source: developer.xero.com, Attachments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from atom_xero_plugin.accounting.files import Files, FileToSend, file_name
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import PartOf, Precondition, Proposal, Step
from atom_xero_plugin.store.stored_files import StoredFile
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.files import bytes_of, pdf_of
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.attachments import ATTACHMENTS, MOST, AttachedFile, attach
from atom_xero_plugin.xero.write import FileContent

SCOPE: Final = ATTACHMENTS.scope
NAME_FREE: Final = "attachment_name_free"
"""Precondition: no file `name` is attached to the record at `path` with `record_id`."""
_COMPARED: Final = frozenset({"application/pdf", "image/png"})
"""Media types that Xero has one word for."""
FileNames = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=1_000)]],
    Meta(
        description="Files to attach, 10 at most: paths where atom-xero runs, or ids (file_…) of uploads; no content.",
        max_length=MOST,
        extra=also("attachments documents attach file_paths attachment receipts"),
    ),
]


async def attached_to(xero: XeroClient, endpoint: Endpoint[Any], record_id: str) -> list[AttachedFile]:
    """The files of a record."""
    return (await list_of(xero, ATTACHMENTS.within_record(endpoint.path, record_id))).items


async def exported(ctx: Context, endpoint: Endpoint[Any], record_id: str, file: AttachedFile) -> StoredFile:
    """A file of a record, got from Xero and kept here under a handle: another record can be given it."""
    content = await bytes_of(ctx.xero, ATTACHMENTS.within_record(endpoint.path, record_id), file)
    return await ctx.services.get(Files).keep(file.file_name or file.attachment_id, content, file.mime_type)


async def pdf_file(ctx: Context, endpoint: Endpoint[Any], record_id: str, number: str | None) -> StoredFile:
    """A document as PDF, got from Xero and kept here under a handle; it is named by its number."""
    content = await pdf_of(ctx.xero, endpoint, record_id)
    return await ctx.services.get(Files).keep(file_name(f"{number or record_id}.pdf", "/record"), content)


async def files_to_send(ctx: Context, named: Sequence[str], *, name: str | None = None) -> list[FileToSend]:
    """The files that are named, each checked and kept. Raises InvalidArguments for two of one name, and as `Files`."""
    files = ctx.services.get(Files)
    found: list[FileToSend] = []
    for number, each in enumerate(named):
        path = f"/files/{number}"
        file = await files.to_send(each, path, name=name)
        if any(file.name.casefold() == other.name.casefold() for other in found):
            raise invalid_argument(path, f"is a second file of the name {in_sentence(file.name)}; Xero keeps one")
        found.append(file)
    return found


def refuse_taken(found: Sequence[FileToSend], there: Sequence[AttachedFile], label: str) -> None:
    """Raises Conflict for a name that is attached already, or too many files."""
    names = {(each.file_name or "").casefold() for each in there}
    for number, file in enumerate(found):
        if file.name.casefold() in names:
            raise Conflict(
                f"A file {in_sentence(file.name)} is attached to the {label} already; Xero would replace it.",
                fields=[FieldError(f"/files/{number}", "is attached already")],
                hint="Give the file another name, if it is another file.",
            )
    if len(there) + len(found) > MOST:
        raise Conflict(
            f"The {label} has {len(there)} files; Xero takes {MOST} at most.", fields=[FieldError("/files", "too many")]
        )


def attaching(part_of: PartOf, files: Sequence[FileToSend], *, online: bool = False) -> list[Step]:
    """The steps that attach files to a record, which may be one that an earlier step creates."""
    return [_step(part_of, file, online=online) for file in files]


def _step(part_of: PartOf, file: FileToSend, *, online: bool) -> Step:
    stored = file.stored
    expects = {"FileName": file.name, "ContentLength": str(stored.size)}
    if stored.content_type in _COMPARED:
        expects["MimeType"] = stored.content_type
    free = None
    if part_of.record_id is not None:
        free = Precondition(NAME_FREE, {"path": part_of.path, "record_id": part_of.record_id, "name": file.name})
    return Step(
        attach(file.name, FileContent(stored.id, stored.sha256, stored.size, stored.content_type), online=online),
        "attachment",
        expects=expects,
        find={},
        label=f"attach {file.name}",
        part_of=part_of,
        precondition=free,
    )


async def with_files(ctx: Context, proposal: Proposal, endpoint: Endpoint[Any], named: Sequence[str]) -> Proposal:
    """The plan of one new record, with files that are attached once it is there; as it was if none are named."""
    if not named:
        return proposal
    require(ctx, SCOPE)
    files = await files_to_send(ctx, named)
    return replace(
        proposal,
        summary=f"{proposal.summary.rstrip('.')}, with {names_of(files)} attached.",
        steps=[*proposal.steps, *attaching(PartOf(endpoint.path, step=0), files)],
        after={**proposal.after, "files": planned(files)},
        independent=True,
    )


def planned(files: Sequence[FileToSend]) -> list[dict[str, Any]]:
    """Files as a plan shows them."""
    return [
        {"name": each.name, "type": each.stored.content_type, "size": each.stored.size, "sha256": each.stored.sha256}
        for each in files
    ]


def names_of(files: Sequence[FileToSend]) -> str:
    """Files as a sentence names them."""
    return ", ".join(in_sentence(each.name) for each in files)


async def _still_free(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose file would replace one that was attached meanwhile; each record is read once."""
    found: dict[int, str] = {}
    names: dict[tuple[str, str], set[str]] = {}
    for each in (each for each in steps if each.state == "proposed"):
        path, record_id, name = (each.arguments[part] for part in ("path", "record_id", "name"))
        if (path, record_id) not in names:
            there = (await list_of(xero, ATTACHMENTS.within_record(path, record_id))).items
            names[path, record_id] = {(file.file_name or "").casefold() for file in there}
        if name.casefold() in names[path, record_id]:
            found[each.number] = f"a file {in_sentence(name)} was attached after the plan was made"
    return found


PRECONDITIONS: Final[Mapping[str, Check]] = {NAME_FREE: _still_free}
"""The checks by the names that plans store."""
