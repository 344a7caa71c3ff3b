"""Find receipts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.receipts import ReceiptView, receipt_view
from atom_xero_plugin.accounting.listing import part_of
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.receipts import RECEIPTS, Receipt


class Input(Struct, forbid_unknown_fields=True):
    """What find_receipts takes."""

    status: Annotated[
        Literal["draft", "submitted", "authorised", "declined", "voided"] | None,
        Meta(description="Only those.", extra=aliases.STATE),
    ] = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct):
    """What find_receipts answers."""

    items: Annotated[list[ReceiptView], Meta(description="What fits.")]
    total: Annotated[int, Meta(description="How many fit in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.classicexpenses.read"],
    examples=[Example("Which receipts has nobody submitted yet?", {"status": "draft"})],
)
async def find_receipts(ctx: Context, input: Input) -> Output:
    """Find the receipts of expense claims in Xero (classic expense claims), the newest first.

    Only read: Xero closed them to new apps.
    """

    async def read() -> list[Receipt]:
        found = [each for each in (await list_of(ctx.xero, RECEIPTS)).items if _is(each, input.status)]
        return sorted(found, key=lambda each: each.date or dt.date.min, reverse=True)

    found, cursor, total = await part_of(ctx, input, read)
    return Output([receipt_view(ctx, each) for each in found], total, cursor is not None, cursor)


def _is(record: Receipt, status: str | None) -> bool:
    return status is None or (record.status or "").lower() == status
