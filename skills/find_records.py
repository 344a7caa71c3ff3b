"""Find records of any kind in the local copy."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions
from atom_xero_plugin.accounting.lists.answer import answered
from atom_xero_plugin.accounting.lists.inputs import ListCursor, RecordListFields
from atom_xero_plugin.accounting.lists.view import CopyState, ListedRecord, RecordSum, StatusCount


class Input(RecordListFields, forbid_unknown_fields=True):
    """What find_records takes."""

    limit: Annotated[int, Meta(description="How many, at most 500.", ge=1, le=500)] = 50
    cursor: ListCursor = None
    sums: Annotated[bool, Meta(description="Whether to count and add up all that fits, also on other pages.")] = True
    counts: Annotated[bool, Meta(description="Whether to say how many are in each status.")] = False


class Output(Struct, omit_defaults=True):
    """What find_records answers."""

    items: Annotated[list[ListedRecord], Meta(description="The records.")]
    total: Annotated[int | None, Meta(description="How many fit in all; null without sums.")]
    sums: Annotated[list[RecordSum], Meta(description="Sums a kind, currency and direction over all that fits.")]
    local_copy: Annotated[CopyState, Meta(description="How much of Xero the local copy holds.")]
    has_more: Annotated[bool, Meta(description="Whether more follow.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    previous_cursor: Annotated[str | None, Meta(description="What to give as cursor for what comes before.")] = None
    counts: Annotated[list[StatusCount], Meta(description="How many are in each status, where it was asked.")] = []
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=[],
    examples=[
        Example("All money in and out of this year in one list", {"period": "this_year", "limit": 20}),
        Example(
            "Invoices and credit notes in one list, the largest first",
            {"kinds": ["invoice", "credit_note"], "sort": "total"},
        ),
    ],
)
async def find_records(ctx: Context, input: Input) -> Output:
    """Find records of several kinds at once in the local copy of Xero, filtered, sorted and added up, page by page.

    It never asks Xero: it answers at once on the largest books, as of the last sync.
    """
    return await answered(ctx, input, Output)
