"""Approve a credit note."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.preflight import APPROVED, preflight, refuse_incomplete, state_of
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteName, CreditNoteResult, credit_note_view
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.accounting.warnings import refuse_closed
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(Struct, forbid_unknown_fields=True):
    """What approve_credit_note takes."""

    credit_note: CreditNoteName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="void_credit_note",
    examples=[Example("Approve the draft credit note CN-0003", {"credit_note": "CN-0003"})],
)
async def approve_credit_note(ctx: Context, input: Input) -> Proposal:
    """Approve a draft Xero credit note, so that it counts in the books and can be allocated or refunded.

    A person approves first; nothing is sent. void_credit_note undoes it while nothing of it is used.
    """
    stored = await one_credit_note(ctx, input.credit_note)
    refuse_unless(stored, "approved")
    refuse_incomplete(stored)
    refuse_closed(ctx.organisation, stored.record.date or ctx.today, what=f"The {stored.label}")
    return move(
        stored,
        "approved",
        summary=f"Approve the {stored.label} over {stored.totals.total}.",
        warnings=(await preflight(state_of(stored), APPROVED)).warnings,
        shows="PAID" if stored.record.total == 0 else None,
    )


@approve_credit_note.verified
def approved(ctx: Context, note: CreditNote) -> CreditNoteResult:
    """The credit note as Xero has it now."""
    return CreditNoteResult(credit_note_view(ctx, note))
