"""Unlink a file of the file library from a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.file_links import FileLinkView, file_link_view
from atom_xero_plugin.accounting.kinds.files import FileName, one_file
from atom_xero_plugin.accounting.library_changes import propose_unlinking
from atom_xero_plugin.accounting.library_files import LinkedKind, check_linked
from atom_xero_plugin.accounting.resolve.records import RecordName, one_record
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.file_links import FileLink
from atom_xero_plugin.xero.where_clause import checked_text


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What unlink_file takes."""

    file: FileName
    kind: LinkedKind
    record: RecordName


class Output(Struct):
    """What unlink_file answers."""

    link: Annotated[FileLinkView, Meta(description="The record that the file is linked to no more.")]


@skill(
    effect="destructive",
    scopes=["files"],
    scopes_vary=True,
    undo="link_file",
    examples=[
        Example(
            "Take the office lease off the contact Kauri Grove Cafe",
            {"file": "office lease.pdf", "kind": "contact", "record": "Kauri Grove Cafe"},
        )
    ],
)
async def unlink_file(ctx: Context, input: Input) -> Proposal:
    """Unlink a file of Xero's file library from a record: bill, invoice, contact, bank transaction. Both stay.

    A person approves first. The plan's undo links it again; delete_file deletes the file itself.
    """
    check_linked(input.kind)
    checked_text(input.file, "/file")
    known = await one_record(ctx, input.kind, input.record)
    require(ctx, known.endpoint.read_scope)
    return await propose_unlinking(ctx, await one_file(ctx, input.file), known)


@unlink_file.verified
def unlinked(ctx: Context, link: FileLink) -> Output:
    """The record that the file is linked to no more."""
    return Output(file_link_view(ctx, link))
