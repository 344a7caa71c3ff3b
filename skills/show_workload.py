"""Show what waits to be done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.accounting.lists.view import CopyState
from atom_xero_plugin.reports.workload import (
    COUNTED,
    KindCount,
    WaitingDocuments,
    copy_state,
    kind_counts,
    last_read,
    locked_until,
    waiting_documents,
)


class Input(Struct, forbid_unknown_fields=True):
    """What show_workload takes."""


class Output(Struct, omit_defaults=True):
    """What show_workload answers."""

    as_of: Annotated[date, Meta(description="The day by which what is late is late.")]
    waiting: Annotated[list[WaitingDocuments], Meta(description="Invoices and bills by what they wait for.")]
    records: Annotated[list[KindCount], Meta(description="How many records there are in all.")]
    local_copy: Annotated[CopyState, Meta(description="How much of Xero the local copy holds.")]
    locked_until: Annotated[
        date | None, Meta(description="Books are closed up to and including this day, as Xero last said.")
    ] = None
    tax_period: Annotated[str | None, Meta(description="How often it files sales tax, in Xero's word.")] = None


@skill(
    effect="read",
    scopes=[],
    examples=[Example("What waits for us in the books: what is late, unfinished or to be approved?", {})],
)
async def show_workload(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Show how many Xero invoices and bills are late, drafts, to be approved or unpaid, and what they come to.

    From the local copy: it never asks Xero, and answers at once on the largest books, as of the last sync.
    """
    lists = ctx.services.get(RecordLists)
    organisation = last_read(ctx)
    return Output(
        as_of=ctx.today,
        waiting=await waiting_documents(ctx, lists),
        records=await kind_counts(ctx, lists),
        local_copy=await copy_state(ctx, lists, COUNTED),
        locked_until=locked_until(organisation),
        tax_period=organisation.tax_period if organisation else None,
    )
