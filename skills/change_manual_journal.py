"""Change a manual journal."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds import manual_journal_inputs as inputs
from atom_xero_plugin.accounting.kinds.manual_journal_plans import check_change, propose_change
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalResult, manual_journal_view
from atom_xero_plugin.accounting.resolve.manual_journals import one_manual_journal
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


class Input(inputs.JournalChanges, forbid_unknown_fields=True, kw_only=True):
    """What change_manual_journal takes."""

    manual_journal: inputs.ManualJournalName


MORE = [{"account": "445", "debit": "460.00"}, {"account": "850", "credit": "460.00"}]


@skill(
    effect="write",
    scopes=["accounting.manualjournals", "accounting.settings.read"],
    undo="change_manual_journal",
    examples=[
        Example("The power accrual should be 460", {"manual_journal": "Accrue power for the month", "lines": MORE}),
    ],
)
async def change_manual_journal(ctx: Context, input: Input) -> Proposal:
    """Change a Xero manual journal, a draft or a posted one: its text, day, or all of its lines.

    A person approves first. What is posted changes in the books at once. Asking with the old values undoes it.
    """
    texts = check_change(input)
    return await propose_change(ctx, await one_manual_journal(ctx.xero, input.manual_journal), input, texts)


@change_manual_journal.verified
def changed(ctx: Context, journal: ManualJournal) -> ManualJournalResult:
    """The manual journal as Xero has it now."""
    return ManualJournalResult(manual_journal_view(ctx, journal))
