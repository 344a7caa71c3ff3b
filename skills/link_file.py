"""Link a file of the file library to a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.file_links import FileLinkView, file_link_view, links_of
from atom_xero_plugin.accounting.kinds.files import FileName, one_file
from atom_xero_plugin.accounting.library_files import LinkedKind, check_linked, linking
from atom_xero_plugin.accounting.resolve.records import RecordName, one_record
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import AlreadyDone, Proposal, Undo
from atom_xero_plugin.xero.records.file_links import FileLink
from atom_xero_plugin.xero.where_clause import checked_text


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What link_file takes."""

    file: FileName
    kind: LinkedKind
    record: RecordName


class Output(Struct):
    """What link_file answers."""

    link: Annotated[FileLinkView, Meta(description="The record that the file is linked to.")]


@skill(
    effect="write",
    scopes=["files"],
    scopes_vary=True,
    undo="unlink_file",
    examples=[
        Example(
            "Link the office lease in Xero's files to the contact Capital Power",
            {"file": "office lease.pdf", "kind": "contact", "record": "Capital Power"},
        )
    ],
)
async def link_file(ctx: Context, input: Input) -> Proposal | AlreadyDone:
    """Link a file of Xero's file library to a record: bill, invoice, contact, bank transaction, so that both show it.

    A person approves first. The plan's undo unlinks it. attach_file takes a file from this machine.
    """
    check_linked(input.kind)
    checked_text(input.file, "/file")
    known = await one_record(ctx, input.kind, input.record)
    require(ctx, known.endpoint.read_scope)
    file = await one_file(ctx, input.file)
    there = await links_of(ctx.xero, file.id)
    linked = next((each for each in there if each.object_id.lower() == known.id.lower()), None)
    if linked is not None:
        return AlreadyDone([linked])
    return Proposal(
        summary=f"Link the file {in_sentence(file.name)} to the {known.label}.",
        steps=[linking(file, known)],
        after={"file": file.name, "kind": known.kind.name, "id": known.id},
        party=known.party,
        undo=Undo(
            "unlink_file",
            {"file": file.id, "kind": known.kind.name, "record": known.id},
            "unlink_file can unlink it; both stay.",
        ),
    )


@link_file.verified
def linked(ctx: Context, link: FileLink) -> Output:
    """The record that the file is linked to now."""
    return Output(file_link_view(ctx, link))
