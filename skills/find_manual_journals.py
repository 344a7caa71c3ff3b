"""Find manual journals."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.manual_journals import GONE, ManualJournalRow, manual_journal_row
from atom_xero_plugin.accounting.listing import answer_page
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.manual_journals import MANUAL_JOURNALS, ManualJournal, ManualJournalFilter

_ORDERS: Final = {"newest": "Date DESC", "oldest": "Date ASC"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_manual_journals takes."""

    status: Annotated[
        Literal["draft", "posted", "voided", "deleted"] | None,
        Meta(description="Left out, draft and posted ones."),
    ] = None
    text: (
        Annotated[
            str,
            Meta(
                description="Part of the narration or of a line's description.",
                max_length=255,
                extra=also("query search narration keyword contains description"),
            ),
        ]
        | None
    ) = None
    period: PeriodField = None
    dates: DatesField = None
    sort: Annotated[Literal["newest", "oldest"], Meta(description="Order of the answer.")] = "newest"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct):
    """What find_manual_journals answers."""

    items: Annotated[list[ManualJournalRow], Meta(description="The manual journals.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.manualjournals.read"],
    examples=[Example("Which journals still wait to be posted?", {"status": "draft"})],
)
async def find_manual_journals(ctx: Context, input: Input) -> Output:
    """Find each Xero manual journal by status, text or day: accruals, depreciation, corrections."""
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    requested = ManualJournalFilter(
        status=input.status and input.status.upper(),
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )
    text = casefolded(input.text)

    def keep(journal: ManualJournal) -> bool:
        words = (journal.narration, *(line.description for line in journal.journal_lines or ()))
        live = input.status is not None or journal.status not in GONE
        return live and any(text in casefolded(each) for each in words)

    found, cursor = await answer_page(ctx, MANUAL_JOURNALS, requested, input, order=_ORDERS[input.sort], keep=keep)
    return Output([manual_journal_row(ctx, each) for each in found], cursor is not None, cursor)
