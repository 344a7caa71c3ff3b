"""Add a note to the history of a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.history import HistoryView, history_view
from atom_xero_plugin.accounting.notes import noting, one_note
from atom_xero_plugin.accounting.resolve.records import RecordName, kind_field, one_record
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PartOf, Proposal
from atom_xero_plugin.xero.records.history import LONGEST_NOTE, HistoryRecord


class Input(Struct, forbid_unknown_fields=True):
    """What add_note takes."""

    kind: Annotated[str, kind_field("history")]
    record: RecordName
    text: Annotated[
        str,
        Meta(
            description="The note. Line breaks become blanks.",
            min_length=1,
            max_length=LONGEST_NOTE,
            extra=also("note details comment message content"),
        ),
    ]


class Output(Struct):
    """What add_note answers."""

    note: Annotated[HistoryView, Meta(description="The note as Xero has it now.")]


@skill(
    effect="write",
    scopes=[],
    scopes_vary=True,
    examples=[
        Example(
            "Note on invoice INV-0151 that they promised to pay on Friday",
            {"kind": "invoice", "record": "INV-0151", "text": "Promised by phone to pay on Friday."},
        )
    ],
)
async def add_note(ctx: Context, input: Input) -> Proposal:
    """Add a note to the history of a Xero record, for whoever has its page open in Xero; customers do not see it.

    A person approves first. A note can never be changed or deleted.
    """
    text = one_note(input.text)
    known = await one_record(ctx, input.kind, input.record, what="history")
    require(ctx, known.endpoint.scope)
    step = noting(PartOf(known.endpoint.path, known.id), text)
    return Proposal(
        summary=f"Add a note to the {known.label}: {in_sentence(step.expects['Details'])}",
        steps=[step],
        after={"kind": known.kind.name, "id": known.id, "note": step.expects["Details"]},
        party=known.party,
    )


@add_note.verified
def added(ctx: Context, note: HistoryRecord) -> Output:
    """The note as Xero has it now."""
    return Output(history_view(ctx, note))
