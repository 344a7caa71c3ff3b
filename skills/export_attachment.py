"""Get a file of a record out of Xero."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.attachments import attached_to, exported
from atom_xero_plugin.accounting.files import FileView, file_view
from atom_xero_plugin.accounting.inputs import AFTER_READING
from atom_xero_plugin.accounting.resolve.records import RecordName, kind_field, one_record
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import FieldError, NotFound
from atom_xero_plugin.core.quoting import in_sentence


class Input(Struct, forbid_unknown_fields=True):
    """What export_attachment takes."""

    kind: Annotated[str, kind_field("attachments")]
    record: RecordName
    attachment: Annotated[
        str,
        Meta(
            description="Its name or id; find_attachments lists them.",
            min_length=1,
            max_length=255,
            extra=also("file file_name name attachment_id"),
        ),
    ]


class Output(Struct):
    """What export_attachment answers."""

    file: Annotated[FileView, Meta(description="The file, kept here for a week.")]


@skill(
    effect="read",
    scopes=["accounting.attachments.read"],
    scopes_vary=True,
    examples=[
        Example(
            "Get the signed offer of quote QU-0002 out of Xero",
            {"kind": "quote", "record": "QU-0002", "attachment": "signed offer.pdf"},
        )
    ],
)
async def export_attachment(ctx: Context, input: Input) -> Output:
    """Download a file of a Xero record. The answer names it by an id, never shows its content.

    `atom-xero file save ID` writes it to a file, GET /api/files/ID streams it, and attach_file takes the id.
    """
    known = await one_record(ctx, input.kind, input.record, what="attachments")
    require(ctx, known.endpoint.read_scope)
    there = await attached_to(ctx.xero, known.endpoint, known.id)
    wanted = input.attachment.strip().casefold()
    found = next((each for each in there if wanted in {each.attachment_id, (each.file_name or "").casefold()}), None)
    if found is None:
        names = ", ".join(in_sentence(each.file_name) for each in there) or "none"
        message = f"is not among the files of the {known.label}: {names}"
        raise NotFound(
            f"There is no such file on the {known.label}.",
            fields=[FieldError("/attachment", message)],
            hint=AFTER_READING,
        )
    return Output(file_view(await exported(ctx, known.endpoint, known.id, found)))
