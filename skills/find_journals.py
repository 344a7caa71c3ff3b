"""Find journals of the general ledger."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import (
    AccountName,
    Cursor,
    DatesField,
    Limit,
    PeriodField,
    resolve_days,
    sane_day,
)
from atom_xero_plugin.accounting.kinds.journals import JournalView, journal_view, journals_after
from atom_xero_plugin.accounting.listing import Position, begin, cursor_to
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.time_zones import zone_of
from atom_xero_plugin.xero.records.journals import Journal

_STEP = 1000


class Input(Struct, forbid_unknown_fields=True):
    """What find_journals takes."""

    period: PeriodField = None
    dates: DatesField = None
    account: AccountName | None = None
    created_since: Annotated[
        dt.date | None,
        Meta(description="Only those posted since this day, YYYY-MM-DD.", extra=also("modified_since posted_since")),
    ] = None
    after_number: Annotated[
        int, Meta(description="Only those of a higher number.", ge=0, le=10**9, extra=also("journal_number offset"))
    ] = 0
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct):
    """What find_journals answers."""

    items: Annotated[list[JournalView], Meta(description="The journals, lowest number first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.journals.read", "accounting.settings.read"],
    examples=[Example("The first entries of the general ledger", {"limit": 5})],
)
async def find_journals(ctx: Context, input: Input) -> Output:
    """Find ledger journals: all postings of documents in Xero, debits and credits, by number.

    Needs a scope that Xero gives apps of its highest tier alone; show_account_transactions needs none such.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    since = sane_day(input.created_since, "/created_since")
    account = (await chart(ctx.xero)).one(input.account, path="/account") if input.account is not None else None

    def keep(journal: Journal) -> bool:
        day = journal.journal_date
        if days is not None and (day is None or not days.first <= day <= days.last):
            return False
        return account is None or any(each.account_id == account.account_id for each in journal.journal_lines or ())

    found = await journals_after(
        ctx.xero,
        max(input.after_number, (start.page - 1) * _STEP + start.skip),
        input.limit,
        keep,
        None if since is None else dt.datetime.combine(since, dt.time(), tzinfo=zone_of(ctx.organisation.timezone).tz),
    )
    after = None if found.after is None else Position(found.after // _STEP + 1, found.after % _STEP)
    return Output(
        items=[journal_view(ctx, each) for each in found.items],
        has_more=after is not None,
        next_cursor=cursor_to(after, ctx.organisation.id, input),
    )
