"""Show one manual journal."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.kinds.manual_journal_inputs import ManualJournalName
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalView, manual_journal_view
from atom_xero_plugin.accounting.resolve.manual_journals import likely_manual_journal


class Input(Struct, forbid_unknown_fields=True):
    """What show_manual_journal takes."""

    manual_journal: ManualJournalName


class Output(Struct, omit_defaults=True):
    """What show_manual_journal answers."""

    manual_journal: Annotated[ManualJournalView, Meta(description="The manual journal.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.manualjournals.read"],
    examples=[Example("Show me the power accrual", {"manual_journal": "Accrue power for the month"})],
)
async def show_manual_journal(ctx: Context, input: Input) -> Output:
    """Show one Xero manual journal: its debits and credits with accounts and tax, its day, status, page."""
    named = input.manual_journal
    journal, exact = await likely_manual_journal(ctx.xero, named)
    taken = assumed("manual_journal", named, journal.manual_journal_id, journal.narration, exact=exact)
    return Output(manual_journal_view(ctx, journal), taken)
