"""Create a manual journal."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.kinds import manual_journal_inputs as inputs
from atom_xero_plugin.accounting.kinds.manual_journal_plans import propose_journal
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalResult, manual_journal_view
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_manual_journal takes."""

    narration: inputs.Narration
    lines: inputs.Lines
    date: Annotated[dt.date | None, Meta(description="Day, YYYY-MM-DD; left out, today.", extra=aliases.ISSUE_DATE)] = (
        None
    )
    amounts_are: inputs.AmountsField = "no_tax"
    post: Annotated[
        bool,
        Meta(description="True posts it at once, so that it counts in the books; else it is a draft.",
             extra=also("posted approve final")),
    ] = False  # fmt: skip
    on_cash_reports: inputs.OnCashReports = True


ACCRUAL = [{"account": "412", "debit": "850.00"}, {"account": "850", "credit": "850.00"}]


@skill(
    effect="write",
    scopes=["accounting.manualjournals", "accounting.settings.read"],
    undo="void_manual_journal",
    examples=[Example("Accrue 850 of audit fees", {"narration": "Accrue audit fees", "lines": ACCRUAL})],
)
async def create_manual_journal(ctx: Context, input: Input) -> Proposal:
    """Create a Xero manual journal, as a draft or posted: debits and credits that balance.

    A person approves first. Bank, stock, receivable, payable and retained earnings accounts take none.
    void_manual_journal undoes it.
    """
    return await propose_journal(
        ctx, input.narration, input.date, input.lines, amounts_are=input.amounts_are, post=input.post,
        on_cash_reports=input.on_cash_reports,
    )  # fmt: skip


@create_manual_journal.verified
def created(ctx: Context, journal: ManualJournal) -> ManualJournalResult:
    """The manual journal as Xero has it now."""
    return ManualJournalResult(manual_journal_view(ctx, journal))
