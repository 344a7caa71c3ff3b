"""Attach files to a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.attachments import (
    SCOPE,
    FileNames,
    attached_to,
    attaching,
    files_to_send,
    names_of,
    planned,
    refuse_taken,
)
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kinds.attachments import AttachmentView, attachment_view
from atom_xero_plugin.accounting.resolve.records import RecordName, kind_field, one_record
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.plans.proposal import PartOf, PlanWarning, Proposal
from atom_xero_plugin.xero.records.attachments import LONGEST_NAME, AttachedFile


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What attach_file takes."""

    kind: Annotated[str, kind_field("attachments")]
    record: RecordName
    files: FileNames
    name: (
        Annotated[
            str,
            Meta(
                description="File name in Xero, of one file alone; else its own.",
                min_length=3,
                max_length=LONGEST_NAME,
                extra=aliases.FILE_NAME,
            ),
        ]
        | None
    ) = None
    online: Annotated[
        bool, Meta(description="Whether the customer sees it with the online invoice; sales invoices alone.")
    ] = False


class Output(Struct):
    """What attach_file answers."""

    attached: Annotated[list[AttachmentView], Meta(description="The new files as Xero has them now.")]


@skill(
    effect="write",
    scopes=["accounting.attachments"],
    scopes_vary=True,
    examples=[
        Example(
            "Attach receipt.pdf to invoice INV-0151",
            {"kind": "invoice", "record": "INV-0151", "files": ["receipt.pdf"]},
        )
    ],
)
async def attach_file(ctx: Context, input: Input) -> Proposal:
    """Attach files (receipt, scan, PDF) to a Xero record: invoice, bill, quote, contact, bank transaction, account.

    A person approves first. The bytes go from this machine to Xero, never through a chat. Xero cannot delete an
    attachment; one of the same name is not replaced.
    """
    if not input.files:
        raise invalid_argument("/files", "names no file")
    if input.name is not None and len(input.files) > 1:
        raise invalid_argument("/name", "is of one file alone")
    _refuse_online(input.kind, asked=input.online)
    files = await files_to_send(ctx, input.files, name=input.name)
    known = await one_record(ctx, input.kind, input.record, what="attachments")
    require(ctx, SCOPE, known.endpoint.read_scope)
    refuse_taken(files, await attached_to(ctx.xero, known.endpoint, known.id), known.label)
    return Proposal(
        summary=f"Attach {names_of(files)} to the {known.label}.",
        steps=attaching(PartOf(known.endpoint.path, known.id), files, online=input.online),
        after={"kind": known.kind.name, "id": known.id, "files": planned(files)},
        party=known.party,
        independent=True,
        warnings=_warnings(online=input.online),
    )


def _refuse_online(kind: str, *, asked: bool) -> None:
    if asked and kind != "invoice":
        raise invalid_argument("/online", f"is of sales invoices alone, not of a {kind.replace('_', ' ')[:40]}")


def _warnings(*, online: bool) -> list[PlanWarning]:
    return [PlanWarning("seen_by_customer", "The customer sees the files with the online invoice.")] if online else []


@attach_file.verified
def attached(ctx: Context, *files: AttachedFile) -> Output:
    """The files as Xero has them now."""
    return Output([attachment_view(ctx, each) for each in files])
