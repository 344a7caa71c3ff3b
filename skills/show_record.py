"""Show one record of the local copy."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.accounting.lists.inputs import some_kinds
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.accounting.lists.view import CopyState, ListedRecord, copy_state, listed_record
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.decoding.base import decode_one


class Input(Struct, forbid_unknown_fields=True):
    """What show_record takes."""

    record: Annotated[
        str,
        Meta(
            description="Xero's id of it, as find_records answers it.",
            min_length=1,
            max_length=64,
            extra=also("id record_id"),
        ),
    ]
    kind: (
        Annotated[
            str,
            Meta(
                description="Its kind, as find_records answers it; any, if left out.",
                max_length=40,
                extra=also("type record_type"),
            ),
        ]
        | None
    ) = None


class Output(Struct):
    """What show_record answers."""

    record: Annotated[ListedRecord | None, Meta(description="It as lists show it; null if it was not synced.")]
    details: Annotated[
        dict[str, Any] | None, Meta(description="All of it, as the skill that shows its kind answers it.")
    ]
    local_copy: Annotated[CopyState, Meta(description="How fresh the local copy is.")]


@skill(
    effect="read",
    scopes=[],
    examples=[Example("Show this record of the list", {"record": "5f2d8f0e-71b1-4f4e-9d65-0c1a4b7e2d10"})],
)
async def show_record(ctx: Context, input: Input) -> Output:
    """Show one record that find_records listed, whole, from the local copy of Xero: as of the last sync.

    It never asks Xero.
    """
    lists = ctx.services.get(RecordLists)
    kinds = some_kinds(None if input.kind is None else [input.kind], "/kind")
    row = await lists.one(ctx.organisation.id, [kind.name for kind in kinds], input.record)
    shown = kinds if row is None else [kind_by_name(row.kind_name)]
    state = copy_state(shown, await lists.freshness(ctx.organisation.id, [kind.list_name for kind in shown]))
    if row is None:
        return Output(None, None, state)
    details = shown[0].shown(ctx, decode_one(shown[0].record, row.body))
    return Output(listed_record(ctx, row), msgspec.to_builtins(details), state)
