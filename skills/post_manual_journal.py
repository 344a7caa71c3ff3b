"""Post a manual journal."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.manual_journal_inputs import ManualJournalName
from atom_xero_plugin.accounting.kinds.manual_journal_plans import propose_move, refuse_unless
from atom_xero_plugin.accounting.kinds.manual_journals import (
    ManualJournalResult,
    debits_of,
    journal_label,
    manual_journal_view,
)
from atom_xero_plugin.accounting.resolve.manual_journals import one_manual_journal
from atom_xero_plugin.accounting.warnings import day_warnings
from atom_xero_plugin.plans.proposal import Proposal, Undo
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


class Input(Struct, forbid_unknown_fields=True):
    """What post_manual_journal takes."""

    manual_journal: ManualJournalName


@skill(
    effect="write",
    scopes=["accounting.manualjournals"],
    undo="void_manual_journal",
    examples=[Example("Post the depreciation journal", {"manual_journal": "Depreciation of office equipment"})],
)
async def post_manual_journal(ctx: Context, input: Input) -> Proposal:
    """Post a draft Xero manual journal, so that it counts in the books.

    A person approves first. It never becomes a draft again; void_manual_journal undoes it.
    """
    journal = await one_manual_journal(ctx.xero, input.manual_journal)
    refuse_unless(journal, {"DRAFT"}, "posted")
    day = journal.date or ctx.today
    total = f"{ctx.organisation.base_currency} {debits_of(journal):,}"
    return propose_move(
        ctx, journal, "POSTED",
        summary=f"Post the {journal_label(journal)} over {total}, so that it counts in the books.",
        warnings=day_warnings(ctx.organisation, day, ctx.today, what="The manual journal"),
        undo=Undo("void_manual_journal", {"manual_journal": journal.manual_journal_id},
                  "void_manual_journal can void it."),
    )  # fmt: skip


@post_manual_journal.verified
def posted(ctx: Context, journal: ManualJournal) -> ManualJournalResult:
    """The manual journal as Xero has it now."""
    return ManualJournalResult(manual_journal_view(ctx, journal))
