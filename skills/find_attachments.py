"""Find the files of a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.attachments import attached_to
from atom_xero_plugin.accounting.kinds.attachments import AttachmentView, attachment_view
from atom_xero_plugin.accounting.resolve.records import RecordName, kind_field, one_record
from atom_xero_plugin.accounting.scopes import require


class Input(Struct, forbid_unknown_fields=True):
    """What find_attachments takes."""

    kind: Annotated[str, kind_field("attachments")]
    record: RecordName


class Output(Struct):
    """What find_attachments answers."""

    attachments: Annotated[list[AttachmentView], Meta(description="Its files.")]


@skill(
    effect="read",
    scopes=["accounting.attachments.read"],
    scopes_vary=True,
    examples=[Example("Which files are on quote QU-0002?", {"kind": "quote", "record": "QU-0002"})],
)
async def find_attachments(ctx: Context, input: Input) -> Output:
    """List the files attached to a Xero record: names, types, sizes. export_attachment gets one of them."""
    known = await one_record(ctx, input.kind, input.record, what="attachments")
    require(ctx, known.endpoint.read_scope)
    return Output([attachment_view(ctx, each) for each in await attached_to(ctx.xero, known.endpoint, known.id)])
