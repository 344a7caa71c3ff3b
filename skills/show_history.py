"""Show the history and notes of a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Limit
from atom_xero_plugin.accounting.kinds.history import HistoryView, history_view
from atom_xero_plugin.accounting.resolve.records import RecordName, kind_field, one_record
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.history import NOTES


class Input(Struct, forbid_unknown_fields=True):
    """What show_history takes."""

    kind: Annotated[str, kind_field("history")]
    record: RecordName
    limit: Limit = 20


class Output(Struct):
    """What show_history answers."""

    history: Annotated[list[HistoryView], Meta(description="What was done and noted, the newest first.")]
    total: Annotated[int, Meta(description="Lines in all.")]


@skill(
    effect="read",
    scopes=[],
    scopes_vary=True,
    examples=[Example("Who changed invoice INV-0151?", {"kind": "invoice", "record": "INV-0151"})],
)
async def show_history(ctx: Context, input: Input) -> Output:
    """Show the history of a Xero record: who changed, approved, sent or paid it and when, and the notes on it."""
    known = await one_record(ctx, input.kind, input.record, what="history")
    require(ctx, known.endpoint.read_scope)
    lines = (await list_of(ctx.xero, NOTES.within_record(known.endpoint.path, known.id))).items
    newest = sorted(lines, key=lambda each: (each.updated_date_utc is not None, each.updated_date_utc), reverse=True)
    return Output([history_view(ctx, each) for each in newest[: input.limit]], len(lines))
