"""Void a manual journal, or delete a draft."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.manual_journal_inputs import ManualJournalName
from atom_xero_plugin.accounting.kinds.manual_journal_plans import propose_move, refuse_unless
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalResult, journal_label, manual_journal_view
from atom_xero_plugin.accounting.resolve.manual_journals import one_manual_journal
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


class Input(Struct, forbid_unknown_fields=True):
    """What void_manual_journal takes."""

    manual_journal: ManualJournalName


@skill(
    effect="destructive",
    scopes=["accounting.manualjournals"],
    examples=[Example("Delete the draft power accrual", {"manual_journal": "Accrue power for the month"})],
)
async def void_manual_journal(ctx: Context, input: Input) -> Proposal:
    """Void a posted Xero manual journal, or delete a draft. This cannot be undone; a new one can be created.

    A person approves first. A voided journal stays listed and counts no more.
    """
    journal = await one_manual_journal(ctx.xero, input.manual_journal)
    refuse_unless(journal, {"DRAFT", "POSTED"}, "voided")
    draft = journal.status == "DRAFT"
    words = f"{'Delete the draft' if draft else 'Void the'} {journal_label(journal)}. This is final."
    return propose_move(ctx, journal, "DELETED" if draft else "VOIDED", summary=words)


@void_manual_journal.verified
def voided(ctx: Context, journal: ManualJournal) -> ManualJournalResult:
    """The manual journal as Xero has it now."""
    return ManualJournalResult(manual_journal_view(ctx, journal))
